"""The editor as a browser sees it: what it draws, and what would be posted."""

from html.parser import HTMLParser

from django.http import QueryDict
from django.template.loader import render_to_string

from conditions.editor import ConditionEditor
from conditions.row_form import RowForm
from tests.conditions.world import REGISTRY


SIZE = {"field": "size", "op": "gte", "value": 50}
NAME = {"field": "name", "op": "contains_any", "value": ["director", "gerente"]}
CALL = {"activity": "call"}
SEEN = {
    "activity": "page_view",
    "where": {"url": {"contains": "/precios"}},
    "at_least": 3,
    "within_days": 30,
}


class Controls(HTMLParser):
    """What a browser would post from a page: the successful controls of its HTML, in order."""

    def __init__(self, html):
        super().__init__()
        self.pairs, self.ids, self.labels, self.buttons = [], [], [], []
        self._select, self._textarea, self._multiple, self._first = None, None, False, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.labels += [attrs["for"]] if tag == "label" else []
        self.buttons += [attrs.get("name")] if tag == "button" else []
        if tag == "input" and (attrs.get("type") != "checkbox" or "checked" in attrs):
            self.pairs.append((attrs["name"], attrs.get("value") or ""))
        if tag == "select":
            self._select, self._multiple, self._first = attrs["name"], "multiple" in attrs, None
        if tag == "option":
            self._first = self._first if self._first is not None else attrs["value"]
            if "selected" in attrs:
                self.pairs.append((self._select, attrs["value"]))
                self._multiple = True
        if tag == "textarea":
            self._textarea = attrs["name"]
            self.pairs.append((self._textarea, ""))

    def handle_data(self, data):
        if self._textarea:
            self.pairs[-1] = (self._textarea, self.pairs[-1][1] + data)

    def handle_endtag(self, tag):
        if tag == "select" and not self._multiple and self._first is not None:
            self.pairs.append((self._select, self._first))
        self._textarea = None if tag == "textarea" else self._textarea


def drawn(editor):
    return render_to_string("components/conditions.html", {"editor": editor})


def posted(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data


def opened(tree):
    return ConditionEditor(REGISTRY, tree=tree)


def sent(pairs, *more):
    return ConditionEditor(REGISTRY, data=posted([*pairs, *more]))


def sent_back(tree, *more):
    """Open the tree, draw it, and post what the browser would."""
    return sent(Controls(drawn(opened(tree))).pairs, *more)


def rows(editor):
    """Return the tests of fields in the outermost group, as they are drawn."""
    return [item for item in editor.root.items if isinstance(item, RowForm)]


def in_order(tree):
    """Forget the order of choices: a page of check boxes posts them in its own."""
    return {mode: [_in_order(test) for test in tests] for mode, tests in tree.items()}


def _in_order(test):
    has_choices = REGISTRY.field_named(test["field"]).options() and isinstance(test.get("value"), list)
    return {**test, "value": sorted(test["value"])} if has_choices else test
