"""The SQL of a scoring model: one text for one lead, a batch and a million; only the ids differ (scale §0.2).

Aliases, besides those of ``conditions.registry``: ``c`` the criteria's points before any cut (k1, k2 …), ``d`` the two
dimensions, ``s`` score and grade, ``q`` the requirements of the light, ``g`` the light. Each is a LATERAL whose
OFFSET 0 keeps the planner from working an expression out again in every place that uses it (scale §0.2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conditions.fragments import Fragment, IdRange, IdSet, Rows, join, literal
from conditions.nodes import ActivityTest, FieldTest, Group, Node, Not, walk
from conditions.registry import Field, Registry
from conditions.sql import Compiler
from scoring.choices import GRADES, Dimension
from scoring.engine.spec import (
    FULL,
    CriterionSpec,
    Grid,
    GroupSpec,
    ModelSpec,
    decay_table,
    score_fields_of,
)


PAIRS = 45  # jsonb_build_object takes a hundred arguments
COLUMNS = {"score.grade": "s.grade", "score.score": "s.score"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The columns of ``b`` that say how often and when last, for a criterion that counts activities."""

    count: str
    last_day: str


def light_registry(registry: Registry) -> Registry:
    """Return what the definition of green may name: all fields, and the grade and score just worked out."""
    fields = [
        replace(field, column=COLUMNS[field.name]) if field.name in COLUMNS else field
        for field in registry.fields
        if field.name != "score.light"
    ]
    return replace(registry, fields=tuple(fields))


class ScoreCompiler:
    """Writes the FROM clause in which ``c``, ``d``, ``s`` and ``g`` are known; ``statements`` builds on it."""

    def __init__(self, spec: ModelSpec, registry: Registry, *, today: date, explain: bool = False) -> None:
        self.spec = spec
        self.facts_registry = registry
        self.rules = Compiler(_with_nearby(light_registry(registry), spec.light.near), today=today)
        self.criteria = tuple(spec.criteria())
        self.column = {criterion.key: f"c.k{place}" for place, criterion in enumerate(self.criteria, 1)}
        self._raw = [self._raw_points(criterion) for criterion in self.criteria]
        self.requirements = spec.light.requirements
        self._light = self._requirement_columns()
        self.evidence = self._evidence() if explain else {}

    def from_sql(self, *, workspace_id: int, rows: Rows, extra: Fragment | None = None) -> Fragment:
        """Return FROM and WHERE; the ids are limited in every table, since nothing is inferred through ``b``."""
        return join(
            " ",
            [
                Fragment(f"FROM {self.rules.registry.rows.tables}"),
                extra or Fragment(""),
                self.rules.join_sql(workspace_id=workspace_id, rows=rows),
                _lateral(self._raw, "c"),
                _lateral(self._dimensions(), "d"),
                _lateral(self._score(), "s"),
                _lateral(self._light, "q"),
                _lateral(self._verdict(), "g"),
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
            Fragment(f"'{dimension}', {_objects(self._line_pairs(dimension))}")
            for dimension in Dimension.values
        ]
        return Fragment(f"jsonb_build_object({join(', ', parts).sql})")

    def facts(self) -> Fragment:
        """Return the JSON of everything the registry knows of the lead."""
        return Fragment(
            _objects((field.name, field.column) for field in self.facts_registry.fields if _is_fact(field))
        )

    def _raw_points(self, criterion: CriterionSpec) -> Fragment:
        alias = self.column[criterion.key].removeprefix("c.")
        if not criterion.counts_activities:
            held = self.rules.add(criterion.condition)
            return Fragment(
                f"CASE WHEN {held.sql} THEN {criterion.points} ELSE 0 END AS {alias}", held.params
            )
        return Fragment(f"coalesce({self._activity_points(criterion)}, 0) AS {alias}")

    def _activity_points(self, criterion: CriterionSpec) -> str:
        """Return the column that sums the activities' weights, by table where they decay."""
        test = counted(criterion)
        if not criterion.half_life_days or not criterion.points:
            return f"b.{self.rules.add_aggregate_for(test, 'count(*)')} * {criterion.points}"
        table = decay_table(criterion.points, criterion.half_life_days)
        age = self.rules.age_days()
        weight = f"sum((%s::int[])[{age.sql} + 1])"
        return f"b.{self.rules.add_aggregate_for(test, weight, (list(table), *age.params))}"

    def _dimensions(self) -> list[Fragment]:
        return [
            Fragment(f"greatest(0, least({FULL}, {self._sum(dimension)}))::int AS {dimension}")
            for dimension in Dimension.values
        ]

    def _sum(self, dimension: str) -> str:
        return _added(_cut(self._group_sum(group), group.cap) for group in self.spec.groups_of(dimension))

    def _group_sum(self, group: GroupSpec) -> str:
        return _added(_cut(self.column[criterion.key], criterion.cap) for criterion in group.criteria)

    def _score(self) -> list[Fragment]:
        weighted = f"{self.spec.fit_weight} * d.fit + {self.spec.engagement_weight} * d.engagement"
        grade = _grade(self.spec.grid)
        return [
            Fragment(f"({weighted} + 500) / 1000 AS score"),
            Fragment(f"{grade} AS own_grade"),
            Fragment(f"coalesce(nullif(r.grade_by_hand, ''), {grade}) AS grade"),
        ]

    def _requirement_columns(self) -> list[Fragment]:
        """For each requirement: q whether it holds, u whether a datum it asks for is unknown, p how many tenths
        are wanting, t the grade that is wanted.
        """
        columns = []
        for place, node in enumerate(self.requirements, 1):
            read = {
                "q": self.rules.add(node),
                "u": self._unknown(node),
                "p": self._gap(node),
                "t": self._target(node),
            }
            columns += [Fragment(f"{part.sql} AS {name}{place}", part.params) for name, part in read.items()]
        return columns or [Fragment("true AS none")]

    def _unknown(self, node: Node) -> Fragment:
        names = _asked_fields(node)
        return _any(self.rules.add(FieldTest(name, "is_empty")) for name in names)

    def _gap(self, node: Node) -> Fragment:
        """Return how many tenths are wanting for a requirement on grade or score; NULL if it is on neither."""
        asked = score_fields_of(node)
        if "score.grade" in asked:
            return self._gap_to_grade(node)
        if "score.score" not in asked:
            return Fragment("NULL::int")
        near = self.rules.add(_renamed(node, {"score.score": "near.score"}))
        wanting = (
            f"{_least_score(node)} - s.score" if _least_score(node) is not None else f"{self.spec.light.near}"
        )
        return Fragment(f"CASE WHEN {near.sql} THEN 10 * ({wanting}) END", near.params)

    def _gap_to_grade(self, node: Node) -> Fragment:
        """Put each grade in turn into the requirement: the gap is that to the nearest grade with which it holds."""
        cases = [
            Fragment(f"CASE WHEN {held.sql} THEN {_gap_sql(self.spec.grid, grade)} END", held.params)
            for grade, held in self._held_with_grades(node)
        ]
        gaps = join(", ", cases)
        return Fragment(f"least({gaps.sql})", gaps.params)

    def _target(self, node: Node) -> Fragment:
        """Return the lowest grade with which the requirement would hold."""
        if "score.grade" not in score_fields_of(node):
            return Fragment("NULL::text")
        cases = [
            Fragment(f"WHEN {held.sql} THEN '{grade}'", held.params)
            for grade, held in reversed(self._held_with_grades(node))
        ]
        whens = join(" ", cases)
        return Fragment(f"CASE {whens.sql} END", whens.params)

    def _held_with_grades(self, node: Node) -> list[tuple[str, Fragment]]:
        """Return, for each grade worth reaching, whether the requirement would hold with it."""
        return [
            (
                grade,
                self.rules.add(_renamed(node, {"score.grade": f"near.{grade}", "score.score": "near.score"})),
            )
            for grade in GRADES[:-1]
        ]

    def _verdict(self) -> list[Fragment]:
        """Return light and reason. Amber: one requirement fails, and only by few points or an unknown datum."""
        if not self.requirements:
            return [Fragment("'green' AS light"), Fragment("'{}'::jsonb AS reason")]
        places = range(1, len(self.requirements) + 1)
        failing = " + ".join(f"(NOT q.q{place})::int" for place in places)
        first = " ".join(f"WHEN NOT q.q{place} THEN {place}" for place in places)
        amber = " ".join(f"WHEN NOT q.q{place} THEN {self._is_near(place)}" for place in places)
        reasons = " ".join(f"WHEN NOT q.q{place} THEN {self._reason(place)}" for place in places)
        light = (
            f"CASE WHEN {failing} = 0 THEN 'green' "
            f"WHEN {failing} = 1 AND CASE {amber} ELSE false END THEN 'amber' ELSE 'red' END"
        )
        detail = f"jsonb_build_object('failing', {failing}, 'requirement', CASE {first} END)"
        return [
            Fragment(f"{light} AS light"),
            Fragment(
                f"CASE WHEN {failing} = 0 THEN '{{}}'::jsonb ELSE CASE {reasons} END || {detail} END AS reason"
            ),
        ]

    def _is_near(self, place: int) -> str:
        if score_fields_of(self.requirements[place - 1]):
            near = self.spec.light.near * 10
            return f"(r.grade_by_hand = '' AND q.p{place} <= {near}) IS TRUE"
        return f"q.u{place}"

    def _reason(self, place: int) -> str:
        node = self.requirements[place - 1]
        if score_fields_of(node):
            near = (
                f"jsonb_build_object('code', 'points', 'points', (q.p{place} + 9) / 10, 'grade', q.t{place})"
            )
            far = f"jsonb_build_object('code', 'grade', 'grade', q.t{place})"
            return f"jsonb_strip_nulls(CASE WHEN {self._is_near(place)} THEN {near} ELSE {far} END)"
        names = _asked_fields(node)
        code = f"'code', CASE WHEN q.u{place} THEN 'missing' ELSE 'unmet' END"
        field = f", 'field', {literal(names[0])}" if names else ""
        return f"jsonb_build_object({code}{field})"

    def _line_pairs(self, dimension: str) -> Iterable[tuple[str, str]]:
        for group in self.spec.groups_of(dimension):
            for criterion in group.criteria:
                column = self.column[criterion.key]
                yield criterion.key, f"nullif({column}, 0)"
                if criterion.cap is not None:
                    yield f"{criterion.key}/cap", f"nullif({_cut(column, criterion.cap)} - {column}, 0)"
            if group.cap is not None:
                value = self._group_sum(group)
                yield f"{group.key}/group-cap", f"nullif({_cut(value, group.cap)} - ({value}), 0)"
        yield f"{dimension}/clamp", f"nullif(d.{dimension} - ({self._sum(dimension)}), 0)"

    def _evidence(self) -> dict[str, Evidence]:
        found = {}
        for criterion in self.criteria:
            test = counted(criterion) if criterion.counts_activities else _first_count(criterion.condition)
            if test is not None:
                found[criterion.key] = Evidence(
                    f"b.{self.rules.add_aggregate_for(test, 'count(*)')}",
                    f"b.{self.rules.add_aggregate_for(test, f'max({self.rules.source.day_column})')}",
                )
        return found


def counted(criterion: CriterionSpec) -> ActivityTest:
    """Return the activities of a criterion that counts them, no further back than they weigh anything."""
    assert isinstance(criterion.condition, ActivityTest)  # noqa: S101 - the document's parser saw to it
    days = [criterion.window_days] if criterion.window_days else []
    if criterion.half_life_days and criterion.points:
        days.append(len(decay_table(criterion.points, criterion.half_life_days)))
    return replace(criterion.condition, within_days=min(days) if days else None)


def _with_nearby(registry: Registry, near: int) -> Registry:
    """Add what the lead would have if it were near: each grade in turn, and a score a little higher."""
    grade = registry.field("score.grade")
    score = registry.field("score.score")
    nearby = [replace(grade, name=f"near.{letter}", column=f"'{letter}'::text") for letter in GRADES]
    nearby.append(replace(score, name="near.score", column=f"least(100, s.score + {near})"))
    return registry.extended(nearby)


def _renamed(node: Node, names: dict[str, str]) -> Node:
    match node:
        case Group(mode=mode, children=children):
            return Group(mode, tuple(_renamed(child, names) for child in children))
        case Not(child=child):
            return Not(_renamed(child, names))
        case FieldTest(field=field):
            return replace(node, field=names.get(field, field))
    return node


def _least_score(node: Node) -> int | None:
    """Return the score that a plain "score is at least n" asks for."""
    if isinstance(node, FieldTest) and node.op == "gte" and isinstance(node.value, int):
        return node.value
    return None


def _asked_fields(node: Node) -> list[str]:
    fields = (part.field for part in walk(node) if isinstance(part, FieldTest))
    return list(dict.fromkeys(name for name in fields if not name.startswith("score.")))


def _first_count(node: Node) -> ActivityTest | None:
    return next((part for part in walk(node) if isinstance(part, ActivityTest)), None)


def _is_fact(field: Field) -> bool:
    return not field.name.startswith(("score.", "near.")) and field.category != "outcome"


def _lateral(columns: Sequence[Fragment], alias: str) -> Fragment:
    inner = join(", ", columns or [Fragment("true AS none")])
    return Fragment(f"CROSS JOIN LATERAL (SELECT {inner.sql} OFFSET 0) {alias}", inner.params)


def _any(parts: Iterable[Fragment]) -> Fragment:
    joined = join(" OR ", parts)
    return Fragment(f"({joined.sql})", joined.params) if joined.sql else Fragment("false")


def _added(parts: Iterable[str]) -> str:
    return " + ".join(parts) or "0"


def _cut(value: str, cap: int | None) -> str:
    return value if cap is None else f"greatest({-cap}, least({cap}, {value}))"


def _grade(grid: Grid) -> str:
    """Return the CASE that walks the grid from the highest thresholds down."""
    rows = []
    for row in range(len(grid.cells) - 1, -1, -1):
        cells = " ".join(
            f"WHEN d.engagement >= {grid.engagement[column - 1]} THEN '{grid.cells[row][column]}'"
            for column in range(len(grid.engagement), 0, -1)
        )
        rows.append((row, _case(cells, f"'{grid.cells[row][0]}'")))
    outer = " ".join(f"WHEN d.fit >= {grid.fit[row - 1]} THEN {cell}" for row, cell in rows if row)
    return _case(outer, rows[-1][1])


def _case(whens: str, otherwise: str) -> str:
    """Return the CASE, or only its ELSE where a dimension has no threshold."""
    return f"CASE {whens} ELSE {otherwise} END" if whens else otherwise


def _gap_sql(grid: Grid, grade: str) -> str:
    ways = [
        f"greatest(0, {fit} - d.fit) + greatest(0, {engagement} - d.engagement)"
        for fit, engagement in grid.ways_to(grade)
    ]
    return f"least({', '.join(ways)})" if ways else "NULL::int"


def _objects(pairs: Iterable[tuple[str, str]]) -> str:
    """Return one JSON object of the pairs without its nulls."""
    written = [f"{literal(key)}, {value}" for key, value in pairs]
    chunks = [written[start : start + PAIRS] for start in range(0, len(written), PAIRS)]
    objects = [f"jsonb_build_object({', '.join(chunk)})" for chunk in chunks]
    return f"jsonb_strip_nulls({' || '.join(objects)})" if objects else "'{}'::jsonb"


__all__ = ["Evidence", "IdRange", "IdSet", "ScoreCompiler", "counted", "light_registry"]
