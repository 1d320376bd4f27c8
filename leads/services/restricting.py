"""Restriction of processing: the data is kept and nothing is done with it (no mail, no score, no hand-off)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.text import clean
from leads import changes
from leads.choices import ActivityKind
from leads.models import LeadRank, Restriction
from leads.services import timeline
from leads.services.people_known import person_of


class Restricted(DomainError):
    """The person asked that nothing be done with their data."""

    code = "restricted"


class NotRestricted(DomainError):
    """Nothing is restricted, or no longer."""

    code = "not_restricted"


class RestrictedAlready(DomainError):
    """The person's data is restricted already."""

    code = "restricted_already"


def among(lead_ids: Collection[int]) -> set[int]:
    """Return which of the leads are restricted. Queries: one, by an index of the restricted alone."""
    rows = Restriction.objects.filter(lead_id__in=lead_ids, ended_at=None)
    return set(rows.values_list("lead_id", flat=True))


def check(lead_id: int) -> None:
    """Refuse to do something with a restricted lead. Raises: Restricted."""
    if among([lead_id]):
        raise Restricted(
            _("Processing of this lead is restricted. Lift the restriction on its privacy page first.")
        )


def _hold(lead_id: int) -> tuple[int, ...]:
    """Lock all leads of the person, in one order as every verb does; return them."""
    ids = person_of([lead_id]).lead_ids
    list(LeadRank.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    return ids


@transaction.atomic
def restrict(*, lead_id: int, reason: str, by: int | None, at: datetime) -> None:
    """Leave the person's data alone from now on, all their leads'; workflows end and waiting mails stay.

    Raises: RestrictedAlready, also for the second of two at once.
    """
    ids = _hold(lead_id)
    free = sorted(set(ids) - among(ids))
    if not free:
        raise RestrictedAlready(_("Processing is restricted already."))
    reason = clean(reason)[:300]
    Restriction.objects.bulk_create([Restriction(lead_id=pk, reason=reason, at=at, by=by) for pk in free])
    for pk in free:
        timeline.record(lead_id=pk, kind=ActivityKind.RESTRICTED, by=by, at=at, data={"reason": reason})
    changes.mark(free)


@transaction.atomic
def lift(*, lead_id: int, reason: str, by: int | None, at: datetime) -> None:
    """Let the person's data be worked with again.

    Raises: NotRestricted, also for the second of two at once.
    """
    ids = _hold(lead_id)
    held = sorted(among(ids))
    if not held:
        raise NotRestricted(_("Nothing is restricted here."))
    reason = clean(reason)[:300]
    Restriction.objects.filter(lead_id__in=held, ended_at=None).update(
        ended_at=at, ended_by=by, ended_reason=reason
    )
    for pk in held:
        timeline.record(
            lead_id=pk, kind=ActivityKind.RESTRICTION_LIFTED, by=by, at=at, data={"reason": reason}
        )
    changes.mark(held)
