"""Whether the live rules tell winners from losers, and what rules and a probability learned from outcomes would do."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from scoring.engine import measures
from scoring.engine.learning import Sample, Task, Verdict, wanting
from scoring.engine.measures import Scored
from scoring.services import learning_rows, rescore
from scoring.services.explain import NoModel


class NoOutcome(DomainError):
    """No lead has ended yet, and no import said how any did."""

    code = "no_outcome"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What is to be measured, read at one moment; measuring needs no database."""

    version: int
    task: Task


def read(*, at: datetime, half: str | None = None) -> Reading:
    """Read every lead with a known outcome, as it was then; grades set by hand do not count.

    ``half``: "odd" or "even" takes the leads whose external id ends so, to tune on one half and report on the other.

    Raises: NoModel, NoOutcome.
    """
    live = rescore.live()
    if live is None:
        raise NoModel(_("No scoring model is live yet. Publish one first."))
    task = learning_rows.task(spec=live.spec, registry=live.registry, at=at)
    if half:
        task = Task(task.spec, task.candidates, _half(task.sample, half))
    if not len(task.sample):
        raise NoOutcome(_("No lead has an outcome: import one into the custom field “outcome”."))
    return Reading(live.version, task)


def evaluate(reading: Reading) -> dict[str, Any]:
    """Measure; takes seconds, so call it outside any transaction. Nothing is stored.

    The live rules are told at the top and again, with calibration, under "published"; "proposal" and "probability" are
    measured on leads that they were not learned from.
    """
    task = reading.task
    return {"version": reading.version, **measures.measure(_scored(task)), **_studied(task)}


def _studied(task: Task) -> dict[str, Any]:
    # Loaded here, since numpy and scikit-learn belong to workers and commands alone.
    from scoring.engine import learning_study

    missing = wanting(task.sample)
    if missing:
        said = {"verdict": Verdict.TOO_FEW, "missing": missing}
        published = learning_study.measure_published(task, is_calibrated=False)
        return _flat(published) | said | {"published": published, "proposal": None, "probability": None}
    study = learning_study.study(task)
    return _flat(study.measures["published"]) | {"verdict": study.verdict, "missing": None} | study.measures


def _flat(published: dict[str, Any]) -> dict[str, Any]:
    names = ("auc_interval", "pr_auc", "brier", "ece", "calibration")
    return {name: published[name] for name in names}


def _scored(task: Task) -> list[Scored]:
    sample = task.sample
    dims = zip(task.parts(), sample.fit, sample.engagement, sample.grades, sample.won, strict=True)
    return [
        Scored(part.fit_weight * fit + part.engagement_weight * engagement, grade, won)
        for part, fit, engagement, grade, won in dims
    ]


def _half(sample: Sample, half: str) -> Sample:
    parity = {"odd": 1, "even": 0}[half]
    ids = sample.external_ids
    kept = [place for place, name in enumerate(ids) if name.isdecimal() and int(name) % 2 == parity]
    return Sample(*([getattr(sample, field.name)[place] for place in kept] for field in fields(Sample)))
