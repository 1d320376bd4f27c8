"""From a draft to what the templates of the editor draw: names, numbers, offers, faults and the focus."""

from dataclasses import dataclass, field

from conditions import posted
from conditions.drafts import Branch, Event, Item, Path, depth, known
from conditions.item_forms import BranchForm, EventForm
from conditions.parse import MAX_DEPTH
from conditions.registry import Registry
from conditions.row_form import Pairs, RowForm


@dataclass(slots=True)
class Marks:
    """What is wrong, by path and row of properties; where the focus goes, there or to the menu that adds."""

    errors: dict[tuple[Path, int | None], list[str]] = field(default_factory=dict)
    focus: tuple[Path, int | None] | None = None
    adds: Path | None = None


class Drawing:
    """Draws one draft."""

    def __init__(self, registry: Registry, prefix: str, marks: Marks) -> None:
        self._registry = registry
        self._prefix = prefix
        self._marks = marks
        self._kinds: Pairs = [(kind.name, str(kind.label)) for kind in registry.activities]

    def root(self, branch: Branch) -> BranchForm:
        """Return the whole condition."""
        self._root = branch
        return self._branch(branch, (), 0)

    def _item(self, item: Item, path: Path) -> RowForm | EventForm | BranchForm:
        number = path[-1] + 1
        match item:
            case Branch():
                return self._branch(item, path, number)
            case Event():
                return self._event(item, path, number)
        return RowForm(
            name=posted.name_of(self._prefix, path),
            number=number,
            row=item,
            field=self._registry.field_named(item.field),
            errors=self._errors(path),
            path=posted.written(path),
            is_new=self._marks.focus == (path, None),
        )

    def _branch(self, branch: Branch, path: Path, number: int) -> BranchForm:
        return BranchForm(
            name=posted.name_of(self._prefix, path),
            path=posted.written(path),
            number=number,
            branch=branch,
            items=[self._item(item, (*path, place)) for place, item in enumerate(branch.items)],
            # a new group is one level, what stands in it another
            may_nest=depth(path, self._root) + 2 <= MAX_DEPTH,
            errors=self._errors(path),
            is_new=self._marks.focus == (path, None),
            adds=self._marks.adds == path,
        )

    def _event(self, event: Event, path: Path, number: int) -> EventForm:
        return EventForm(
            name=posted.name_of(self._prefix, path),
            path=posted.written(path),
            number=number,
            event=event,
            kinds=self._kinds,
            properties=properties_of(event, self._registry),
            where=[self._property(event, path, place) for place in range(len(event.where))],
            errors=self._errors(path),
            is_new=self._marks.focus == (path, None),
        )

    def _property(self, event: Event, path: Path, place: int) -> RowForm:
        row = event.where[place]
        is_known = known(event, self._registry)
        return RowForm(
            name=posted.name_of(self._prefix, path, f"where{place}"),
            number=place + 1,
            row=row,
            field=self._registry.property_of(event.kinds, row.field) if is_known else None,
            errors=self._errors(path, place),
            path=f"{posted.written(path)}.{place}",
            properties=properties_of(event, self._registry),
            is_new=self._marks.focus == (path, place),
        )

    def _errors(self, path: Path, row: int | None = None) -> list[str]:
        return self._marks.errors.get((path, row), [])


def properties_of(event: Event, registry: Registry) -> Pairs:
    """Return the properties that all kinds of the event have."""
    if not known(event, registry):
        return []
    first = registry.kind(event.kinds[0])
    return [
        (prop.name, str(prop.label))
        for prop in first.properties
        if registry.property_of(event.kinds, prop.name) is not None
    ]
