"""The SQL of a scoring model: one text for one lead, a batch and a million; only the ids differ (scale §0.2).

Aliases, besides those of ``conditions.registry`` and ``choosing``: ``c`` the criteria's points before any cut (k1, …),
``d`` the two dimensions, ``s`` score and grade, ``q`` the requirements of the light, ``g`` the light. Each is a LATERAL
whose OFFSET 0 keeps the planner from working an expression out again in every place that uses it (scale §0.2).
A criterion brings nothing to leads of another model; sums, weights, grid and light are picked by the lead's own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from conditions.fragments import Fragment, Rows, join
from conditions.nodes import ActivityTest, Node, walk
from conditions.registry import Field, Registry
from conditions.sql import Compiler
from scoring.choices import Dimension
from scoring.engine.advice_light import leaves
from scoring.engine.choosing import Chooser
from scoring.engine.light import columns_of, light_registry, verdict_of, with_nearby, writers
from scoring.engine.pieces import added, cut_sql, grade_sql, json_object, lateral
from scoring.engine.spec import (
    FULL,
    CriterionSpec,
    GroupSpec,
    ModelSpec,
    decay_table,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The columns of ``b`` that say how often and when last activities of some kinds happened."""

    count: str
    last_day: str
    kinds: tuple[str, ...]


class ScoreCompiler:
    """Writes the FROM clause in which ``c``, ``d``, ``s`` and ``g`` are known; ``statements`` builds on it."""

    def __init__(
        self,
        spec: ModelSpec,
        registry: Registry,
        *,
        today: date,
        explain: bool = False,
        by_hand: str = "r.grade_by_hand",
    ) -> None:
        """``by_hand`` is the SQL of the grade that a person set: '' where only the rules are asked."""
        self.spec = spec
        self._by_hand = by_hand
        self.facts_registry = registry
        nears = [definition.light.near for definition in spec.definitions()]
        self.rules = Compiler(with_nearby(light_registry(registry), nears), today=today)
        self.chooser = Chooser(self.rules, spec)
        self.criteria = tuple(spec.every_criterion())
        self.column = {criterion.key: f"c.k{place}" for place, criterion in enumerate(self.criteria, 1)}
        self._own = {
            criterion.key: self.chooser.models.is_at(place)
            for place, part in enumerate(self.chooser.parts)
            for criterion in part.criteria()
        }
        self._raw = [self._raw_points(criterion) for criterion in self.criteria]
        self._lights = writers(self.rules, self.chooser.definitions, by_hand=by_hand)
        self._light = columns_of(self._lights, self.chooser.lights)
        self.evidence = self._evidence() if explain else {}
        self.held = self._held() if explain else Fragment("")

    def from_sql(self, *, workspace_id: int, rows: Rows, extra: Fragment | None = None) -> Fragment:
        """Return FROM and WHERE; the ids are limited in every table, since nothing is inferred through ``b``."""
        return join(
            " ",
            [
                Fragment(f"FROM {self.rules.registry.rows.tables}"),
                extra or Fragment(""),
                self.rules.join_sql(workspace_id=workspace_id, rows=rows),
                *self.chooser.laterals(),
                lateral(self._raw, "c"),
                lateral(self._dimensions(), "d"),
                lateral(self._score(), "s"),
                lateral(self._light, "q"),
                lateral(verdict_of(self._lights, self.chooser.lights), "g"),
                Fragment(
                    "WHERE l.workspace_id = %s AND r.workspace_id = %s AND", (workspace_id, workspace_id)
                ),
                rows.limit("l.id"),
                Fragment("AND"),
                rows.limit("r.lead_id"),
            ],
        )

    def lines(self) -> Fragment:
        """Return the JSON of every line of the score, one object a dimension; each sums to its dimension."""
        parts = [
            Fragment(f"'{dimension}', {self._by_model(self._lines, dimension)}")
            for dimension in Dimension.values
        ]
        return Fragment(f"jsonb_build_object({join(', ', parts).sql})")

    def facts(self) -> Fragment:
        """Return the JSON of everything the registry knows of the lead."""
        return Fragment(
            json_object((field.name, field.column) for field in self.facts_registry.fields if _is_fact(field))
        )

    def own(self, criterion: CriterionSpec, sql: str) -> str:
        """Return the value where the criterion is one of the lead's model, else 0."""
        own = self._own[criterion.key]
        return f"(CASE WHEN {own} THEN {sql} ELSE 0 END)" if own else sql

    def held_by_default(self, node: Node) -> Fragment:
        """Return whether the condition holds for a lead of the default model: where rules that were learned belong."""
        held, clause = self.rules.add(node), self.chooser.is_default
        return Fragment(f"({clause} AND {held.sql})", held.params) if clause else held

    def _raw_points(self, criterion: CriterionSpec) -> Fragment:
        alias = self.column[criterion.key].removeprefix("c.")
        if not criterion.counts_activities:
            held = self.rules.add(criterion.condition)
            own = self._own[criterion.key]
            asked = f"{own} AND {held.sql}" if own else held.sql
            return Fragment(f"CASE WHEN {asked} THEN {criterion.points} ELSE 0 END AS {alias}", held.params)
        points = self.own(criterion, f"coalesce({self._activity_points(criterion)}, 0)")
        return Fragment(f"{points} AS {alias}")

    def _activity_points(self, criterion: CriterionSpec) -> str:
        """Return the column that sums the activities' weights, by table where they decay."""
        test = counted(criterion)
        if not criterion.half_life_days or not criterion.points:
            return f"b.{self.rules.add_aggregate_for(test, 'count(*)')} * {criterion.points}"
        table = _weights(criterion)
        age = self.rules.age_days()
        weight = f"sum((%s::int[])[{age.sql} + 1])"
        return f"b.{self.rules.add_aggregate_for(test, weight, (list(table), *age.params))}"

    def _dimensions(self) -> list[Fragment]:
        return [
            Fragment(
                f"greatest(0, least({FULL}, {self._by_model(self._sum, dimension)}))::int AS {dimension}"
            )
            for dimension in Dimension.values
        ]

    def _by_model(self, write: Callable[[ModelSpec, str], str], dimension: str) -> str:
        return self.chooser.models.of_texts([write(part, dimension) for part in self.chooser.parts])

    def _sum(self, part: ModelSpec, dimension: str) -> str:
        return added(cut_sql(self._group_sum(group), group.cap) for group in part.groups_of(dimension))

    def _group_sum(self, group: GroupSpec) -> str:
        return added(cut_sql(self.column[criterion.key], criterion.cap) for criterion in group.criteria)

    def _score(self) -> list[Fragment]:
        models, parts = self.chooser.models, self.chooser.parts
        weighted = models.of_texts(
            [f"{part.fit_weight} * d.fit + {part.engagement_weight} * d.engagement" for part in parts]
        )
        grade = models.of_texts([grade_sql(part.grid) for part in parts])
        return [
            Fragment(f"({weighted} + 500) / 1000 AS score"),
            Fragment(f"{grade} AS own_grade"),
            Fragment(f"coalesce(nullif({self._by_hand}, ''), {grade}) AS grade"),
        ]

    def _lines(self, part: ModelSpec, dimension: str) -> str:
        return json_object(self._line_pairs(part, dimension))

    def _line_pairs(self, part: ModelSpec, dimension: str) -> Iterable[tuple[str, str]]:
        for group in part.groups_of(dimension):
            for criterion in group.criteria:
                column = self.column[criterion.key]
                yield criterion.key, f"nullif({column}, 0)"
                if criterion.cap is not None:
                    yield f"{criterion.key}/cap", f"nullif({cut_sql(column, criterion.cap)} - {column}, 0)"
            if group.cap is not None:
                value = self._group_sum(group)
                yield f"{group.key}/group-cap", f"nullif({cut_sql(value, group.cap)} - ({value}), 0)"
        yield f"{dimension}/clamp", f"nullif(d.{dimension} - ({self._sum(part, dimension)}), 0)"

    def _held(self) -> Fragment:
        """Return the array that says of each leaf of the lead's definition whether it holds."""
        texts = []
        for found in self.chooser.definitions:
            held = join(", ", [self.rules.add(node) for node in leaves(found.light)])
            texts.append(Fragment(f"ARRAY[{held.sql}]::boolean[]", held.params))
        return self.chooser.lights.of(texts)

    def _evidence(self) -> dict[str, Evidence]:
        found = {}
        for criterion in self.criteria:
            test = counted(criterion) if criterion.counts_activities else _first_count(criterion.condition)
            if test is not None:
                found[criterion.key] = Evidence(
                    f"b.{self.rules.add_aggregate_for(test, 'count(*)')}",
                    f"b.{self.rules.add_aggregate_for(test, f'max({self.rules.source.day_column})')}",
                    test.kinds,
                )
        return found


def counted(criterion: CriterionSpec) -> ActivityTest:
    """Return the activities of a criterion that counts them, no further back than they weigh anything."""
    assert isinstance(criterion.condition, ActivityTest)  # noqa: S101 - the document's parser saw to it
    days = criterion.window_days
    if criterion.half_life_days and criterion.points:
        days = len(_weights(criterion))
    return replace(criterion.condition, within_days=days or None)


def _weights(criterion: CriterionSpec) -> tuple[int, ...]:
    assert criterion.half_life_days  # noqa: S101 - only asked of what decays
    return decay_table(criterion.points, criterion.half_life_days, criterion.window_days)


def _first_count(node: Node) -> ActivityTest | None:
    return next((part for part in walk(node) if isinstance(part, ActivityTest)), None)


def _is_fact(field: Field) -> bool:
    return not field.name.startswith(("score.", "near.")) and field.category != "outcome"
