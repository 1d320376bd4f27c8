"""As whom and within which bounds the workspace writes, and the addresses it leaves alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Invalid
from core.text import clean
from leads import changes, normalize
from leads.choices import Consent, Stage
from leads.models import LeadRank
from messaging.choices import RecipientState
from messaging.models import Recipient, SendingPolicy
from messaging.services import outbox, recipients
from tenants.models import User
from tenants.services import audit


FIELDS = (
    "from_name",
    "from_email",
    "reply_to",
    "postal_address",
    "cap_count",
    "cap_days",
    "from_hour",
    "until_hour",
    "tracks_clicks",
    "pause_at_permille",
)
# Leads that waited for the postal address are looked at again; more than this find it in the nightly round.
MOST_MARKED = 10_000


@transaction.atomic
def change(*, values: Mapping[str, Any], by: int | None, at: datetime) -> SendingPolicy:
    """Keep the workspace's sending policy.

    Raises: Invalid for hours that end before they begin.
    """
    policy, _is_new = SendingPolicy.objects.select_for_update().get_or_create()
    had_identity = bool(policy.postal_address)
    changed = [name for name in FIELDS if name in values and getattr(policy, name) != values[name]]
    for name in changed:
        value = values[name]
        setattr(policy, name, clean(value) if isinstance(value, str) else value)
    if policy.from_hour >= policy.until_hour:
        message = _("The hours must end after they begin.")
        raise Invalid(message, errors=[{"path": "until_hour", "message": message}])
    policy.save()
    if changed:
        audit.record(action="sending.changed", by=by, at=at, data={"fields": changed})
    if policy.postal_address and not had_identity:
        _look_again()
    return policy


def _look_again() -> None:
    waiting = LeadRank.objects.filter(stage=Stage.MARKETING, lead__marketing_consent=Consent.GIVEN)
    changes.mark(waiting.order_by("-lead_id").values_list("lead_id", flat=True)[:MOST_MARKED])


def send_test(*, user: User, at: datetime) -> int:
    """Put a mail to the person themselves into the outbox, to see whether mail leaves; return its id."""
    return outbox.enqueue_plain(
        key=f"test:{user.pk}:{at.isoformat()}",
        user_id=user.pk,
        subject=_("Test of Leadcrm's mail"),
        text=_("If you read this, mail leaves this workspace."),
        language=user.language,
        at=at,
    )


@transaction.atomic
def block(*, email: str, note: str, by: int | None, at: datetime) -> Recipient:
    """Let nothing go to the address any more.

    Raises: Invalid if it is none.
    """
    address = normalize.email(email)
    if not address:
        message = _("Enter a valid email address.")
        raise Invalid(message, errors=[{"path": "email", "message": message}])
    row = Recipient.objects.get(pk=recipients.ensure([address], at=at)[address])
    recipients.close(recipient=row, state=RecipientState.BLOCKED, note=note, at=at, by=by)
    return row
