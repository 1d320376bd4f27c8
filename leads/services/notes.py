"""Notes on a lead."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.text import clean
from leads import changes
from leads.choices import ActivityKind
from leads.models import Lead
from leads.services import timeline


LIMIT = 10_000


@transaction.atomic
def add(*, lead: Lead, text: str, by: int | None, at: datetime) -> None:
    """Write a note on the lead's timeline.

    Raises: Invalid if it is empty or too long.
    """
    written = clean(text)
    if not written:
        raise _refusal(_("Write something."))
    if len(written) > LIMIT:
        raise _refusal(_("At most %(limit)s characters.") % {"limit": LIMIT})
    timeline.record(lead_id=lead.pk, kind=ActivityKind.NOTE, by=by, at=at, data={"text": written})
    changes.mark([lead.pk])


def _refusal(message: str | Promise) -> Invalid:
    return Invalid(message, errors=[{"path": "text", "message": str(message)}])
