"""Leads made up for learning, whose truth is known."""

import numpy as np

from conditions.nodes import FieldTest
from scoring.engine.learning import Candidate, Sample, Task
from scoring.engine.spec import CriterionSpec, Grid, GroupSpec, LightSpec, ModelSpec, Text


SIZE = 1500


def spec(*points: int, caps: tuple[int | None, int | None] = (None, None)) -> ModelSpec:
    """Two criteria of fit, the rest of engagement."""
    criteria = [
        CriterionSpec(
            f"k{place}", Text(f"k{place}", f"k{place}"), FieldTest("person.phone", "is_empty"), each
        )
        for place, each in enumerate(points)
    ]
    groups = (
        GroupSpec("one", Text("one", "one"), "fit", caps[0], tuple(criteria[:2])),
        GroupSpec("two", Text("two", "two"), "engagement", caps[1], tuple(criteria[2:])),
    )
    grid = Grid((300, 600), (300,), (("D", "C"), ("C", "B"), ("B", "A")))
    return ModelSpec("", 60, 40, grid, LightSpec(FieldTest("score.grade", "eq", "A"), 5), groups)


def candidate(name: str, value: str) -> Candidate:
    return Candidate(FieldTest(name, "eq", value), "fit", name)


def task(*weights: float, truth: float = 0.0, seed: int = 1, noise: bool = False) -> Task:
    """Leads whose log odds are the weighted hits, and ``truth`` for the first of two candidates."""
    random = np.random.default_rng(seed)
    hits = (random.random((SIZE, len(weights))) < 0.4).astype(float)
    bits = (random.random((SIZE, 2)) < 0.3).astype(int)
    odds = hits @ np.array(weights) + truth * bits[:, 0] - 1
    won = random.random(SIZE) < (0.4 if noise else 1 / (1 + np.exp(-odds)))
    model = spec(*([100] * len(weights)))
    fit, engagement = hits[:, :2].sum(axis=1) * 100, hits[:, 2:].sum(axis=1) * 100
    sample = Sample(
        list(range(SIZE)),
        [bool(each) for each in won],
        hits.tolist(),
        ["".join(map(str, row)) for row in bits],
        [int(each) for each in fit],
        [int(each) for each in engagement],
        ["D"] * SIZE,
        [""] * SIZE,
        [None] * SIZE,
        [""] * SIZE,
        [0] * SIZE,
    )
    return Task(model, (candidate("source", "fair"), candidate("source", "web")), sample)
