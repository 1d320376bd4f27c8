"""Models and moments that scoring's tests share."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from scoring import defaults
from scoring.models import ScoringModel
from scoring.services import drafts, publish


AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def criterion(key: str, points: float, condition: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "label": {"en": key, "es": key}, "points": points, "condition": condition} | more


def group(key: str, dimension: str, *criteria: dict[str, Any], cap: float | None = None) -> dict[str, Any]:
    return {
        "key": key,
        "label": {"en": key, "es": key},
        "dimension": dimension,
        "cap": cap,
        "criteria": list(criteria),
    }


PHONE = {"field": "person.phone", "op": "is_not_empty"}
TITLE = {"field": "person.job_title", "op": "contains", "value": "director"}


def small_model(**more: Any) -> dict[str, Any]:
    """Phone 40 and title 40 of fit; 30 an inquiry, halved every 10 days; green from grade B with an e-mail."""
    return {
        "name": "Small",
        "weights": {"fit": 50, "engagement": 50},
        "grid": {"fit": [40, 80], "engagement": [30], "cells": [["D", "C"], ["C", "B"], ["B", "A"]]},
        "light": {
            "condition": {
                "all": [
                    {"field": "score.grade", "op": "in", "value": ["A", "B"]},
                    {"field": "person.email", "op": "is_not_empty"},
                ]
            },
            "near_points": 10,
        },
        "groups": [
            group("person", "fit", criterion("phone", 40, PHONE), criterion("title", 40, TITLE)),
            group(
                "inquiries",
                "engagement",
                criterion("inquiry", 30, {"activity": "inquiry"}, mode="per_activity", half_life_days=10),
            ),
        ],
    } | more


def make_live(document: dict[str, Any] | None = None, *, at: datetime = AT) -> ScoringModel:
    """Make a document live, the small model unless given, as a signed publication would."""
    drafts.save(document=document or small_model(), by=None, at=at)
    return publish.publish(by=None, at=at)[0]


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def publish_model(in_scope: Any) -> Callable[..., ScoringModel]:
    """Return ``make_live``, in Acme's scope."""
    return make_live


@pytest.fixture
def default_model(in_scope: Any) -> None:
    defaults.create(language="en", by=None, at=AT)
