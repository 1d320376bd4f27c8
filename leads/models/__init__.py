"""Models of leads."""

from leads.models.activity import Activity, ConsentRecord, FieldChange, StageChange
from leads.models.catalog import Campaign, CampaignCost, FieldDefinition, Product, Source, Topic
from leads.models.classification import ClassificationRule
from leads.models.clue import Clue, Inference
from leads.models.deed import Deed, DeedRow
from leads.models.lead import Lead
from leads.models.merge import LeadAlias, LikelyPair, MergeRecord
from leads.models.privacy import ErasedAddress, Erasure, Restriction
from leads.models.rank import LeadRank
from leads.models.segment import Segment
from leads.models.tag import LeadTag, Tag
from leads.models.task import Task
from leads.models.token import LeadToken
from leads.models.view import ListSetting, SavedView


__all__ = [
    "Activity",
    "Campaign",
    "CampaignCost",
    "ClassificationRule",
    "Clue",
    "ConsentRecord",
    "Deed",
    "DeedRow",
    "ErasedAddress",
    "Erasure",
    "FieldChange",
    "FieldDefinition",
    "Inference",
    "Lead",
    "LeadAlias",
    "LeadRank",
    "LeadTag",
    "LeadToken",
    "LikelyPair",
    "ListSetting",
    "MergeRecord",
    "Product",
    "Restriction",
    "SavedView",
    "Segment",
    "Source",
    "StageChange",
    "Tag",
    "Task",
    "Topic",
]
