"""What a fresh workspace starts with in scoring: a model that grades the first inquiry, ready to be edited."""

from datetime import datetime
from typing import Any

from core.scope import current_workspace_id
from scoring import queries
from scoring.services import drafts, publish
from tenants.models import Workspace


FREE_MAIL = [
    "@gmail.",
    "@hotmail.",
    "@outlook.",
    "@yahoo.",
    "@icloud.",
    "@live.",
    "@msn.",
    "@proton.",
    "@protonmail.",
    "@gmx.",
    "@aol.",
]
DECIDERS = [
    "director",
    "directora",
    "gerente",
    "propietari",
    "dueñ",
    "fundador",
    "socio",
    "socia",
    "presidente",
    "ceo",
    "cfo",
    "cto",
    "coo",
    "chief",
    "owner",
    "founder",
    "partner",
    "president",
    "head of",
    "vp ",
    "vice president",
    "managing",
]


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Publish the default model in the workspace in scope, if nothing is live there yet."""
    if queries.live() is not None:
        return
    country = Workspace.objects.values_list("country", flat=True).get(pk=current_workspace_id())
    name = "Modelo inicial" if language == "es" else "First model"
    drafts.save(document=document(country=country, name=name), by=by, at=at)
    publish.publish(by=by, at=at)


def document(*, country: str, name: str) -> dict[str, Any]:
    """Return the default model for a company of this country."""
    return {
        "name": name,
        "weights": {"fit": 50, "engagement": 50},
        "grid": {
            "fit": [25, 45, 65],
            "engagement": [15, 35, 60],
            "cells": [
                ["D", "D", "C", "C"],
                ["D", "C", "C", "B"],
                ["C", "C", "B", "A"],
                ["C", "B", "A", "A"],
            ],
        },
        "light": {"condition": GREEN, "near_points": 10},
        "groups": [_person(), _company(country), _inquiries(), _behavior()],
    }


# Ready for Sales: good enough, can be reached, did not say no. The resume date is not asked here: hand-off waits
# for it, and a newer inquiry ends the wait, which a light cannot know.
GREEN: dict[str, Any] = {
    "all": [
        {"field": "score.grade", "op": "in", "value": ["A", "B"]},
        {
            "any": [
                {"field": "person.email", "op": "is_not_empty"},
                {"field": "person.phone", "op": "is_not_empty"},
            ]
        },
        {"field": "person.marketing_consent", "op": "ne", "value": "withdrawn"},
    ]
}


def _criterion(key: str, en: str, es: str, points: float, condition: dict[str, Any], **more: Any) -> Any:
    return {
        "key": key,
        "label": {"en": en, "es": es},
        "points": points,
        "condition": condition,
        **({"mode": "per_activity"} if {"half_life_days", "window_days"} & set(more) else {}),
        **more,
    }


def _group(key: str, en: str, es: str, dimension: str, cap: int | None, *criteria: Any) -> dict[str, Any]:
    return {
        "key": key,
        "label": {"en": en, "es": es},
        "dimension": dimension,
        "cap": cap,
        "criteria": list(criteria),
    }


def _person() -> dict[str, Any]:
    decides: dict[str, Any] = {
        "any": [
            {"field": "person.job_title", "op": "contains_any", "value": DECIDERS},
            {"field": "person.seniority", "op": "in", "value": ["owner", "executive", "director"]},
            {"field": "qualification.authority", "op": "eq", "value": "decides"},
        ]
    }
    business: dict[str, Any] = {
        "all": [
            {"field": "person.email", "op": "is_not_empty"},
            {"not": {"field": "person.email", "op": "contains_any", "value": FREE_MAIL}},
        ]
    }
    return _group(
        "person",
        "Person",
        "Persona",
        "fit",
        70,
        _criterion("decision_maker", "Can decide", "Puede decidir", 30, decides),
        _criterion("business_email", "Business e-mail", "Correo de empresa", 20, business),
        _criterion(
            "phone_given",
            "Gave a phone number",
            "Dejó un teléfono",
            15,
            {"field": "person.phone", "op": "is_not_empty"},
        ),
    )


def _company(country: str) -> dict[str, Any]:
    size = {"field": "company.employees", "op": "gte", "value": 10}
    return _group(
        "company",
        "Company",
        "Empresa",
        "fit",
        60,
        _criterion(
            "same_country",
            "In our country",
            "En nuestro país",
            15,
            {"field": "company.country", "op": "eq", "value": country},
        ),
        _criterion("company_size", "10 employees or more", "10 empleados o más", 20, size),
        _criterion(
            "company_named",
            "Company is known",
            "Empresa conocida",
            10,
            {"field": "company.company", "op": "is_not_empty"},
        ),
        _criterion(
            "budget_known",
            "Budget is known",
            "Presupuesto conocido",
            15,
            {"field": "qualification.budget", "op": "gt", "value": 0},
        ),
    )


def _inquiries() -> dict[str, Any]:
    with_message = {"activity": "inquiry", "where": {"message": {"is_not_empty": True}}}
    return _group(
        "inquiries",
        "Inquiries",
        "Consultas",
        "engagement",
        70,
        _criterion(
            "inquiry",
            "Sent an inquiry",
            "Envió una consulta",
            30,
            {"activity": "inquiry"},
            half_life_days=30,
            cap=45,
        ),
        _criterion(
            "inquiry_message",
            "Wrote what they need",
            "Escribió qué necesita",
            15,
            with_message,
            half_life_days=30,
            cap=20,
        ),
        _criterion(
            "inquiry_this_week",
            "Inquired in the last 7 days",
            "Consultó en los últimos 7 días",
            15,
            {"activity": "inquiry", "within_days": 7},
        ),
    )


def _behavior() -> dict[str, Any]:
    pricing = {
        "activity": "page_view",
        "where": {"url": {"contains_any": ["/precio", "/pricing", "/tarifa", "/presupuesto"]}},
    }
    return _group(
        "behavior",
        "Behavior",
        "Comportamiento",
        "engagement",
        60,
        _criterion(
            "pricing_pages",
            "Viewed prices",
            "Vio los precios",
            10,
            pricing,
            half_life_days=14,
            window_days=90,
            cap=30,
        ),
        _criterion(
            "downloads",
            "Downloaded content",
            "Descargó contenido",
            8,
            {"activity": "download"},
            half_life_days=45,
            cap=24,
        ),
        _criterion(
            "clicks",
            "Clicked in an e-mail",
            "Hizo clic en un correo",
            5,
            {"activity": "email_clicked"},
            half_life_days=21,
            cap=20,
        ),
        _criterion(
            "conversations",
            "Answered, met or came to an event",
            "Contestó, se reunió o vino a un evento",
            12,
            {"activity": ["email_replied", "meeting", "event_attended"]},
            half_life_days=60,
            cap=36,
        ),
    )
