"""What is learned from outcomes, as values: the rules that could be, the sample they are held against, the verdicts.

Pure Python, so that pages may read it; the arithmetic is in ``learning_fit``, which only workers and commands load.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from conditions.nodes import FieldTest, Node, Not
from scoring.engine.spec import ModelSpec


# Below these nothing is learned: the numbers would say more about chance than about leads.
LEAST_ROWS, LEAST_WON, LEAST_LOST = 100, 30, 30
# So little above one half that sorting by it would help nobody, even where it is more than chance.
LEAST_AUC = 0.55
FOLDS = 5


class Verdict(StrEnum):
    """What a training run has to say for itself."""

    READY = "ready"
    TOO_FEW = "too_few"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that nobody has written yet: one value of a field, one threshold, one kind of activity.

    ``is_pooled``: too rare to stand alone, but it may be one of several values in a rule "is one of".
    """

    node: Node
    dimension: str
    subject: str
    is_pooled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Leads with a known outcome, as they were when Sales got them; one place in each list for each lead.

    ``hits[i][k]`` is how often criterion k counts for lead i, faded and cut as its points are; ``bits[i]`` has one
    character for each candidate. ``company`` groups the leads of one company, "" for none; ``models`` has the number of
    the lead's model, 0 for the default one. Units: ``fit`` and ``engagement`` in tenths.
    """

    lead_ids: list[int]
    won: list[bool]
    hits: list[list[float]]
    bits: list[str]
    fit: list[int]
    engagement: list[int]
    grades: list[str]
    company: list[str]
    happened_on: list[Any]
    external_ids: list[str]
    models: list[int]

    def __len__(self) -> int:
        return len(self.won)

    @property
    def positives(self) -> int:
        """Return how many were won."""
        return sum(self.won)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is to be learned: the model as it is, the candidates beside it, and the sample."""

    spec: ModelSpec
    candidates: tuple[Candidate, ...]
    sample: Sample

    @property
    def spec_keys(self) -> list[str]:
        """Return the criteria's keys, in the order of ``Sample.hits``."""
        return [criterion.key for criterion in self.spec.every_criterion()]

    def parts(self) -> list[ModelSpec]:
        """Return each lead's model."""
        # The default one is the last of them, and has the number 0.
        every = self.spec.parts()
        return [every[number - 1] for number in self.sample.models]


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule made of candidates; of several they are values of one field.

    ``is_turned``: it asks for the opposite, so that what speaks for a lead is what holds of it. ``known``: of a
    threshold, the candidate that asks whether there is a number at all: the opposite is "less than", not "unknown".
    """

    places: tuple[int, ...]
    is_turned: bool = False
    known: int | None = None

    def node(self, candidates: tuple[Candidate, ...]) -> Node:
        """Return its condition."""
        node = candidates[self.places[0]].node
        if len(self.places) > 1:
            nodes = [candidates[place].node for place in self.places]
            values = tuple(each.value for each in nodes if isinstance(each, FieldTest))
            assert isinstance(node, FieldTest)  # noqa: S101 - only values of a field are pooled
            node = FieldTest(node.field, "in", values)  # type: ignore[arg-type]
        return _opposite(node, is_threshold=self.known is not None) if self.is_turned else node


OPPOSITES = {"is_not_empty": "is_empty", "eq": "ne", "in": "not_in"}


def _opposite(node: Node, *, is_threshold: bool) -> Node:
    if isinstance(node, FieldTest):
        if node.op in OPPOSITES:
            return replace(node, op=OPPOSITES[node.op])
        if node.op == "gte" and is_threshold:
            return replace(node, op="lt")
    return Not(node)


def wanting(sample: Sample) -> dict[str, int] | None:
    """Return how many outcomes more are needed before anything can be learned; None where there are enough."""
    lost = len(sample) - sample.positives
    missing = {
        "outcomes": max(0, LEAST_ROWS - len(sample)),
        "won": max(0, LEAST_WON - sample.positives),
        "lost": max(0, LEAST_LOST - lost),
    }
    return missing if any(missing.values()) else None
