"""A model as large as a careful company's: 20 rules about the lead, 12 about what it did, most of them fading."""

from collections.abc import Iterator
from typing import Any

from scoring.defaults import GREEN


Json = dict[str, Any]
TITLES = ("director", "gerente", "ceo", "comercial", "compras", "arquitect")
INDUSTRIES = ("construction", "hotels", "retail")
PAGES = ("/precios", "/precios/1", "/precios/2", "/precios/4")


def document(*, more: float = 1) -> Json:
    """Return the model's document; its rules ask what the filled leads have, so that many of them hold.

    What leads did is worth ``more`` times as much.
    """
    return {
        "name": "Bench",
        "weights": {"fit": 50, "engagement": 50},
        "grid": {
            "fit": [25, 45, 65],
            "engagement": [15, 35, 60],
            "cells": [["D", "D", "C", "C"], ["D", "C", "C", "B"], ["C", "C", "B", "A"], ["C", "B", "A", "A"]],
        },
        "light": {"condition": GREEN, "near_points": 10},
        "groups": [
            _group("about", "fit", list(_about())),
            _group("did", "engagement", [{**rule, "points": rule["points"] * more} for rule in _did()]),
        ],
    }


def _group(key: str, dimension: str, criteria: list[Json]) -> Json:
    return {"key": key, "label": key, "dimension": dimension, "cap": None, "criteria": criteria}


def _criterion(key: str, points: float, condition: Json, **more: Any) -> Json:
    return {"key": key, "label": key, "points": points, "condition": condition, **more}


def _about() -> Iterator[Json]:
    """Yield 20 rules: six texts, nine comparisons, five of whether something is known."""
    for title in TITLES:
        yield _criterion(f"title_{title}", 6, {"field": "person.job_title", "op": "contains", "value": title})
    for industry in INDUSTRIES:
        yield _criterion(
            f"industry_{industry}", 5, {"field": "company.industry", "op": "eq", "value": industry}
        )
    for size in (50, 200, 600):
        yield _criterion(f"size_{size}", 4, {"field": "company.employees", "op": "gte", "value": size})
    yield _criterion("country", 5, {"field": "company.country", "op": "in", "value": ["ES", "PT"]})
    yield _criterion("far", -5, {"field": "company.country", "op": "in", "value": ["US", "MX"]})
    yield _criterion("budget", 8, {"field": "qualification.budget", "op": "gte", "value": 20_000})
    for field in ("person.email", "person.phone", "company.company", "company.domain", "company.employees"):
        name = field.partition(".")[2]
        yield _criterion(f"{name}_known", 3, {"field": field, "op": "is_not_empty"})


def _did() -> Iterator[Json]:
    """Yield 12 rules: eight that count and fade, four that ask how often in a window."""
    fading = {"mode": "per_activity", "half_life_days": 30, "window_days": 120, "cap": 30}
    yield _criterion("inquiry", 20, {"activity": "inquiry"}, **fading)
    yield _criterion("download", 8, {"activity": "download"}, **fading)
    yield _criterion("clicked", 6, {"activity": "email_clicked"}, **fading)
    yield _criterion("opened", 2, {"activity": "email_opened"}, **fading)
    for place, page in enumerate(PAGES):
        viewed = {"activity": "page_view", "where": {"url": {"contains": page}}}
        yield _criterion(f"page_{place}", 3, viewed, **fading)
    for kind, times, days in (
        ("page_view", 3, 30),
        ("page_view", 1, 7),
        ("inquiry", 2, 90),
        ("email_clicked", 1, 14),
    ):
        asked = {"activity": kind, "at_least": times, "within_days": days}
        yield _criterion(f"{kind}_{times}_{days}", 5, asked)
