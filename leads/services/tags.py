"""Tags of leads: the one writer of ``Lead.tags`` and of its index, ``LeadTag``."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from core import sets
from leads import changes
from leads.models import FieldChange, Lead, LeadTag, Tag
from leads.tagging import FIELD, MAX_EACH, read, slug_of


@transaction.atomic
def settle(*, names: Iterable[str], at: datetime) -> list[str]:
    """Return the tags as the workspace writes them; new ones are taken into its list. Queries: two.

    Raises: Invalid.
    """
    wanted = {slug_of(name): name for name in read(names)}
    made = {"created_at": at, "updated_at": at}
    rows = [{"slug": slug, "name": name, **made} for slug, name in sorted(wanted.items())]
    sets.insert(Tag, rows, ignore_conflicts=True)
    known = dict(Tag.objects.filter(slug__in=wanted).values_list("slug", "name"))
    return [known[slug] for slug in wanted]


@transaction.atomic
def add(
    *, lead_ids: Collection[int], tags: Sequence[str], by: int | None, at: datetime
) -> dict[int, list[str]]:
    """Put the (settled) tags on the leads; return for each lead that changed which were new. Queries: six."""

    def news(held: list[str]) -> list[str]:
        return [tag for tag in tags if tag not in held][: MAX_EACH - len(held)]

    return _change(lead_ids, news, lambda held, new: [*held, *new], by=by, at=at)


@transaction.atomic
def remove(
    *, lead_ids: Collection[int], tags: Sequence[str], by: int | None, at: datetime
) -> dict[int, list[str]]:
    """Take the tags off the leads; return for each lead that changed which it had. Queries: six."""
    return _change(
        lead_ids,
        lambda held: [tag for tag in held if tag in tags],
        lambda held, gone: [tag for tag in held if tag not in gone],
        by=by,
        at=at,
    )


@transaction.atomic
def add_each(*, tags: Mapping[int, Sequence[str]], by: int | None, at: datetime) -> dict[int, list[str]]:
    """Put each lead's own tags on it; return for each lead that changed which were new."""
    return _each(tags, add, by=by, at=at)


@transaction.atomic
def remove_each(*, tags: Mapping[int, Sequence[str]], by: int | None, at: datetime) -> dict[int, list[str]]:
    """Take each lead's own tags off it; return for each lead that changed which it had."""
    return _each(tags, remove, by=by, at=at)


def _each(
    tags: Mapping[int, Sequence[str]],
    act: Callable[..., dict[int, list[str]]],
    *,
    by: int | None,
    at: datetime,
) -> dict[int, list[str]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for lead_id, names in tags.items():
        groups.setdefault(tuple(names), []).append(lead_id)
    # All rows first and in one order: the groups would otherwise lock them in theirs.
    _held(tags)
    found: dict[int, list[str]] = {}
    for names, lead_ids in groups.items():
        found |= act(lead_ids=lead_ids, tags=names, by=by, at=at)
    return found


@transaction.atomic
def set_tags(*, lead: Lead, names: Iterable[str], by: int | None, at: datetime) -> list[str]:
    """Let the lead have these tags and no others; return them as they are written.

    Raises: Invalid.
    """
    wanted = settle(names=names, at=at)
    held = _held([lead.pk]).get(lead.pk, [])
    gone = [tag for tag in held if tag not in wanted]
    if gone:
        remove(lead_ids=[lead.pk], tags=gone, by=by, at=at)
    add(lead_ids=[lead.pk], tags=wanted, by=by, at=at)
    lead.tags = [*(tag for tag in held if tag in wanted), *(tag for tag in wanted if tag not in held)]
    return lead.tags


def _held(lead_ids: Collection[int]) -> dict[int, list[str]]:
    """Return what each lead has, their rows locked in one order."""
    leads = Lead.objects.filter(pk__in=list(lead_ids)).order_by("pk").select_for_update(no_key=True)
    return dict(leads.values_list("pk", "tags"))


def _change(
    lead_ids: Collection[int],
    pick: Callable[[list[str]], list[str]],
    after: Callable[[list[str], list[str]], list[str]],
    *,
    by: int | None,
    at: datetime,
) -> dict[int, list[str]]:
    held = _held(lead_ids)
    touched = {lead_id: found for lead_id, tags in held.items() if (found := pick(tags))}
    becomes = {lead_id: after(held[lead_id], found) for lead_id, found in touched.items()}
    _store(held, becomes, by=by, at=at)
    return touched


def _store(
    held: Mapping[int, list[str]], becomes: Mapping[int, list[str]], *, by: int | None, at: datetime
) -> None:
    if not becomes:
        return
    rows: list[dict[str, Any]] = [{"id": lead_id, "tags": tags} for lead_id, tags in becomes.items()]
    sets.update(Lead, rows, names=["tags"], also="updated_at = %s", params=[at])
    LeadTag.objects.filter(lead_id__in=list(becomes)).delete()
    sets.insert(
        LeadTag, [{"lead_id": lead_id, "tag": tag} for lead_id, tags in becomes.items() for tag in tags]
    )
    said = {"field": FIELD, "by": by, "at": at, "origin": "edit"}
    sets.insert(
        FieldChange,
        [
            {**said, "lead_id": lead_id, "old": held[lead_id], "new": tags}
            for lead_id, tags in becomes.items()
        ],
    )
    changes.mark(becomes)
