"""Everything a criterion could ask for, by category: fields with their frequent values, activities, responses.

Made from how often values occur. Whether they tell winners apart is for Sales to say, and for the figures beside them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from conditions.faults import ConditionError
from conditions.nodes import ActivityTest, FieldTest, Group, Node, Not, to_json, walk
from conditions.parse import parse
from conditions.registry import Field, FieldType, Registry
from scoring.choices import Category, Dimension, Mode
from scoring.engine.compiler import counted
from scoring.engine.learning_candidates import IDENTITIES, asked_fields, threshold
from scoring.engine.reader import MAX_LABEL, criteria_registry
from scoring.engine.spec import CriterionSpec, ModelSpec, Text


KINDS: dict[str, Category] = {
    "inquiry": Category.WEB,
    "page_view": Category.WEB,
    "download": Category.WEB,
    "form_start": Category.WEB,
    "web_event": Category.WEB,
    "email_opened": Category.EMAIL,
    "email_clicked": Category.EMAIL,
    "email_replied": Category.EMAIL,
    "event_attended": Category.EVENTS,
    "meeting": Category.EVENTS,
    "call": Category.EVENTS,
}
# Properties whose values are worth a criterion each: what a campaign, a form or an event was answered with.
RESPONSES = (
    ("inquiry", "form"),
    ("inquiry", "channel"),
    ("inquiry", "topics"),
    ("page_view", "url"),
    ("download", "title"),
    ("email_clicked", "topic"),
    ("event_attended", "title"),
    ("call", "outcome"),
)
PAGES = "url"
RECENT_DAYS = 30
OFTEN = 3
MOST_VALUES = 8
MOST_TEXT = 80
QUARTERS = (0.25, 0.5, 0.75)
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How the newest leads are spread: values by field, quartiles by field, and what activities answered."""

    leads: int = 0
    values: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    quarters: Mapping[str, list[Decimal]] = field(default_factory=dict)
    responses: Mapping[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)

    @property
    def floor(self) -> int:
        """Return how many leads a value must have to be worth a line."""
        return max(2, self.leads // 200)


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion that could be; ``key`` and ``label`` where it is one of a model's.

    ``members`` is what makes a lead one of its model, None for the default one's and for what nobody asked for yet.
    """

    category: str
    node: Node
    dimension: str
    mode: str = Mode.PER_LEAD
    key: str = ""
    label: Text | None = None
    members: Node | None = None

    @property
    def held(self) -> Node:
        """Return what is counted: the condition, among the leads of its model."""
        return self.node if self.members is None else Group("all", (self.members, self.node))


def items(registry: Registry, found: Frequencies, spec: ModelSpec | None) -> list[Item]:
    """Return every line by category: first the model's own criteria, then what nobody has asked for yet."""
    own = list(own_items(registry, spec))
    names = criteria_registry(registry)
    new = [
        item for item in (*_of_fields(registry, found), *_of_kinds(registry, found)) if _reads(item, names)
    ]
    kept: dict[str, Item] = {}
    for item in (*own, *new):
        # What only some leads have is asked for them beside what is asked for all.
        kept.setdefault(item.key if item.members else _test(item.node), item)
    order = {category: place for place, category in enumerate(Category.values)}
    return sorted(kept.values(), key=lambda item: (order[item.category], not item.key))


def category_of(node: Node, registry: Registry) -> str:
    """Return the category of what the condition asks about first."""
    for part in walk(node):
        if isinstance(part, ActivityTest):
            return KINDS.get(part.kinds[0], Category.EVENTS)
        if isinstance(part, FieldTest) and (known := registry.field_named(part.field)):
            return _category(known)
    return Category.INTEREST


def _category(item: Field) -> str:
    if item.category == "behavior":
        return Category.WEB
    return item.category if item.category in Category.values else Category.INTEREST


def _test(node: Node) -> str:
    """Return what makes two lines the same: a count of activities is the same with and without its end of fading."""
    plain = replace(node, within_days=None) if isinstance(node, ActivityTest) and not node.where else node
    is_recent = isinstance(node, ActivityTest) and node.within_days == RECENT_DAYS
    return repr(to_json(node if is_recent else plain))


def own_items(registry: Registry, spec: ModelSpec | None) -> Iterator[Item]:
    """Yield the criteria that the models have, the default one's first; none that names something deleted since."""
    if spec is None:
        return
    for part in (spec, *(model for model in spec.models if not model.is_broken)):
        members = _members(spec, part) if part.key else None
        for group in part.groups:
            for criterion in group.criteria:
                if not criterion.is_broken:
                    yield replace(
                        _own(criterion, group.dimension, registry),
                        members=members,
                        label=_label(part, criterion),
                    )


def _members(spec: ModelSpec, part: ModelSpec) -> Node:
    """Return what makes a lead one of a special model: its condition, and none of those asked before it."""
    before = spec.models[: spec.models.index(part)]
    return Group("all", (*(Not(model.condition) for model in before if not model.is_broken), part.condition))


def _label(part: ModelSpec, criterion: CriterionSpec) -> Text:
    """Return the criterion's name, with that of its model where that is a special one."""
    if not part.key:
        return criterion.label
    named = zip((part.label.en, part.label.es), (criterion.label.en, criterion.label.es), strict=True)
    return Text(*(f"{model}: {name}"[:MAX_LABEL] for model, name in named))


def _own(criterion: CriterionSpec, dimension: str, registry: Registry) -> Item:
    node = counted(criterion) if criterion.counts_activities else criterion.condition
    category = category_of(node, registry)
    return Item(category, node, dimension, criterion.mode, criterion.key)


def _reads(item: Item, names: Registry) -> bool:
    """Say whether a draft would take the condition: a value may be no choice of its field any more."""
    try:
        parse(to_json(item.node), names)
    except ConditionError:
        return False
    return True


def _of_fields(registry: Registry, found: Frequencies) -> Iterator[Item]:
    for item in asked_fields(registry):
        category = _category(item)
        dimension = Dimension.ENGAGEMENT if category == Category.WEB else Dimension.FIT
        # How sure we are is known wherever there is an answer: that line would say the same twice.
        if not _is_confidence(item.name):
            yield Item(category, FieldTest(item.name, "is_not_empty"), dimension)
        for node in _values(item, found):
            yield Item(category, node, dimension)


def _is_confidence(name: str) -> bool:
    """Say whether the field is how sure an answer is: ``leads.fields.confidence_name``; no key has a dot."""
    if name.startswith("custom."):
        return name.count(".") > 1
    return name.startswith("qualification.") and name.endswith("_confidence")


def _values(item: Field, found: Frequencies) -> Iterable[Node]:
    if item.type is FieldType.BOOLEAN:
        return [FieldTest(item.name, "is", value=True)]
    if item.type is FieldType.NUMBER:
        limits = dict.fromkeys(threshold(limit, digits=DIGITS) for limit in found.quarters.get(item.name, []))
        return [FieldTest(item.name, "gte", limit) for limit in limits]
    if item.name in IDENTITIES:
        return []
    op = "has" if item.type is FieldType.LIST else "eq"
    return [FieldTest(item.name, op, value) for value in _frequent(found.values.get(item.name, []), found)]


def _frequent(counts: Iterable[tuple[str, int]], found: Frequencies) -> list[str]:
    kept = [value for value, count in counts if count >= found.floor and len(value) <= MOST_TEXT]
    return kept[:MOST_VALUES]


def _of_kinds(registry: Registry, found: Frequencies) -> Iterator[Item]:
    known = {kind: category for kind, category in KINDS.items() if registry.kind_named(kind)}
    for kind, category in known.items():
        for test in (
            ActivityTest((kind,)),
            ActivityTest((kind,), at_least=OFTEN),
            ActivityTest((kind,), within_days=RECENT_DAYS),
        ):
            yield Item(category, test, Dimension.ENGAGEMENT)
        for response, name in RESPONSES:
            if response == kind:
                for value in _frequent(found.responses.get((kind, name), []), found):
                    yield Item(category, _response(registry, kind, name, value), Dimension.ENGAGEMENT)


def _response(registry: Registry, kind: str, name: str, value: str) -> Node:
    prop = registry.required_property((kind,), name)
    op = "contains" if name == PAGES else "has" if prop.type is FieldType.LIST else "eq"
    return ActivityTest((kind,), where=(FieldTest(name, op, value),))
