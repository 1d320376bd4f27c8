"""Models of leads."""

from leads.models.activity import Activity, ConsentRecord, FieldChange, StageChange
from leads.models.catalog import Campaign, FieldDefinition, Product, Source, Topic
from leads.models.classification import ClassificationRule
from leads.models.lead import Lead
from leads.models.rank import LeadRank
from leads.models.segment import Segment
from leads.models.task import Task
from leads.models.token import LeadToken


__all__ = [
    "Activity",
    "Campaign",
    "ClassificationRule",
    "ConsentRecord",
    "FieldChange",
    "FieldDefinition",
    "Lead",
    "LeadRank",
    "LeadToken",
    "Product",
    "Segment",
    "Source",
    "StageChange",
    "Task",
    "Topic",
]
