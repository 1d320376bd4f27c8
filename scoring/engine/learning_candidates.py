"""The rules that could be: frequent values, thresholds of numbers, what is known at all, kinds of activity.

Made from how often each value occurs, never from outcomes: which of them tell winners apart is for the fit to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from conditions.nodes import ActivityTest, FieldTest, Node
from conditions.registry import Field, FieldType, Registry
from scoring.choices import Dimension
from scoring.engine.learning import Candidate
from scoring.engine.reader import criteria_registry


# Who somebody is says nothing of the next one; only whether we know it.
IDENTITIES = {
    "person.name",
    "person.email",
    "person.phone",
    "company.company",
    "company.domain",
    "company.tax_id",
    "interest.need",
}
# What Sales or the clock writes while a lead is worked on, so not what the lead was like.
LATER = {"behavior.stage", "behavior.contact_status", "behavior.resume_on", "lead.owner_team"}
KINDS = (
    "inquiry",
    "page_view",
    "download",
    "form_start",
    "email_opened",
    "email_clicked",
    "email_replied",
    "event_attended",
)
COUNTS = (1, 3, 6)
# The first is the least value: a threshold there would only ask whether the number is known.
# Finer at the ends, where leads differ most.
QUANTILES = (0.0, 0.05, *(place / 10 for place in range(1, 10)), 0.95)
DIGITS = 4
MOST_VALUES = 100
POOLED = 5
MOST_TEXT = 200
ENGAGING = "behavior"


@dataclass(frozen=True, slots=True)
class Profile:
    """How the facts of the sample are spread: texts by value, numbers by quantile, both by field name."""

    rows: int
    values: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    quantiles: Mapping[str, list[Decimal]] = field(default_factory=dict)

    @property
    def floor(self) -> int:
        """Return how many leads a value must have to make a rule of its own."""
        return max(10, min(25, self.rows // 20), self.rows // 300)


def asked_fields(registry: Registry) -> list[Field]:
    """Return the fields that a rule could ask for."""
    return [
        item
        for item in criteria_registry(registry).fields
        if item.name not in LATER and item.type not in {FieldType.DATE, FieldType.DATETIME}
    ]


def counted_fields(registry: Registry) -> list[Field]:
    """Return those with values to be listed: no numbers, and nobody's name."""
    return [
        item
        for item in asked_fields(registry)
        if item.type is not FieldType.NUMBER and item.name not in IDENTITIES
    ]


def candidates(registry: Registry, profile: Profile) -> tuple[Candidate, ...]:
    """Return what could be asked of these leads, in a fixed order."""
    found: list[Candidate] = []
    for item in asked_fields(registry):
        found.append(_candidate(item, FieldTest(item.name, "is_not_empty")))
        if item.type is FieldType.NUMBER:
            limits = list(dict.fromkeys(profile.quantiles.get(item.name, [])))[1:]
            found += [
                _candidate(item, FieldTest(item.name, "gte", threshold(limit, digits=DIGITS)))
                for limit in limits
            ]
        elif item.name not in IDENTITIES:
            found += _of_values(item, profile)
    known = [kind for kind in KINDS if registry.kind_named(kind)]
    found += [
        Candidate(ActivityTest((kind,), at_least=count), Dimension.ENGAGEMENT, kind)
        for kind in known
        for count in COUNTS
    ]
    return tuple(found)


def _candidate(item: Field, node: Node, *, is_pooled: bool = False) -> Candidate:
    dimension = Dimension.ENGAGEMENT if item.category == ENGAGING else Dimension.FIT
    return Candidate(node, dimension, item.name, is_pooled)


def threshold(limit: Decimal, *, digits: int) -> int | Decimal:
    """Return the threshold as people write it: whole, or with so many digits that matter."""
    rounded = Decimal(f"{limit:.{digits}g}")
    return int(rounded) if rounded == rounded.to_integral_value() else rounded


def _of_values(item: Field, profile: Profile) -> Iterable[Candidate]:
    if item.type is FieldType.BOOLEAN:
        return [_candidate(item, FieldTest(item.name, "is", value=True))]
    op = "has" if item.type is FieldType.LIST else "eq"
    pool_op = "eq" if item.type in {FieldType.TEXT, FieldType.CHOICE} else ""
    options = item.options()
    known = {str(value) for value, _label in options} if options is not None else None
    found, seen = [], set()
    for value, count in profile.values.get(item.name, [])[:MOST_VALUES]:
        folded = item.fold(value) if item.folded_column else value.strip()
        is_gone = known is not None and value not in known
        if not folded or folded in seen or is_gone or len(value) > MOST_TEXT:
            continue
        seen.add(folded)
        if count >= profile.floor:
            found.append(_candidate(item, FieldTest(item.name, op, value)))
        elif pool_op and count >= POOLED:
            found.append(_candidate(item, FieldTest(item.name, pool_op, value), is_pooled=True))
    return found
