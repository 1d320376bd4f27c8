"""Taking lines of a proposal into the draft, and nothing but those: it is then edited and published as any other."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from conditions.fragments import Fragment, IdRange
from conditions.parse import parse
from conditions.registry import Registry
from core.errors import DomainError
from core.scope import current_workspace_id
from scoring import queries
from scoring.choices import Dimension
from scoring.engine import document as documents
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.document import points
from scoring.engine.editing import criteria_of, group_in
from scoring.engine.reader import criteria_registry, label_of, slug
from scoring.engine.spec import FULL, ModelSpec
from scoring.models import LearnedModel
from scoring.services import drafts
from scoring.services.passes import over_many


Json = dict[str, Any]
GRID, CAPS = "grid", "caps"
# Thresholds are worked out over the newest leads: more would not move them.
MOST = 50_000
FIRST = """SELECT min(lead_id) FROM (
  SELECT lead_id FROM leads_leadrank WHERE workspace_id = %s ORDER BY lead_id DESC LIMIT %s) newest"""
GROUP_LABELS = {
    Dimension.FIT: {"en": "Fit, learned from outcomes", "es": "Encaje, aprendido de los resultados"},
    Dimension.ENGAGEMENT: {
        "en": "Engagement, learned from outcomes",
        "es": "Interés, aprendido de los resultados",
    },
}


OTHER_GRID = _(
    "The draft has another number of thresholds than the live model, so they were not moved. Set them in the draft."
)


class NoProposal(DomainError):
    """Nothing was learned that could be taken, or it was learned from rules that are not live any more."""

    code = "no_proposal"


@transaction.atomic
def accept(*, chosen: Collection[str], by: int | None, at: datetime) -> list[str]:
    """Put the chosen lines into the draft, making one if there is none; return the lines that were taken.

    Lines: ``k:<key>`` new points of a criterion, ``r:<place>`` a new rule, ``caps`` groups without their cap, ``grid``
    thresholds that as many leads of each model reach as today, left out where the draft's grids have another shape. A
    new rule goes into the default model. What nobody chose stays as it is.

    Raises: NoProposal, also for the grid alone where it does not fit; InvalidModel, DraftChanged.
    """
    learned = _proposed()
    draft = drafts.start(by=by, at=at)
    document, names = queries.document_of(draft), queries.registry()
    taken = [line for line in chosen if line != GRID or _is_same_shape(document)]
    if not taken:
        raise NoProposal(OTHER_GRID)
    _set_points(document, learned, chosen)
    for place, rule in enumerate(learned.rules):
        if f"r:{place}" in chosen:
            _add_rule(document, rule, learned.proposal["rules"][place]["points"], names)
    if CAPS in chosen:
        _lift_caps(document, learned)
    if GRID in taken:
        _move_thresholds(document, names, at)
    drafts.save(document=document, by=by, at=at, revision=draft.revision)
    return taken


def _lift_caps(document: Json, learned: LearnedModel) -> None:
    for group in _groups(document):
        if group["key"] in learned.proposal["group_caps"]:
            group["cap"] = None


def _move_thresholds(document: Json, names: Registry, at: datetime) -> None:
    found = _thresholds(documents.read(document, names, is_saved=True), names, at)
    for model in documents.models_of(document):
        model["grid"] |= found.get(model.get("key", ""), {})


def _groups(document: Json) -> list[Json]:
    return [group for model in documents.models_of(document) for group in model["groups"]]


def _is_same_shape(document: Json) -> bool:
    """Say whether the draft's grids have as many thresholds as the live ones, whose shares of leads are kept.

    A model that is not live yet has no shares to keep.
    """
    live = queries.live()
    grids = {} if live is None else {"": live.grid} | {model["key"]: model["grid"] for model in live.special}
    pairs = [
        (model["grid"], grids[model.get("key", "")])
        for model in documents.models_of(document)
        if model.get("key", "") in grids
    ]
    return all(
        len(new[dimension]) == len(old[dimension]) for new, old in pairs for dimension in Dimension.values
    )


def _proposed() -> LearnedModel:
    learned = LearnedModel.objects.filter(is_current=True).first()
    live = queries.live()
    if learned is None or not learned.is_ready:
        raise NoProposal(_("Nothing has been learned yet that could be proposed."))
    if live is None or live.version != learned.version:
        raise NoProposal(_("Other rules are live since this was learned. Learn again first."))
    return learned


def _set_points(document: Json, learned: LearnedModel, chosen: Collection[str]) -> None:
    lines = {line["key"]: line for line in learned.proposal["criteria"]}
    for group in _groups(document):
        for criterion in group["criteria"]:
            line = lines.get(criterion["key"])
            if line and f"k:{criterion['key']}" in chosen:
                criterion["points"] = points(line["points"])
                if line["cap"] is not None:
                    criterion["cap"] = points(line["cap"])


def _add_rule(document: Json, rule: Json, tenths: int, names: Registry) -> None:
    """Add the rule to the group of what was learned; one that is there already gets the points."""
    for _group, criterion in criteria_of(document):
        if criterion["condition"] == rule["condition"]:
            criterion["points"] = points(tenths)
            return
    node = parse(rule["condition"], criteria_registry(names), check_choices=False)
    label = asdict(label_of(node, names))
    dimension = rule["dimension"]
    group_label = GROUP_LABELS[Dimension(dimension)]
    group = group_in(document, key=f"learned_{dimension}", label=group_label, dimension=dimension)
    group["criteria"].append(
        {
            "key": slug(label["en"], taken=documents.keys_of(document)),
            "label": label,
            "condition": rule["condition"],
            "points": points(tenths),
        }
    )


def _thresholds(spec: ModelSpec, names: Registry, at: datetime) -> dict[str, Json]:
    """Return by model thresholds, in points, that as many of its leads reach by these rules as the present ones."""
    live = queries.spec_of(queries.live(), names)  # type: ignore[arg-type]
    compiler = ScoreCompiler(spec, names, today=at.astimezone(UTC).date())
    grids = {part.key: part.grid for part in live.parts()}
    found: dict[str, Json] = {}
    with over_many(), connection.cursor() as cursor:
        cursor.execute(FIRST, [current_workspace_id(), MOST])
        first = cursor.fetchone()[0]
        source = compiler.from_sql(workspace_id=current_workspace_id(), rows=IdRange(first or 0, 2**62))
        for place, part in enumerate(spec.parts()):
            if part.key in grids:
                own = compiler.chooser.models.is_at(place)
                limited = Fragment(f"{source.sql} AND {own}" if own else source.sql, source.params)
                found[part.key] = {
                    dimension: _moved(cursor, getattr(grids[part.key], dimension), dimension, limited)
                    for dimension in Dimension.values
                }
    return found


def _moved(cursor: Any, old: tuple[int, ...], dimension: str, source: Fragment) -> list[Any]:
    """Return the thresholds of one dimension; those of a model without leads stay."""
    if not old:
        return []
    params: list[Any] = list(source.params)
    shares = ", ".join(f"avg((r.{dimension} >= {limit})::int)" for limit in old)
    cursor.execute(f"SELECT count(*), {shares} {source.sql}", params)
    count, *reached = cursor.fetchone()
    if not count:
        return [points(limit) for limit in old]
    places = ", ".join(str(1 - share) for share in reached)
    cursor.execute(
        f"SELECT percentile_disc(ARRAY[{places}]::float8[]) WITHIN GROUP (ORDER BY d.{dimension}) {source.sql}",
        params,
    )
    return [points(limit) for limit in _apart(cursor.fetchone()[0])]


def _apart(limits: list[int]) -> list[int]:
    """Return whole points from 1 to 100, each above the one before."""
    found: list[int] = []
    for place, limit in enumerate(limits):
        whole = -(-limit // 10) * 10
        least = found[-1] + 10 if found else 10
        found.append(max(least, min(whole, FULL - 10 * (len(limits) - 1 - place))))
    return found
