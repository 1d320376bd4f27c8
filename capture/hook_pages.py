"""What the pages about hooks show: the values of a post with where each goes, and the lead it would make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture import inbox, targets
from capture.choices import Reason
from capture.models import Hook, Inquiry
from capture.parsers import facts
from capture.parsers.hooks import presets, reading, secrecy
from capture.parsers.hooks.reading import Found, Own
from capture.services import hook_posts
from capture.targets import Group
from leads import factsheet


MOST_ROWS = 60
PREFIX = "to:"
GROUPS: tuple[Group, ...] = (
    (_("Person"), (targets.FULL_NAME, *targets.named(factsheet.PERSON, without={"seniority"}))),
    targets.COMPANY,
    (
        _("Interest"),
        (
            ("message", _("Message")),
            targets.TOPICS,
            *targets.named(factsheet.QUALIFICATION, without={"authority"}),
            ("consent.marketing", _("Marketing consent")),
        ),
    ),
    (
        _("Source"),
        (
            ("campaign", _("Campaign")),
            ("page_url", _("Page")),
            ("referrer", _("Referrer")),
            ("utm.source", "utm_source"),
            ("utm.medium", "utm_medium"),
            ("utm.campaign", "utm_campaign"),
            ("ids.gclid", "gclid"),
            ("ids.campaign_id", "campaign_id"),
            targets.EXTERNAL_ID,
        ),
    ),
)
BY = {
    "own": _("chosen by you"),
    "preset": _("as documented"),
    "guess": _("guessed"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a post and where it goes; ``extra`` is its target if no list of choices has it."""

    path: str
    label: str
    value: str
    target: str
    by: str | Promise
    extra: str = ""

    @property
    def name(self) -> str:
        """Return the name of its choice in the form."""
        return f"{PREFIX}{self.path}"


@dataclass(frozen=True)
class Shown:
    """A post as the hook would read it now."""

    inquiry: Inquiry
    found: Found
    groups: Sequence[Group]

    @property
    def rows(self) -> list[Row]:
        """Return the values, those that go somewhere first, at most sixty."""
        known = {"", "answer"} | {value for _label, options in self.groups for value, _name in options}
        rows = []
        for line in self.found.lines:
            if secrecy.is_secret(line.answer.path):
                continue
            target = line.targets[0] if line.targets else ""
            value = str(line.answer.value)[:200]
            extra = "" if target in known else target
            rows.append(Row(line.answer.path, line.answer.label, value, target, BY.get(line.by, ""), extra))
        return sorted(rows, key=lambda row: row.target == "")[:MOST_ROWS]

    @property
    def count(self) -> int:
        """Return how many values there are to choose for."""
        return sum(not secrecy.is_secret(line.answer.path) for line in self.found.lines)

    @property
    def lead(self) -> list[tuple[Any, Any]]:
        """Return what a lead of it would know, labeled."""
        read = facts.read(self.found.payload)
        own = [(key, value) for key, value in read.custom.items()]
        return [
            (label, read.facts[name]) for name, label in inbox.LABELS.items() if read.facts.get(name)
        ] + own

    @property
    def message(self) -> str:
        """Return the text a lead of it would bring."""
        return facts.read(self.found.payload).message

    @property
    def has_consent(self) -> bool:
        """Say whether the person agreed to marketing mail."""
        return facts.read(self.found.payload).consent is not None

    @property
    def reason(self) -> str | Promise:
        """Return why it would make no lead."""
        if self.found.reason:
            return Reason(self.found.reason).label
        return "" if facts.read(self.found.payload).has_contact else Reason.NO_CONTACT.label


def posts(hook: Hook) -> QuerySet[Inquiry]:
    """Return what came to the hook, without the bytes."""
    return Inquiry.objects.filter(hook=hook).defer("raw").select_related("form", "hook", "lead", "source")


def to_map(hook: Hook, pk: str) -> Inquiry | None:
    """Return the post to map by: the chosen one, else the newest whose sender was believed. Queries: one."""
    every = Inquiry.objects.filter(hook=hook).select_related("origin").order_by("-received_at", "-pk")
    if pk.isdecimal() and len(pk) < 15:
        return every.filter(pk=int(pk)).first()
    return every.exclude(reason=Reason.BAD_SIGNATURE).first()


def shown(hook: Hook, inquiry: Inquiry, *, mapping: Mapping[str, Any]) -> Shown:
    """Return the post as a mapping reads it. Queries: one."""
    groups = targets.with_own_fields(GROUPS)
    post = inquiry.origin or inquiry
    own = Own.of(mapping, hook_posts.own_fields())
    every = reading.read(hook_posts.read_tree(post), preset=presets.known(hook.preset), own=own)
    found = every[inquiry.place] if inquiry.place < len(every) else Found(reason=Reason.UNMAPPED)
    return Shown(inquiry, found, groups)


def chosen(posted: Mapping[str, str]) -> dict[str, str]:
    """Return the targets that a form names, by path."""
    return {name.removeprefix(PREFIX)[:300]: to for name, to in posted.items() if name.startswith(PREFIX)}


def changed(hook: Hook, inquiry: Inquiry, wanted: Mapping[str, str], items: str) -> dict[str, str | None]:
    """Return what of the wanted targets has to be stored; None where the hook reads it so by itself."""
    plain = shown(hook, inquiry, mapping={"items": items})
    by_itself = {row.answer.path: (row.targets or ("",))[0] for row in plain.found.lines}
    return {path: None if by_itself.get(path) == to else to for path, to in wanted.items()}


def counts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return for each hook how many posts came and when the last one did. Queries: one."""
    rows = Inquiry.objects.filter(hook_id__in=ids).values("hook_id")
    found = rows.annotate(count=Count("pk"), last=Max("received_at")).order_by()
    return {row["hook_id"]: dict(row) for row in found}
