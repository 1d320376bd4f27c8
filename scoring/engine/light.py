"""The SQL of the light: which requirements hold, and for want of what one fails; of every definition in turn."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from conditions.fragments import Fragment, join, literal
from conditions.nodes import FieldTest, Group, Node, Not, walk
from conditions.registry import Registry
from conditions.sql import Compiler
from scoring.choices import GRADES
from scoring.engine.choosing import Choice
from scoring.engine.pieces import any_of, gap_sql
from scoring.engine.spec import Definition, Grid, LightSpec, score_fields_of


# What a requirement that a definition does not have says: q, u, p, t as in ``LightWriter.reads``.
NOTHING = {
    "q": Fragment("true"),
    "u": Fragment("false"),
    "p": Fragment("NULL::int"),
    "t": Fragment("NULL::text"),
}
COLUMNS = {"score.grade": "s.grade", "score.score": "s.score"}


def light_registry(registry: Registry) -> Registry:
    """Return what the definition of green may name: all fields, and the grade and score just worked out."""
    fields = [
        replace(field, column=COLUMNS[field.name]) if field.name in COLUMNS else field
        for field in registry.fields
        if field.name != "score.light"
    ]
    return replace(registry, fields=tuple(fields))


class LightWriter:
    """Writes the requirements (``q``) and the verdict on them (``g``) into a compiler's statement."""

    def __init__(self, rules: Compiler, light: LightSpec, grid: Grid, *, by_hand: str) -> None:
        self.rules = rules
        self.light = light
        self.grid = grid
        self.by_hand = by_hand
        self.requirements = light.requirements

    def reads(self) -> list[dict[str, Fragment]]:
        """Return for each requirement: q whether it holds, u whether a datum it asks for is unknown, p how many
        tenths are wanting, t the grade that is wanted.
        """
        return [
            {
                "q": self.rules.add(node),
                "u": self._unknown(node),
                "p": self._gap(node),
                "t": self._target(node),
            }
            for node in self.requirements
        ]

    @property
    def _near_score(self) -> str:
        return f"near.score.{self.light.near}"

    def _unknown(self, node: Node) -> Fragment:
        names = _asked_fields(node)
        return any_of(self.rules.add(FieldTest(name, "is_empty")) for name in names)

    def _gap(self, node: Node) -> Fragment:
        """Return how many tenths are wanting for a requirement on grade or score; NULL if it is on neither."""
        asked = score_fields_of(node)
        if "score.grade" in asked:
            return self._gap_to_grade(node)
        if "score.score" not in asked:
            return Fragment("NULL::int")
        near = self.rules.add(_renamed(node, {"score.score": self._near_score}))
        wanting = (
            f"{_least_score(node)} - s.score" if _least_score(node) is not None else f"{self.light.near}"
        )
        return Fragment(f"CASE WHEN {near.sql} THEN 10 * ({wanting}) END", near.params)

    def _gap_to_grade(self, node: Node) -> Fragment:
        """Put each grade in turn into the requirement: the gap is that to the nearest grade with which it holds.

        A grade that no place of the grid gives is never near.
        """
        cases = [
            self._gap_case(node, grade, held)
            for grade, held in self._held_with_grades(node)
            if self.grid.ways_to(grade)
        ]
        if not cases:
            return Fragment("NULL::int")
        gaps = join(", ", cases)
        return Fragment(f"least({gaps.sql})", gaps.params)

    def _gap_case(self, node: Node, grade: str, held: Fragment) -> Fragment:
        """Return the gap to one grade; where points of the score are wanting too, whichever is more."""
        gap = gap_sql(self.grid, grade)
        if "score.score" not in score_fields_of(node):
            return Fragment(f"CASE WHEN {held.sql} THEN {gap} END", held.params)
        least = [value for part in walk(node) if (value := _least_score(part)) is not None]
        wanting = f"{least[0]} - s.score" if len(least) == 1 else f"{self.light.near}"
        now = self.rules.add(_renamed(node, {"score.grade": f"near.{grade}"}))
        return Fragment(
            f"CASE WHEN {now.sql} THEN {gap} WHEN {held.sql} THEN greatest({gap}, 10 * ({wanting})) END",
            now.params + held.params,
        )

    def _target(self, node: Node) -> Fragment:
        """Return the lowest grade with which the requirement would hold; NULL where the lead has it already."""
        if "score.grade" not in score_fields_of(node):
            return Fragment("NULL::text")
        cases = [
            Fragment(f"WHEN {held.sql} THEN '{grade}'", held.params)
            for grade, held in reversed(self._held_with_grades(node))
        ]
        whens = join(" ", cases)
        return Fragment(f"nullif(CASE {whens.sql} END, s.grade)", whens.params)

    def _held_with_grades(self, node: Node) -> list[tuple[str, Fragment]]:
        """Return, for each grade worth reaching, whether the requirement would hold with it."""
        return [
            (
                grade,
                self.rules.add(
                    _renamed(node, {"score.grade": f"near.{grade}", "score.score": self._near_score})
                ),
            )
            for grade in GRADES[:-1]
        ]

    def verdict(self) -> tuple[Fragment, Fragment]:
        """Return light and reason. Amber: one requirement fails, and only by few points or an unknown datum."""
        if not self.requirements:
            return Fragment("'green'"), Fragment("'{}'::jsonb")
        places = range(1, len(self.requirements) + 1)
        failing = " + ".join(f"(NOT q.q{place})::int" for place in places)
        amber = " ".join(f"WHEN NOT q.q{place} THEN {self._is_near(place)}" for place in places)
        reasons = " ".join(f"WHEN NOT q.q{place} THEN {self._reason(place, failing)}" for place in places)
        return (
            Fragment(
                f"CASE WHEN {failing} = 0 THEN 'green' "
                f"WHEN {failing} = 1 AND CASE {amber} ELSE false END THEN 'amber' ELSE 'red' END"
            ),
            Fragment(f"CASE {reasons} ELSE '{{}}'::jsonb END"),
        )

    def _is_near(self, place: int) -> str:
        if score_fields_of(self.requirements[place - 1]):
            near = self.light.near * 10
            return f"({self.by_hand} = '' AND q.p{place} <= {near}) IS TRUE"
        return f"q.u{place}"

    def _reason(self, place: int, failing: str) -> str:
        """Return the JSON that names the first requirement that fails: one object, since each takes its time."""
        node = self.requirements[place - 1]
        detail = f"'failing', {failing}, 'requirement', {place}"
        if score_fields_of(node):
            grade = f"'grade', q.t{place}"
            whens = (
                (self._is_near(place), f"'code', 'points', 'points', (q.p{place} + 9) / 10"),
                ("true", "'code', 'grade'"),
            )
            cases = " ".join(
                f"WHEN {clause} AND q.t{place} IS NULL THEN jsonb_build_object({pairs}, {detail}) "
                f"WHEN {clause} THEN jsonb_build_object({pairs}, {grade}, {detail})"
                for clause, pairs in whens
            )
            return f"CASE {cases} END"
        names = _asked_fields(node)
        code = f"'code', CASE WHEN q.u{place} THEN 'missing' ELSE 'unmet' END"
        field = f"'field', {literal(names[0])}, " if names else ""
        return f"jsonb_build_object({code}, {field}{detail})"


def writers(rules: Compiler, definitions: Iterable[Definition], *, by_hand: str) -> list[LightWriter]:
    """Return the writer of each definition, each by the grid of its own model."""
    return [LightWriter(rules, found.light, found.model.grid, by_hand=by_hand) for found in definitions]


def columns_of(lights: Sequence[LightWriter], choice: Choice) -> list[Fragment]:
    """Return the columns of ``q``: at each place what the lead's own definition asks there."""
    columns = []
    for place, reads in enumerate(zip_longest(*(light.reads() for light in lights), fillvalue=NOTHING), 1):
        for name in NOTHING:
            read = choice.of([each[name] for each in reads])
            columns.append(Fragment(f"{read.sql} AS {name}{place}", read.params))
    return columns


def verdict_of(lights: Sequence[LightWriter], choice: Choice) -> list[Fragment]:
    """Return the columns of ``g``, by the lead's own definition."""
    names = ("light", "reason")
    verdicts = zip(*(light.verdict() for light in lights), strict=True)
    return [Fragment(f"{choice.of(each).sql} AS {name}") for name, each in zip(names, verdicts, strict=True)]


def with_nearby(registry: Registry, nears: Iterable[int]) -> Registry:
    """Add what the lead would have if it were near: each grade in turn, and a score a little higher."""
    grade = registry.field("score.grade")
    score = registry.field("score.score")
    nearby = [replace(grade, name=f"near.{letter}", column=f"'{letter}'::text") for letter in GRADES]
    nearby += [
        replace(score, name=f"near.score.{near}", column=f"least(100, s.score + {near})")
        for near in dict.fromkeys(nears)
    ]
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
