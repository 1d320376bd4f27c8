"""Why a lead has the score it has: the same compiler, one column a criterion (design §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from conditions.fragments import Fragment, IdSet, join
from conditions.nodes import FieldTest, walk
from conditions.registry import Registry
from core.errors import DomainError
from core.scope import current_workspace_id
from leads.models import Lead
from scoring.engine import advice, advice_light, sums
from scoring.engine.advice import Advice
from scoring.engine.advice_light import Facts, LightAdvice, leaves
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.spec import Address, CriterionSpec, Definition, ModelSpec
from scoring.engine.sums import DimensionSum, Total
from scoring.models import HandGrade
from scoring.services import rescore
from scoring.services.snapshots import loaded


class NoModel(DomainError):
    """Nothing is live that could score."""

    code = "no_model"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often, and when last, a criterion's activity happened.

    ``kinds`` are those of the activities; ``faded_from`` what they would bring had none faded, None where none did.
    """

    count: int
    last_on: date | None
    kinds: tuple[str, ...] = ()
    faded_from: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score of a lead at a moment, with every line; the lines of each dimension sum to it exactly.

    ``grade`` is the one in force, ``total.grade`` the grid's; they differ when a person set the grade;
    ``hand_grade`` says then why and until when. ``spec`` is the live version with the ``names`` it is read by,
    ``definition`` what turns the lead green in it, with the lead's own model.
    ``facts`` is what is known of the lead, by the fields' names; None, "" and [] where nothing is.
    ``advice`` is the way to the next grade, ``light_advice`` the one to green.
    """

    spec: ModelSpec
    names: Registry
    definition: Definition
    total: Total
    grade: str
    grade_by_hand: str
    light: str
    light_reason: Mapping[str, Any]
    evidence: Mapping[str, Evidence]
    facts: Mapping[str, Any]
    advice: Advice | None
    light_advice: LightAdvice | None
    hand_grade: HandGrade | None = None

    @property
    def dimensions(self) -> tuple[DimensionSum, DimensionSum]:
        """Return fit and engagement."""
        return self.total.fit, self.total.engagement

    @property
    def model(self) -> ModelSpec:
        """Return the lead's model."""
        return self.definition.model

    @property
    def score(self) -> int:
        """Return the whole points."""
        return self.total.score

    def known_of(self, criterion: CriterionSpec) -> dict[str, Any]:
        """Return what is known of the fields that the criterion asks about, by their names."""
        asked = dict.fromkeys(node.field for node in walk(criterion.condition) if isinstance(node, FieldTest))
        return {name: self.facts[name] for name in asked if self.facts.get(name) not in (None, "", [])}


def explain(*, lead: Lead, at: datetime) -> Explanation:
    """Work the lead's score out again by the live model, with every line.

    Queries: nine, of which one does the work.
    Raises: NoModel.
    """
    live = rescore.live()
    if live is None:
        raise NoModel(_("No scoring model is live yet. Publish one first."))
    compiler = live.compiler(at=at, explain=True)
    row = _row(compiler, lead_id=lead.pk)
    raw = {key: int(row[_alias(compiler, key)]) for key in compiler.column}
    definition = live.spec.definition(Address(row["model_key"], row["definition_key"]))
    own = definition.model
    summed = sums.total(own, raw)
    is_automatic = not row["by_hand"]
    facts = Facts(
        raw,
        loaded(row["facts"]),
        dict(zip(leaves(definition.light), row["held"], strict=True)),
        by_hand=row["by_hand"],
    )
    return Explanation(
        spec=live.spec,
        names=live.registry,
        definition=definition,
        total=summed,
        grade=row["grade"],
        grade_by_hand=row["by_hand"],
        light=row["light"],
        light_reason=loaded(row["reason"]),
        evidence=_evidence(compiler, row, raw),
        facts=facts.known,
        advice=advice.advise(own, raw, summed, facts.known) if is_automatic else None,
        light_advice=advice_light.advise(own, definition.light, facts),
        hand_grade=None if is_automatic else HandGrade.objects.filter(lead=lead).first(),
    )


def _evidence(compiler: ScoreCompiler, row: Mapping[str, Any], raw: Mapping[str, int]) -> dict[str, Evidence]:
    found = {}
    for criterion in compiler.criteria:
        if criterion.key in compiler.evidence:
            alias = _alias(compiler, criterion.key)
            count = row[f"n_{alias}"] or 0
            whole = count * criterion.points
            is_faded = criterion.counts_activities and raw[criterion.key] != whole
            kinds = compiler.evidence[criterion.key].kinds
            found[criterion.key] = Evidence(count, row[f"l_{alias}"], kinds, whole if is_faded else None)
    return found


def _alias(compiler: ScoreCompiler, key: str) -> str:
    return compiler.column[key].removeprefix("c.")


def _row(compiler: ScoreCompiler, *, lead_id: int) -> dict[str, Any]:
    columns = [Fragment(f"{column} AS {_alias(compiler, key)}") for key, column in compiler.column.items()]
    for key, evidence in compiler.evidence.items():
        alias = _alias(compiler, key)
        columns += [
            Fragment(f"{evidence.count} AS n_{alias}"),
            Fragment(f"{evidence.last_day} AS l_{alias}"),
        ]
    columns += [
        Fragment("s.grade, r.grade_by_hand AS by_hand, g.light, g.reason"),
        compiler.chooser.columns(),
        Fragment(f"{compiler.facts().sql} AS facts"),
        Fragment(f"{compiler.held.sql} AS held", compiler.held.params),
    ]
    selected = join(", ", columns)
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=IdSet([lead_id]))
    params: list[Any] = [*selected.params, *source.params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {selected.sql} {source.sql}", params)
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone(), strict=True))
