"""The form editor of a condition: groups within groups, tests of fields, and how often something happened.

Works by submit buttons alone: add, remove and update come back as a page with nothing saved. What it cannot
show (a negation of a negation, a field that is gone) is edited as JSON. A view does:

    data = request.POST if request.method == "POST" else None
    editor = ConditionEditor(registry, tree=segment.rule, data=data)
    if editor.is_submitted and editor.is_valid():
        …save editor.tree
    return render(…, {"editor": editor})     # {% include "components/conditions.html" %}
"""

import json
from contextlib import suppress
from functools import cached_property

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conditions import drafts, editing, posted
from conditions.describe import describe_html
from conditions.drafts import Branch, Item, Path
from conditions.drawing import Drawing, Marks
from conditions.faults import ConditionError
from conditions.item_forms import BranchForm
from conditions.nodes import Group, Json, Node, to_json
from conditions.parse import parse, parse_text
from conditions.placing import placed
from conditions.registry import Label, Registry
from conditions.row_form import Pairs


class ConditionEditor:
    """A form for one condition. ``tree`` is what is stored; ``data`` what was posted, if anything was.

    ``refresh_url`` lets the buttons fetch the editor alone, where the page's view answers htmx with
    ``components/conditions.html``; without it they submit the page. With ``unwraps`` a list of one test is
    given back as that test alone, which some callers ask for.
    """

    def __init__(
        self,
        registry: Registry,
        *,
        tree: Json | None = None,
        data: QueryDict | None = None,
        prefix: str = "cond",
        refresh_url: str = "",
        unwraps: bool = False,
    ) -> None:
        self.registry = registry
        self.prefix = prefix
        self.refresh_url = refresh_url
        self.data = data
        self.unwraps = unwraps
        self.json_text: str | None = None
        self.errors: list[str] = []
        self.node: Node | None = None
        self.draft = Branch()
        self._marks = Marks()
        if data is None:
            self._show(tree or {"all": []})
        else:
            self._take(data)

    @property
    def is_json(self) -> bool:
        """Whether the condition is shown as a JSON text."""
        return self.json_text is not None

    @cached_property
    def is_changing(self) -> bool:
        """Whether one of the editor's own buttons was pressed: show the page again, save nothing."""
        return self.data is not None and editing.is_pressed(self.data, self.prefix)

    @property
    def is_submitted(self) -> bool:
        """Whether the form was posted to be saved."""
        return self.data is not None and not self.is_changing

    @property
    def tree(self) -> Json:
        """The condition as JSON, after ``is_valid``."""
        if self.node is None:
            raise ValueError("The condition was not valid.")
        node = self.node
        if self.unwraps and isinstance(node, Group) and len(node.children) == 1:
            node = node.children[0]
        return to_json(node)

    @property
    def current_node(self) -> Node | None:
        """The condition as it stands, or None while it cannot be read; no fault is noted."""
        if self.node is None:
            with suppress(ConditionError):
                self.node = self._parsed()
        return self.node

    @property
    def sentence(self) -> SafeString | None:
        """The condition as it reads, while it can be read and says something."""
        is_empty = isinstance(self.node, Group) and not self.node.children
        return describe_html(self.node, self.registry) if self.node and not is_empty else None

    @property
    def root(self) -> BranchForm:
        """The whole condition for the template, with its faults."""
        return Drawing(self.registry, self.prefix, self._marks).root(self.draft)

    @property
    def field_groups(self) -> list[tuple[Label, Pairs]]:
        """The fields under their categories, in the registry's order."""
        groups: dict[str, Pairs] = {category: [] for category in self.registry.categories}
        for item in self.registry.fields:
            groups.setdefault(item.category, []).append((item.name, str(item.label)))
        return [(self.registry.categories.get(key, key), pairs) for key, pairs in groups.items() if pairs]

    @property
    def events(self) -> Pairs:
        """What may be counted, as the menu of new conditions names it."""
        return [(f"{editing.EVENT}{kind.name}", str(kind.label)) for kind in self.registry.activities]

    def is_valid(self) -> bool:
        """Read what was posted, keep its tree or its faults."""
        self.errors, self.node = [], None
        self._marks.errors.clear()
        self._note_unfinished()
        try:
            node = self._parsed()
        except ConditionError as refusal:
            for fault in refusal.errors:
                self._keep(fault)
        else:
            self.node = None if self._marks.errors else node
        return self.node is not None

    def _parsed(self) -> Node:
        if self.json_text is not None:
            return parse_text(self.json_text, self.registry)
        return parse(drafts.branch_json(self.draft, self.registry), self.registry)

    def _show(self, tree: Json) -> None:
        """Show a stored tree: graphically if that would give it back unchanged, else as JSON."""
        try:
            node = parse(tree, self.registry, check_choices=False)
        except ConditionError as refusal:
            self.json_text = _pretty(tree)
            self.errors = [f"{fault['path']}: {fault['message']}" for fault in refusal.errors]
            return
        self.node = node
        if drafts.shows(node, self.registry):
            self.draft = drafts.draft_of(node)
        else:
            self.json_text = _pretty(to_json(node))

    def _take(self, data: QueryDict) -> None:
        """Take what was posted, as it stands, and do what the pressed button asks, if it was one of ours."""
        self.json_text = data.get(f"{self.prefix}-json")
        self.draft, places = posted.draft(data, self.prefix)
        editing.settle(self.draft, self.registry)
        if not self.is_changing:
            return
        if f"{self.prefix}-to-list" in data and self.json_text is not None:
            self._become_list(self.json_text)
        else:
            change = editing.press(self.draft, data, self.prefix, places, self.registry)
            self._marks.focus, self._marks.adds = change.focus, change.adds
            self.errors = change.errors
        if f"{self.prefix}-to-json" in data and self.json_text is None:
            self.json_text = _pretty(drafts.branch_json(self.draft, self.registry))
        if not self.errors:
            self._read_quietly()

    def _read_quietly(self) -> None:
        """Half-filled conditions are no fault yet; there is just no sentence."""
        with suppress(ConditionError):
            self.node = self._parsed()

    def _become_list(self, text: str) -> None:
        if not self.is_valid() or self.node is None:
            return
        if not drafts.shows(self.node, self.registry):
            self.errors = [_("This condition can only be edited as JSON.")]
            return
        self.json_text = None
        self._show(json.loads(text))

    def _note_unfinished(self) -> None:
        """Note what the parser would pass over: groups without a condition, properties asked twice."""
        if self.json_text is not None:
            return
        for path, branch in drafts.branches(self.draft):
            if path and not branch.items:
                self._mark(path, _("Add a condition to this group, or remove it."))
            for place, item in enumerate(branch.items):
                if editing.asks_twice(item):
                    self._mark((*path, place), _("The same is asked of a property twice."))

    def _keep(self, fault: dict[str, str]) -> None:
        """Put a fault at its item; in a JSON text it keeps its path."""
        if self.json_text is not None:
            self.errors.append(f"{fault['path']}: {fault['message']}")
            return
        path, row = placed(fault["path"], self._item)
        if path:
            self._mark(path, fault["message"], row=row)
        else:
            self.errors.append(fault["message"])

    def _item(self, path: Path) -> Item | None:
        return drafts.item_at(self.draft, path)

    def _mark(self, path: Path, message: str, *, row: int | None = None) -> None:
        messages = self._marks.errors.setdefault((path, row), [])
        if message not in messages:
            messages.append(message)


def _pretty(tree: Json) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2)
