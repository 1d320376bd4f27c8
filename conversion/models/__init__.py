"""Models of conversion."""

from conversion.models.conversion import Conversion
from conversion.models.customers import Account, Contact
from conversion.models.opportunity import LostReason, Opportunity, Pipeline, PipelineStage
from conversion.models.word import SearchWord


__all__ = [
    "Account",
    "Contact",
    "Conversion",
    "LostReason",
    "Opportunity",
    "Pipeline",
    "PipelineStage",
    "SearchWord",
]
