"""Changes of a version's JSON that concern its models and definitions: added, copied, put in another order, removed."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from scoring.engine.document import keys_of, models_of
from scoring.engine.reader import slug
from scoring.engine.spec import Address


Json = dict[str, Any]


def model_at(document: Json, key: str) -> Json | None:
    """Return the model of that key, the document itself for ""; None where there is none."""
    return next((model for model in models_of(document) if model.get("key", "") == key), None)


def light_at(document: Json, address: Address) -> Json | None:
    """Return the definition at the address: the condition with its nearness; None where there is none."""
    model = model_at(document, address.model)
    if model is None or not address.definition:
        return model and model["light"]
    return definition_at(model, address.definition)


def owner_of(document: Json, key: str) -> Json | None:
    """Return the model that has the group or the criterion of that key."""
    for model in models_of(document):
        for group in model["groups"]:
            if key == group["key"] or any(key == each["key"] for each in group["criteria"]):
                return model
    return None


def criteria_of(model: Json) -> Iterator[tuple[Json, Json]]:
    """Yield each criterion of the model with its group."""
    for group in model["groups"]:
        for criterion in group["criteria"]:
            yield group, criterion


def group_in(model: Json, *, key: str, label: Json, dimension: str) -> Json:
    """Return the model's group of that key, added as the last one if it is not there yet."""
    found: Json | None = next((group for group in model["groups"] if group["key"] == key), None)
    if found is None:
        found = {"key": key, "label": label, "dimension": dimension, "cap": None, "criteria": []}
        model["groups"].append(found)
    return found


def add_model(document: Json, *, label: Json, condition: Json, source: Json | None) -> Json:
    """Add a model after the other special ones and return it: a copy, or without criteria but graded as the default.

    Groups and criteria of a copy get keys of their own: a key stands for one rule, whose record is followed by it.
    """
    models = document.setdefault("models", [])
    base = deepcopy(source if source is not None else document)
    if source is None:
        base["light"].pop("teams", None)
    model = {
        "key": _key(label, [each["key"] for each in models]),
        "label": label,
        "condition": condition,
        **{name: base[name] for name in ("weights", "grid", "light")},
        "groups": _copied(base["groups"], keys_of(document)) if source is not None else [],
    }
    models.append(model)
    return model


def _copied(groups: list[Json], taken: list[str]) -> list[Json]:
    for group in groups:
        for item in (group, *group["criteria"]):
            item["key"] = slug(item["label"]["en"] or item["label"]["es"], taken=taken)
            taken.append(item["key"])
    return groups


def remove_model(document: Json, key: str) -> None:
    """Take the special model out; its leads have the next one whose condition holds."""
    document["models"] = [model for model in document.get("models", []) if model["key"] != key]
    if not document["models"]:
        del document["models"]


def put_definition(model: Json, key: str, values: Json) -> Json:
    """Change the definition of that key, or add one at the end for "" and return it."""
    teams = model["light"].setdefault("teams", [])
    found: Json | None = next((team for team in teams if team["key"] == key), None)
    if found is None:
        found = {"key": key or _key(values["label"], [team["key"] for team in teams])}
        teams.append(found)
    found.update(values)
    return found


def definition_at(model: Json, key: str) -> Json | None:
    """Return the definition of that key in the model."""
    return next((team for team in model["light"].get("teams", []) if team["key"] == key), None)


def remove_definition(model: Json, key: str) -> None:
    """Take the definition out."""
    teams = [team for team in model["light"].get("teams", []) if team["key"] != key]
    model["light"]["teams"] = teams
    if not teams:
        del model["light"]["teams"]


def move(items: list[Json], key: str, steps: int) -> None:
    """Put the one of that key so many places later, or earlier; beyond the ends it stays."""
    place = next((at for at, item in enumerate(items) if item["key"] == key), None)
    if place is not None and 0 <= place + steps < len(items):
        items.insert(place + steps, items.pop(place))


def _key(label: Json, taken: list[str]) -> str:
    # "new" is an address of its own.
    return slug(label["en"] or label["es"], taken=[*taken, "new"])
