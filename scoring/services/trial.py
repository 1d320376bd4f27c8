"""One lead by the live rules and by the draft: each rule hit or missed, and what it brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdSet, join
from conditions.nodes import FieldTest, walk
from conditions.registry import Registry
from core.scope import current_workspace_id
from leads.models import Lead
from scoring.engine import sums
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.shift import Foreseen
from scoring.engine.spec import Address, CriterionSpec, Definition, GroupSpec, ModelSpec
from scoring.engine.sums import Total
from scoring.services.snapshots import loaded


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule of the lead's model: its points before any cut, how often and when last, and what the lead has of it."""

    group: GroupSpec
    criterion: CriterionSpec
    tenths: int
    was: int | None
    count: int
    last_on: date | None
    facts: Mapping[str, Any]

    @property
    def is_met(self) -> bool:
        """Say whether the rule holds for the lead; one worth nothing counts by its activities."""
        return bool(self.tenths or self.count)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version says of the lead, by the model and the definition that the lead has in it."""

    definition: Definition
    total: Total
    said: Foreseen
    light_reason: Mapping[str, Any]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The same lead by both; ``live`` is None before the first publication."""

    live: Reading | None
    draft: Reading


def run(*, lead: Lead, spec: ModelSpec, live: ModelSpec | None, names: Registry, at: datetime) -> Trial:
    """Read the lead by both versions. Queries: two."""
    before = _read(lead, live, names, at=at, was={}) if live else None
    former = {hit.criterion.key: hit.tenths for hit in before.hits} if before else {}
    return Trial(before, _read(lead, spec, names, at=at, was=former))


def _read(lead: Lead, spec: ModelSpec, names: Registry, *, at: datetime, was: Mapping[str, int]) -> Reading:
    compiler = ScoreCompiler(spec, names, today=at.astimezone(UTC).date(), explain=True)
    row = _row(compiler, lead.pk)
    facts = loaded(row["facts"])
    raw = {key: int(row[column.removeprefix("c.")]) for key, column in compiler.column.items()}
    definition = spec.definition(Address(row["model_key"], row["definition_key"]))
    return Reading(
        definition,
        sums.total(definition.model, raw),
        Foreseen(row["score"], row["grade"], row["light"]),
        loaded(row["reason"]),
        tuple(
            Hit(
                group,
                criterion,
                raw[criterion.key],
                was.get(criterion.key),
                row.get(f"n_{criterion.key}") or 0,
                row.get(f"l_{criterion.key}"),
                _asked(criterion, facts),
            )
            for group in definition.model.groups
            for criterion in group.criteria
        ),
    )


def _asked(criterion: CriterionSpec, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of what the rule asks."""
    fields = [part.field for part in walk(criterion.condition) if isinstance(part, FieldTest)]
    return {name: facts.get(name) for name in dict.fromkeys(fields)}


def _row(compiler: ScoreCompiler, lead_id: int) -> dict[str, Any]:
    columns = [Fragment(column) for column in compiler.column.values()]
    for key, evidence in compiler.evidence.items():
        columns += [
            Fragment(f'{evidence.count} AS "n_{key}"'),
            Fragment(f'{evidence.last_day} AS "l_{key}"'),
        ]
    facts = compiler.facts()
    columns.append(compiler.chooser.columns())
    columns.append(Fragment(f"s.score, s.grade, g.light, g.reason, {facts.sql} AS facts", facts.params))
    selected = join(", ", columns)
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=IdSet([lead_id]))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {selected.sql} {source.sql}", list[Any]((*selected.params, *source.params)))
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone(), strict=True))
