"""Models of scoring."""

from scoring.models.chunk import RescoreChunk
from scoring.models.learned import LearnedModel
from scoring.models.model import Criterion, CriterionGroup, ScoringModel
from scoring.models.sign_off import HandGrade, SignOff
from scoring.models.snapshot import ScoreSnapshot


__all__ = [
    "Criterion",
    "CriterionGroup",
    "HandGrade",
    "LearnedModel",
    "RescoreChunk",
    "ScoreSnapshot",
    "ScoringModel",
    "SignOff",
]
