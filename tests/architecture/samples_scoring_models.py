"""What the addresses of a draft's models and definitions are tried with: two models, and a team's definition."""

import json

from django.utils import timezone

from scoring import queries
from scoring.services import drafts
from tests.architecture.things import Sample, needs_draft
from tests.architecture.world import Call, World


SPAIN = {"field": "company.country", "op": "eq", "value": "ES"}
NAMED = {"label_en": "Spain", "cond-json": json.dumps(SPAIN), "light-json": json.dumps(SPAIN)}


def _drafted() -> None:
    drafts.start(by=None, at=timezone.now())
    document = queries.document_of(queries.draft())
    common = {name: document[name] for name in ("weights", "grid", "light")}
    document["models"] = [
        {"key": key, "label": key, "condition": SPAIN, **common, "groups": []} for key in ("first", "second")
    ]
    document["light"] = document["light"] | {
        "teams": [{"key": "north", "label": "North", "when": SPAIN, "condition": SPAIN}]
    }
    drafts.save(document=document, by=None, at=timezone.now())


def _model(_world: World) -> Call:
    _drafted()
    return Call({"key": "second"}, {"to": "up", **NAMED})


def _definition(_world: World) -> Call:
    _drafted()
    return Call({"key": "north"}, {"to": "up", "near_points": "5", **NAMED})


SAMPLES: dict[str, Sample] = {
    "scoring:model-new": needs_draft(),
    "scoring:model": _model,
    "scoring:model-move": _model,
    "scoring:model-delete": _model,
    "scoring:definition-new": needs_draft(),
    "scoring:definition": _definition,
    "scoring:definition-move": _definition,
    "scoring:definition-delete": _definition,
}
