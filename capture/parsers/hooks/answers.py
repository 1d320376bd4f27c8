"""A tree as a flat list of answers: where each value stands, what it was asked as, what it is. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.text import clean


MOST = 1500
DEEPEST = 40
# Names and paths longer than that are no names; cut, so that nothing is slow on them.
LONGEST, LONGEST_PATH = 200, 300
# Lists of questions and answers, as {name, value} and the like: what names the answer, what it is shown as, what it is.
NAMES = (
    "column_id",
    "column_name",
    "name",
    "key",
    "ref",
    "question_id",
    "questionId",
    "subscriptionTypeId",
    "id",
    "field",
    "fieldName",
    "question",
    "title",
    "heading",
)
LABELS = (
    "column_name",
    "question",
    "heading",
    "title",
    "label",
    "name",
    "key",
    "field",
    "fieldName",
    "text",
    "column_id",
)
VALUES = (
    "string_value",
    "value",
    "values",
    "answer",
    "answers",
    "answerDetails",
    "response",
    "text",
    "field_value",
)
MOST_KEYS = 12
# What holds questions by their number or name, and what a question with its answer has.
HOLDERS = {"fields", "answers", "questions"}
THINGS = {"company", "organization", "organisation", "org", "empresa", "business", "account", "form", "campaign",
          "page", "site", "list", "product", "event", "ad", "adset", "owner", "workflow", "plan", "team"}  # fmt: skip
LABELLED, ANSWERED = {"label", "name", "title", "question", "key"}, {"value", "answer"}
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NUMBERED = re.compile(r"^q\d+_")
DATE = ({"year", "month", "day"}, ("year", "month", "day"), "-")
PHONE = ({"area", "phone"}, ("country", "area", "phone"), " ")
JOINED = (DATE, PHONE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One value: ``path`` as a mapping names it, ``names`` by which its meaning may be guessed, the best first."""

    path: str
    label: str
    value: Any
    names: tuple[str, ...] = ()
    is_pair: bool = False


@dataclass
class _Walk:
    """One pass over a tree; ``titles`` are questions by their id, wherever the tree lists them."""

    titles: Mapping[str, str]
    found: list[Answer] = field(default_factory=list)

    def into(self, node: Any, path: str, names: tuple[str, ...], depth: int = 0) -> None:
        if len(self.found) >= MOST or depth > DEEPEST:
            return
        if isinstance(node, dict):
            self._object(node, path, names, depth)
        elif isinstance(node, list):
            self._list(node, path, names, depth)
        elif node not in (None, ""):
            self.found.append(Answer(path, _shown(names), node, _guessable(names)))

    def _object(self, node: dict[str, Any], path: str, names: tuple[str, ...], depth: int) -> None:
        for wanted, order, glue in JOINED:
            if wanted <= node.keys() and all(_is_plain(node[key]) for key in wanted):
                text = glue.join(str(node[key]) for key in order if node.get(key))
                if text:
                    self.found.append(Answer(path, _shown(names), text, _guessable(names)))
                return
        for key, value in node.items():
            name = key[:LONGEST]
            if self._asked(value, key, path, names):
                continue
            below = f"{path}.{name}" if path else name
            if not path and _is_plain(value) and (title := self.titles.get(key, "")):
                self.found += _titled(value, below[:LONGEST_PATH], title, _guessable((*names, name)))
                continue
            self.into(value, below[:LONGEST_PATH], (*names, name), depth + 1)

    def _asked(self, value: Any, key: str, path: str, names: tuple[str, ...]) -> bool:
        """Take ``{"3": {"label": …, "value": …}}``, a question with its answer under its number."""
        if not isinstance(value, dict) or not (key.isdecimal() or (names and names[-1] in HOLDERS)):
            return False
        if (
            not LABELLED & value.keys()
            or not ANSWERED & value.keys()
            or not (pair := _pair(value, self.titles))
        ):
            return False
        if pair[2] not in (None, ""):
            name, label, told = pair
            asked = (label, *_guessable((*names, name)))
            self.found.append(Answer(f"{path}[{name}]", label, told, asked, is_pair=True))
        return True

    def _list(self, node: list[Any], path: str, names: tuple[str, ...], depth: int) -> None:
        if all(_is_plain(item) for item in node):
            text = ", ".join(str(item) for item in node if item not in (None, ""))
            if text:
                self.found.append(Answer(path, _shown(names), text, _guessable(names)))
            return
        for place, item in enumerate(node):
            if pair := _pair(item, self.titles):
                name, label, value = pair
                if value not in (None, ""):
                    asked = (
                        _guessable((*names, label)) if name == label else (label, *_guessable((*names, name)))
                    )
                    self.found.append(Answer(f"{path}[{name}]", label, value, asked, is_pair=True))
            else:
                self.into(item, f"{path}[{place}]", names, depth + 1)


def of(tree: Any) -> list[Answer]:
    """Return the values of the tree, at most 1,500, in its order; empty ones are left out.

    Paths: ``a.b`` for objects, ``a[2].b`` for lists, ``a[EMAIL]`` for lists of questions and answers.
    """
    walk = _Walk(dict(_titles(tree)))
    walk.into(tree, "", ())
    return walk.found


def dig(tree: Any, path: str) -> Any:
    """Return what stands at ``a.b.0.c``; None if nothing does."""
    if isinstance(tree, dict) and path in tree:
        return tree[path]
    for part in path.split(".") if path else ():
        if isinstance(tree, dict):
            tree = tree.get(part)
        elif isinstance(tree, list) and part.isdecimal() and int(part) < len(tree):
            tree = tree[int(part)]
        else:
            return None
    return tree


def items(tree: Any, path: str) -> list[Any]:
    """Return the leads of a post: ``entry[].changes[].value``; the whole tree for an empty path."""
    found = [tree]
    for part in path.split(".") if path else ():
        name, _bracket, _rest = part.partition("[]")
        found = [dig(one, name) if name else one for one in found]
        if part.endswith("[]"):
            found = [inner for one in found for inner in (one if isinstance(one, list) else [one])]
    return [one for one in found if one is not None]


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _titles(tree: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the id and title of everything that has both, as lists of questions do."""
    if depth > DEEPEST:
        return
    if isinstance(tree, dict):
        title = next(
            (
                tree[key]
                for key in ("title", "label", "question", "Title", "Label")
                if isinstance(tree.get(key), str)
            ),
            "",
        )
        yield from _titles_in_form(tree)
        for key in ("id", "ref", "questionId", "ID"):
            if title and isinstance(tree.get(key), str | int):
                yield str(tree[key]), title
        tree = list(tree.values())
    if isinstance(tree, list):
        for item in tree:
            yield from _titles(item, depth + 1)


def _titles_in_form(tree: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield ``fields.x.value`` with what ``fields.x.title`` says, as forms with brackets have it."""
    for key, title in tree.items():
        before, _dot, last = key.rpartition(".")
        if before and last in {"title", "label"} and isinstance(title, str) and f"{before}.value" in tree:
            yield f"{before}.value", title


def _titled(value: Any, path: str, title: str, names: tuple[str, ...]) -> list[Answer]:
    """Return the value as an answer to the question of that title; nothing if it is empty."""
    return [] if value in (None, "") else [Answer(path, clean(title)[:200], value, (title, *names))]


def are_leads(items: Any) -> bool:
    """Say whether a list holds people rather than the answers of one."""
    return isinstance(items, list) and all(isinstance(one, dict) and not _pair(one, {}) for one in items)


def _pair(item: Any, titles: Mapping[str, str]) -> tuple[str, str, Any] | None:
    """Return name, label and value of a question with its answer; None if it is something else."""
    if not isinstance(item, dict) or not 1 < len(item) <= MOST_KEYS:
        return None
    own = item.get("field")
    asked = {**item, **own} if isinstance(own, dict) else item
    # {"type": "email", "email": …}: the type says under which name the value stands
    kind = item.get("type")
    is_kind = isinstance(kind, str) and kind in item and "value" not in item
    keys = (kind, *VALUES) if is_kind else VALUES
    key = next((key for key in keys if key in item), "")
    named = [name for name in NAMES if name != key and isinstance(asked.get(name), str | int)]
    if not key or not named and not isinstance(asked.get("label"), str):
        return None
    value = _value(item[key])
    if value is None and item[key] not in (None, "", [], {}):
        return None
    name = str(asked[named[0]] if named else asked["label"])
    title = next((titles[str(asked[one])] for one in named if str(asked[one]) in titles), "")
    shown = next(
        (str(asked[one]) for one in LABELS if one != key and isinstance(asked.get(one), str) and asked[one]),
        "",
    )
    return clean(name)[:100], clean(title or shown or name)[:200], value


def _value(value: Any, depth: int = 0) -> Any:
    """Return an answer as text: choices joined, and what lies alone inside objects; None if it is a structure."""
    if _is_plain(value):
        return value
    if isinstance(value, list):
        parts = [_value(item, depth + 1) for item in value] if depth < 4 else [None]
        return None if None in parts else ", ".join(str(part) for part in parts)
    if not isinstance(value, dict) or depth >= 4:
        return None
    for key in ("labels", "label", "value", "text", "name", "title", "answer"):
        if key in value:
            return _value(value[key], depth + 1)
    inner = [item for item in value.values() if item not in (None, "", [], {})]
    return _value(inner[0], depth + 1) if len(inner) == 1 else None


def words(name: str) -> str:
    """Return a name in words: ``q3_studentsName`` is "students Name"."""
    return CAMEL.sub(" ", NUMBERED.sub("", name[:LONGEST])).replace("_", " ").replace("-", " ").strip()


def _shown(names: tuple[str, ...]) -> str:
    parts = ".".join(names).split(".")
    shown = parts[-2] if parts[-1] in VALUES and len(parts) > 1 else parts[-1]
    return clean(words(shown) if NUMBERED.match(shown) else shown)[:200]


def _guessable(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return by what a value may be known: its own name, with its parent's last word, its parent's."""
    if not names:
        return ()
    own = names[-1].rpartition(".")[2]
    parent = ".".join(names)[: -len(own)].rstrip(".").rpartition(".")[2]
    last = words(parent).rpartition(" ")[2]
    told = (words(own), f"{words(own)} {last}".strip())
    if own.lower() == "name" and last.lower() in THINGS:
        # {"company": {"name": …}}: nobody's name
        return (f"{last} name",)
    return (words(parent), *told) if own in {*VALUES, "full", "id"} and parent else told
