"""One case as it was frozen: who it was, what Marketing had done, and where the score came from."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from conditions.registry import Field, Registry
from leads import entries
from leads.choices import ActivityKind
from leads.models import Activity
from scoring import wording
from scoring.choices import Dimension, Verdict
from scoring.engine.spec import Text
from scoring.models import ReviewCase, ReviewMeeting
from scoring.views.scores import ShownLine


# Shown even where nothing is known: that too is what was known.
ALWAYS = (
    "person.job_title",
    "company.company",
    "company.industry",
    "company.employees",
    "company.city",
    "interest.main_topic",
    "interest.need",
    "qualification.budget",
    "qualification.authority",
    "qualification.timeline",
    "source.source",
)
# Frozen as known or not: a review is no address book.
ADDRESSES = ("person.phone", "person.email")
# How sure an answer is stands beside the answer elsewhere; here it would only be another line.
SURE = ("_confidence", ".confidence")
ORDER = ("person", "company", "interest", "qualification", "source")


def case(found: ReviewCase, meeting: ReviewMeeting, names: Registry) -> dict[str, Any]:
    """Return the case as its page draws it."""
    groups = lines(found)
    sizes = [abs(line.tenths) for group in groups for line in group["lines"]]
    return {
        "facts": facts(found, names),
        "entries": [_entry(action) for action in found.actions],
        "did": [(ActivityKind(kind).label, count) for kind, count in found.action_kinds()],
        "groups": groups,
        "largest": max([*sizes, 300]),
        "is_older": bool(meeting.version and found.version != meeting.version),
        "reason_keys": list(enumerate(meeting.reasons, 1)),
        "verdicts": [(verdict, Verdict(verdict).label, key) for key, verdict in enumerate(Verdict.values, 1)],
    }


def facts(found: ReviewCase, names: Registry) -> list[dict[str, Any]]:
    """Return what was known, and the most telling of what was not, by category."""
    shown = []
    for field in names.fields:
        value = found.facts.get(field.name)
        if field.name in ADDRESSES:
            is_known = field.name in found.known
            shown.append(_fact(field, _("known") if is_known else "", is_known=is_known))
        elif field.name.endswith(SURE):
            continue
        elif value is not None or field.name in ALWAYS:
            text = wording.fact(field, value) if value is not None else ""
            shown.append(_fact(field, text, is_known=value is not None))
    return sorted(shown, key=lambda each: each["place"])


def _fact(field: Field, text: str, *, is_known: bool) -> dict[str, Any]:
    place = ORDER.index(field.category) if field.category in ORDER else len(ORDER)
    return {"label": field.label, "value": text, "is_known": is_known, "place": place}


def lines(found: ReviewCase) -> list[dict[str, Any]]:
    """Return where the score came from, as components/contributions.html draws it."""
    totals = {Dimension.FIT: found.fit, Dimension.ENGAGEMENT: found.engagement}
    return [
        {
            "label": wording.dimension(dimension),
            "total": total,
            "lines": list(_lines(found, dimension)),
        }
        for dimension, total in totals.items()
    ]


def _lines(found: ReviewCase, dimension: str) -> Iterable[ShownLine]:
    for line in found.lines:
        if line["dimension"] == dimension:
            label = str(Text(line["en"], line["es"]))
            yield ShownLine(label or _("Caps and bounds"), line["points"], cut=not label)


def _entry(action: dict[str, Any]) -> entries.Entry:
    """Return a line of the timeline, written as the lead's own page writes it."""
    data = action.get("data", {}) | ({"message": action["said"]} if action.get("said") else {})
    kept = Activity(kind=action["kind"], occurred_at=datetime.fromisoformat(action["at"]), data=data)
    return entries.entry(kept, people={})
