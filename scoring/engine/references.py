"""Where a document names fields, choices and teams: what may be gone later, and whose label says where."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Reference(NamedTuple):
    """A place of a document that names something.

    ``path`` is what is read leniently if it did not change, ``asks`` what of it names something; ``address`` finds the
    same place in another document, by keys; ``given`` is all that counts as a change; ``owner`` is the part's JSON with
    its label, ``model`` that of its model.
    """

    path: str
    asks: str
    address: tuple[object, ...]
    given: object
    owner: Mapping[str, Any]
    model: Mapping[str, Any]

    @property
    def is_light(self) -> bool:
        """Whether a model's own light stands here, which has no label."""
        return self.address[0] == "light" and self.address[-1] is None

    def covers(self, path: str) -> bool:
        """Say whether a fault at the path lies in what is asked here."""
        return path == self.asks or path.startswith((f"{self.asks}.", f"{self.asks}["))


def references(document: object) -> Iterator[Reference]:
    """Yield every reference, model by model; what has no shape is passed over, for the reader to refuse."""
    if not isinstance(document, Mapping):
        return
    yield from _of_part(document, "$", "")
    for path, model in _listed(document, "models", "$"):
        key = model.get("key")
        yield _plain(f"{path}.condition", ("model", key), model.get("condition"), model, model)
        yield from _of_part(model, path, key)


def kept(document: object, stored: object) -> frozenset[str]:
    """Return the paths of the document whose references stand in the stored one too, word by word."""
    before = {each.address: _written(each.given) for each in references(stored)}
    return frozenset(
        each.path for each in references(document) if before.get(each.address) == _written(each.given)
    )


def _of_part(part: Mapping[str, Any], path: str, key: object) -> Iterator[Reference]:
    for group_path, group in _listed(part, "groups", path):
        for at, criterion in _listed(group, "criteria", group_path):
            address = ("criterion", criterion.get("key"))
            yield Reference(at, f"{at}.condition", address, _counting(criterion), criterion, part)
    light = part.get("light")
    if not isinstance(light, Mapping):
        return
    for at, team in _listed(light, "teams", f"{path}.light"):
        name = (key, team.get("key"))
        yield _plain(f"{at}.when", ("when", *name), team.get("when"), team, part)
        yield _plain(f"{at}.condition", ("light", *name), team.get("condition"), team, part)
        yield _plain(f"{at}.team", ("team", *name), team.get("team"), team, part)
    yield _plain(f"{path}.light.condition", ("light", key, None), light.get("condition"), light, part)


def _plain(
    path: str, address: tuple[object, ...], given: object, owner: Mapping[str, Any], model: Mapping[str, Any]
) -> Reference:
    return Reference(path, path, address, given, owner, model)


def _counting(criterion: Mapping[str, Any]) -> list[object]:
    """Return what is not looked at in a broken criterion: with its condition, how it counts."""
    mode = criterion.get("mode", "per_lead")
    return [criterion.get("condition"), mode, criterion.get("window_days"), criterion.get("half_life_days")]


def _listed(part: Mapping[str, Any], name: str, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    items = part.get(name)
    for place, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, Mapping):
            yield f"{path}.{name}[{place}]", item


def _written(given: object) -> str:
    # As text, since True is 1 to Python and not to a condition.
    return json.dumps(given, sort_keys=True, default=str)
