"""The form editor of a condition: rows for a flat list of field tests, a JSON text for everything else.

Works by submit buttons alone: add, remove and update come back as a page with nothing saved. A view does:

    data = request.POST if request.method == "POST" else None
    editor = ConditionEditor(registry, tree=segment.rule, data=data)
    if editor.is_submitted and editor.is_valid():
        …save editor.tree
    return render(…, {"editor": editor})     # {% include "components/conditions.html" %}
"""

import json
import re
from contextlib import suppress

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conditions.describe import describe_html
from conditions.faults import ConditionError
from conditions.nodes import Group, Json, Node, to_json
from conditions.operators import OPERATORS
from conditions.parse import parse, parse_text
from conditions.registry import Label, Registry
from conditions.row_form import Pairs, RowForm
from conditions.rows import MAX_ROWS, Row, fits_rows, posted_rows, rows_of, tree_of


FAULT_OF_ROW = re.compile(r"\$\.(?:all|any)\[(\d+)\]")


class ConditionEditor:
    """A form for one condition. ``tree`` is what is stored; ``data`` what was posted, if anything was.

    ``refresh_url`` lets the row buttons fetch the editor alone, where the page's view answers htmx with
    ``components/conditions.html``; without it they submit the page.
    """

    def __init__(
        self,
        registry: Registry,
        *,
        tree: Json | None = None,
        data: QueryDict | None = None,
        prefix: str = "cond",
        refresh_url: str = "",
    ) -> None:
        self.registry = registry
        self.prefix = prefix
        self.refresh_url = refresh_url
        self.data = data
        self.mode = "all"
        self.json_text: str | None = None
        self.errors: list[str] = []
        self.node: Node | None = None
        self._rows: list[Row] = []
        self._faults: dict[int, list[str]] = {}
        if data is None:
            self._show(tree or {"all": []})
        else:
            self._take(data)
            self._press(data)

    @property
    def is_json(self) -> bool:
        """Whether the condition is shown as a JSON text."""
        return self.json_text is not None

    @property
    def is_changing(self) -> bool:
        """Whether one of the editor's own buttons was pressed: show the page again, save nothing."""
        actions = ("add", "remove", "refresh", "to-json", "to-list")
        return self.data is not None and any(self._name(action) in self.data for action in actions)

    @property
    def is_submitted(self) -> bool:
        """Whether the form was posted to be saved."""
        return self.data is not None and not self.is_changing

    @property
    def tree(self) -> Json:
        """The condition as JSON, after ``is_valid``."""
        if self.node is None:
            raise ValueError("The condition was not valid.")
        return to_json(self.node)

    @property
    def sentence(self) -> SafeString | None:
        """The condition as it reads, while it can be read and says something."""
        is_empty = isinstance(self.node, Group) and not self.node.children
        return describe_html(self.node, self.registry) if self.node and not is_empty else None

    @property
    def rows(self) -> list[RowForm]:
        """The rows for the template, with their faults."""
        return [
            RowForm(
                name=self._name(str(place)),
                number=place + 1,
                row=row,
                field=self.registry.field_named(row.field),
                errors=self._faults.get(place, []),
            )
            for place, row in enumerate(self._rows)
        ]

    @property
    def field_groups(self) -> list[tuple[Label, Pairs]]:
        """The fields under their categories, in the registry's order."""
        groups: dict[str, Pairs] = {category: [] for category in self.registry.categories}
        for item in self.registry.fields:
            groups.setdefault(item.category, []).append((item.name, str(item.label)))
        return [(self.registry.categories.get(key, key), pairs) for key, pairs in groups.items() if pairs]

    def is_valid(self) -> bool:
        """Read what was posted, keep its tree or its faults."""
        self.errors, self._faults, self.node = [], {}, None
        try:
            self.node = self._parsed()
        except ConditionError as refusal:
            for fault in refusal.errors:
                self._keep(fault)
        return self.node is not None

    def _parsed(self) -> Node:
        if self.json_text is not None:
            return parse_text(self.json_text, self.registry)
        return parse(tree_of(self.mode, self._rows, self.registry), self.registry)

    def _name(self, part: str) -> str:
        return f"{self.prefix}-{part}"

    def _show(self, tree: Json) -> None:
        """Show a stored tree: as rows if they would give it back unchanged, else as JSON."""
        try:
            node = parse(tree, self.registry, check_choices=False)
        except ConditionError as refusal:
            self.json_text = _pretty(tree)
            self.errors = [f"{fault['path']}: {fault['message']}" for fault in refusal.errors]
            return
        self.node = node
        if fits_rows(node, self.registry):
            self.mode = node.mode if isinstance(node, Group) else "all"
            self._rows = rows_of(node)
        else:
            self.json_text = _pretty(to_json(node))

    def _take(self, data: QueryDict) -> None:
        """Take what was posted, as it stands."""
        self.mode = "any" if data.get(self._name("mode")) == "any" else "all"
        self.json_text = data.get(self._name("json"))
        self._rows = [self._settled(row) for row in posted_rows(data, self.prefix)]

    def _press(self, data: QueryDict) -> None:
        """Do what the pressed button asks, if it was one of ours."""
        if self._name("remove") in data:
            self._remove(data.get(self._name("remove"), ""))
        if self._name("add") in data:
            self._add(data.get(self._name("new"), ""))
        if self._name("to-json") in data and self.json_text is None:
            self.json_text = _pretty(tree_of(self.mode, self._rows, self.registry))
        if self._name("to-list") in data and self.json_text is not None:
            self._become_rows(self.json_text)
        if self.is_changing:
            with suppress(ConditionError):  # half-filled rows are no fault yet; there is just no sentence
                self.node = self._parsed()

    def _settled(self, row: Row) -> Row:
        """Give a row whose field was changed the first operator of its new type, and no value."""
        item = self.registry.field_named(row.field)
        if item is None or row.op in OPERATORS[item.type]:
            return row
        return Row(row.field, next(iter(OPERATORS[item.type])))

    def _add(self, name: str) -> None:
        if len(self._rows) >= MAX_ROWS:
            self.errors = [_("A list may have at most %(most)d conditions.") % {"most": MAX_ROWS}]
        elif self.registry.field_named(name):
            self._rows.append(self._settled(Row(name)))

    def _remove(self, place: str) -> None:
        if place.isdecimal() and int(place) < len(self._rows):
            del self._rows[int(place)]

    def _become_rows(self, text: str) -> None:
        if not self.is_valid() or self.node is None:
            return
        if not fits_rows(self.node, self.registry):
            self.errors = [_("Only a list of tests of fields can be edited as rows.")]
            return
        self.json_text = None
        self._show(json.loads(text))

    def _keep(self, fault: dict[str, str]) -> None:
        """Put a fault at its row; in a JSON text it keeps its path."""
        match = FAULT_OF_ROW.match(fault["path"])
        if self.json_text is None and match:
            self._faults.setdefault(int(match[1]), []).append(fault["message"])
        else:
            self.errors.append(f"{fault['path']}: {fault['message']}")


def _pretty(tree: Json) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2)
