"""Reads of models: rows to values, and what is live in the workspace in scope."""

from typing import Any
from uuid import UUID

from conditions.registry import Registry
from leads import queries as lead_queries
from scoring.choices import Dimension
from scoring.engine import document
from scoring.engine.document import points
from scoring.engine.spec import ModelSpec, replace_version
from scoring.models import Criterion, CriterionGroup, ScoringModel


LIVE = """(SELECT public_id FROM scoring_scoringmodel
  WHERE workspace_id = %(workspace)s AND state = 'published' ORDER BY id LIMIT 1)"""


def registry() -> Registry:
    """Return what the rules may name, grade and score included; criteria are refused those by the reader."""
    return lead_queries.registry(with_scores=True)


def registry_and_live() -> tuple[Registry, UUID | None]:
    """Return the registry and the public id of the published version, None before the first. Queries: one."""
    return lead_queries.registry_and(LIVE, with_scores=True)


def live() -> ScoringModel | None:
    """Return the published version, None before the first publication."""
    return ScoringModel.objects.live().first()


def draft() -> ScoringModel | None:
    """Return the draft, None if there is none."""
    return ScoringModel.objects.drafts().first()


def next_version() -> int:
    """Return the number that the next publication gets."""
    newest = ScoringModel.objects.versions().order_by("-version").values_list("version", flat=True).first()
    return (newest or 0) + 1


def document_of(model: ScoringModel) -> dict[str, Any]:
    """Return the model's JSON. Queries: two."""
    by_group: dict[int, list[dict[str, Any]]] = {}
    for criterion in Criterion.objects.filter(model=model).order_by("position", "pk"):
        by_group.setdefault(criterion.group_id, []).append(_criterion(criterion))
    groups = CriterionGroup.objects.filter(model=model).order_by("position", "pk")
    return {
        "name": model.name,
        "weights": {Dimension.FIT: model.fit_weight, Dimension.ENGAGEMENT: model.engagement_weight},
        "grid": model.grid,
        "light": {"condition": model.light, "near_points": model.near_points}
        | ({"teams": model.teams} if model.teams else {}),
        "groups": [
            {
                "key": group.key,
                "label": {"en": group.label_en, "es": group.label_es},
                "dimension": group.dimension,
                "cap": points(group.cap),
                "criteria": by_group.get(group.pk, []),
            }
            for group in groups
        ],
        **({"models": model.special} if model.special else {}),
    }


def spec_of(model: ScoringModel, names: Registry) -> ModelSpec:
    """Return the model as values; what names something deleted since never holds. Queries: two."""
    return replace_version(document.read(document_of(model), names, is_saved=True), model.version)


def live_spec(names: Registry) -> ModelSpec | None:
    """Return the published version as values, None before the first publication. Queries: one, or three."""
    model = live()
    return spec_of(model, names) if model else None


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "key": criterion.key,
        "label": {"en": criterion.label_en, "es": criterion.label_es},
        "condition": criterion.condition,
        "points": points(criterion.points),
        "mode": criterion.mode,
        "window_days": criterion.window_days,
        "half_life_days": criterion.half_life_days,
        "cap": points(criterion.cap),
    }
