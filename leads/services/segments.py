"""Making, changing, counting and deleting segments."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.faults import ConditionError
from conditions.parse import parse
from core.errors import DomainError, Invalid
from leads import queries, segments
from leads.models import LeadRank, Segment
from tenants.services import audit
from work import queue


QUEUE = "segment"
# A worker may take longer than a page; beyond this it estimates as a page does.
COUNT_MS = 5_000
COLUMNS = frozenset({"name", "description", "condition"})
LIMITS = {"name": 120, "description": 500}


class SegmentInUse(DomainError):
    """Something still asks for the segment."""

    code = "segment_in_use"


class NameTaken(Invalid):
    """Another segment has this name."""

    code = "name_taken"
    status = 409


@transaction.atomic
def create(*, values: Mapping[str, Any], by: int | None, at: datetime) -> Segment:
    """Make a segment; it is counted soon after.

    Raises: Invalid, NameTaken, ConditionError.
    """
    segment = Segment(**_checked(values))
    if not segment.name:
        raise _missing_name()
    _save(segment, force_insert=True)
    audit.record(action="segment.added", target=segment.name, by=by, at=at)
    queue.mark(QUEUE, [segment.pk])
    return segment


@transaction.atomic
def change(*, segment: Segment, values: Mapping[str, Any], by: int | None, at: datetime) -> Segment:
    """Change what is given; a new condition is counted soon after.

    Raises: Invalid, NameTaken, ConditionError.
    """
    checked = _checked(values)
    changed = {name: value for name, value in checked.items() if getattr(segment, name) != value}
    if not changed:
        return segment
    for name, value in changed.items():
        setattr(segment, name, value)
    if not segment.name:
        raise _missing_name()
    _save(segment, update_fields=[*changed, "updated_at"])
    audit.record(
        action="segment.changed", target=segment.name, by=by, at=at, data={"fields": sorted(changed)}
    )
    if "condition" in changed:
        queue.mark(QUEUE, [segment.pk])
    return segment


@transaction.atomic
def delete(*, segment: Segment, workspace: str, by: int | None, at: datetime) -> None:
    """Delete a segment that nothing uses; ``workspace`` is the slug.

    Raises: SegmentInUse.
    """
    users = segments.uses([segment.pk], workspace)[segment.pk]
    if users:
        raise SegmentInUse(
            _("“%(name)s” is used by %(users)s. Take it out there first.")
            % {"name": segment.name, "users": ", ".join(use.label for use in users[:5])}
        )
    audit.record(action="segment.deleted", target=segment.name, by=by, at=at)
    queue.unmark(QUEUE, [segment.pk])
    segment.delete()


def ask_for_counts(*, shown: Sequence[Segment], at: datetime) -> None:
    """Have those counted whose count is older than ten minutes. Queries: one, none if all are fresh."""
    stale = [item.pk for item in shown if not item.counted_at or at - item.counted_at > segments.FRESH]
    queue.mark(QUEUE, stale)


def mark_stale(*, at: datetime) -> None:
    """Have every segment counted that nobody looked at for a day; part of the nightly work."""
    day = at - timedelta(hours=20)
    stale = Segment.objects.filter(Q(counted_at=None) | Q(counted_at__lt=day))
    queue.mark(QUEUE, list(stale.values_list("pk", flat=True)))


def recount(*, keys: Sequence[int], at: datetime) -> None:
    """Count the segments, within a limit each; the handler of queue "segment". A broken one has no count."""
    for segment in Segment.objects.filter(pk__in=keys).order_by("pk"):
        found = _size(segment, at)
        Segment.objects.filter(pk=segment.pk).update(
            count=found.value if found else None,
            is_estimate=bool(found and found.is_estimate),
            counted_at=at,
        )


def _size(segment: Segment, at: datetime) -> segments.Size | None:
    try:
        node, registry = segments.read(segment.condition)
    except ConditionError:
        return None
    ranks = LeadRank.objects.all()
    return segments.size(ranks, node, registry, today=at.date(), limit_ms=COUNT_MS)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they are kept."""
    if unknown := set(values) - COLUMNS:
        text = str(_("This field does not exist."))
        raise Invalid(text, errors=[{"path": name, "message": text} for name in sorted(unknown)])
    checked = dict(values)
    for name, limit in LIMITS.items():
        if name in checked:
            checked[name] = " ".join(str(checked[name]).split())
            if len(checked[name]) > limit:
                text = str(_("At most %(limit)s characters.") % {"limit": limit})
                raise Invalid(text, errors=[{"path": name, "message": text}])
    if "condition" in checked:
        checked["condition"] = checked["condition"] or {"all": []}
        parse(checked["condition"], queries.registry(with_scores=True))
    return checked


def _missing_name() -> Invalid:
    text = str(_("This is needed."))
    return Invalid(text, errors=[{"path": "name", "message": text}])


def _save(segment: Segment, **options: Any) -> None:
    try:
        with transaction.atomic():
            segment.save(**options)
    except IntegrityError as error:
        text = str(_("Another segment has this name."))
        raise NameTaken(text, errors=[{"path": "name", "message": text}]) from error
