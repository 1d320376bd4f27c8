"""Versions with several models and definitions, for tests, and leads scored by them."""

from typing import Any

from leads.models import Lead, LeadRank
from scoring.services import rescore
from tests.factories.leads import make_lead
from tests.scoring.conftest import AT, PHONE, criterion, group, small_model


SPAIN = {"field": "company.country", "op": "eq", "value": "ES"}
BIG = {"field": "company.employees", "op": "gte", "value": 50}
EMAIL = {"field": "person.email", "op": "is_not_empty"}


def special(key: str, condition: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A model in which a phone is worth 90 of fit and grade B is reached by it alone; green by an e-mail."""
    return {
        "key": key,
        "label": {"en": key.title(), "es": key.title()},
        "condition": condition,
        "weights": {"fit": 100, "engagement": 0},
        "grid": {"fit": [50], "engagement": [], "cells": [["D"], ["B"]]},
        "light": {"condition": {"all": [EMAIL]}, "near_points": 5},
        "groups": [group(f"{key}_person", "fit", criterion(f"{key}_phone", 90, PHONE))],
    } | more


def team(key: str, when: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A definition of green that asks for a phone."""
    return {
        "key": key,
        "label": {"en": key.title(), "es": key.title()},
        "team": None,
        "when": when,
        "condition": {"all": [PHONE]},
        "near_points": 3,
    } | more


def version(
    *models: dict[str, Any], teams: list[dict[str, Any]] | None = None, **more: Any
) -> dict[str, Any]:
    """The small model as the default one, with these beside it."""
    document = small_model(**more)
    if models:
        document["models"] = list(models)
    if teams:
        document["light"]["teams"] = teams
    return document


def scored(**facts: Any) -> tuple[Lead, LeadRank]:
    """Make a lead with a phone and score it by what is live; return it and where it stands."""
    lead = make_lead(email=f"a{Lead.objects.count()}@x.es", phone="+34600000147", **facts)
    rescore.score(lead_ids=[lead.pk], at=AT)
    return lead, LeadRank.objects.get(pk=lead.pk)
