"""Which of several models, and of several definitions, a lead has: worked out once a lead, as a number.

Where a version has one model the texts are what they would be without any choice. Aliases: ``m`` the number of the
lead's model, ``w`` that of its definition; both count from 1 in the order they are asked, the last one is 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conditions.fragments import Fragment, join, literal
from conditions.sql import Compiler
from scoring.engine.pieces import lateral
from scoring.engine.spec import ModelSpec


@dataclass(frozen=True, slots=True)
class Choice:
    """Picks one of as many texts as there are models (or definitions), by a column that holds its number."""

    column: str
    count: int

    def of(self, texts: Sequence[Fragment]) -> Fragment:
        """Return the text of the lead's own; one for all where they do not differ."""
        if all(text == texts[-1] for text in texts):
            return texts[-1]
        whens = join(
            " ",
            [
                Fragment(f"WHEN {place} THEN {text.sql}", text.params)
                for place, text in enumerate(texts[:-1], 1)
            ],
        )
        last = texts[-1]
        return Fragment(f"CASE {self.column} {whens.sql} ELSE {last.sql} END", whens.params + last.params)

    def of_texts(self, texts: Sequence[str]) -> str:
        """Return the same of texts without parameters."""
        return self.of([Fragment(text) for text in texts]).sql

    def is_at(self, place: int) -> str:
        """Return the clause that holds for leads that have the one at this place, "" where all have it."""
        if self.count == 1:
            return ""
        return f"{self.column} = {self.number(place)}"

    def number(self, place: int) -> int:
        """Return the number of the one at this place, from 0."""
        return 0 if place == self.count - 1 else place + 1


class Chooser:
    """Writes the laterals ``m`` and ``w``, only where there is something to choose."""

    def __init__(self, rules: Compiler, spec: ModelSpec) -> None:
        self.spec = spec
        self.parts = spec.parts()
        self.definitions = tuple(spec.definitions())
        self.has_teams = any(part.light.teams for part in self.parts)
        self.models = Choice("m.n", len(self.parts))
        # Without teams' definitions there is one for each model, in the same order.
        self.lights = Choice("w.d" if self.has_teams else "m.n", len(self.definitions))
        self._laterals = self._write(rules)

    def laterals(self) -> list[Fragment]:
        """Return what makes ``m`` and ``w`` known."""
        return self._laterals

    @property
    def model_number(self) -> str:
        """The SQL of the number of the lead's model, 0 for the default one."""
        return self.models.column if self.spec.models else "0"

    @property
    def is_default(self) -> str:
        """The clause that holds for leads of the default model, "" where there is no other."""
        return self.models.is_at(len(self.parts) - 1)

    def model_key(self) -> str:
        """Return the SQL of the key of the lead's model."""
        return self.models.of_texts([literal(part.key) for part in self.parts])

    def definition_key(self) -> str:
        """Return the SQL of the key of the lead's definition."""
        return self.lights.of_texts([literal(found.address.definition) for found in self.definitions])

    def columns(self) -> Fragment:
        """Return the columns ``model_key`` and ``definition_key``."""
        return Fragment(f"{self.model_key()} AS model_key, {self.definition_key()} AS definition_key")

    def _write(self, rules: Compiler) -> list[Fragment]:
        found = []
        if self.spec.models:
            whens = [rules.add(model.condition) for model in self.spec.models]
            found.append(lateral([_first(whens, list(range(1, len(whens) + 1)), 0, "n")], "m"))
        if self.has_teams:
            column = self.models.of([self._of_part(rules, place) for place in range(len(self.parts))])
            found.append(lateral([Fragment(f"{column.sql} AS d", column.params)], "w"))
        return found

    def _of_part(self, rules: Compiler, place: int) -> Fragment:
        """Return the number of the first definition of the model whose condition holds, else of its own."""
        key = self.parts[place].key
        places = [at for at, found in enumerate(self.definitions) if found.address.model == key]
        numbers = [self.lights.number(at) for at in places]
        whens = [rules.add(team.when) for team in self.parts[place].light.teams]
        return _first(whens, numbers[:-1], numbers[-1])


def _first(whens: Sequence[Fragment], numbers: Sequence[int], otherwise: int, name: str = "") -> Fragment:
    """Return the CASE that gives the number of the first that holds."""
    asked = join(
        " ",
        [
            Fragment(f"WHEN {when.sql} THEN {number}", when.params)
            for when, number in zip(whens, numbers, strict=True)
        ],
    )
    sql = f"CASE {asked.sql} ELSE {otherwise} END" if whens else str(otherwise)
    return Fragment(f"{sql} AS {name}" if name else sql, asked.params)
