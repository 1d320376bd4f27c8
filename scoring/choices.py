"""Closed vocabularies of scoring; lower-case texts in the database, held by check constraints."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dimension(models.TextChoices):
    """The two things a score says: whether the lead suits us, and whether we interest the lead."""

    FIT = "fit", _("Fit")
    ENGAGEMENT = "engagement", _("Engagement")


class Mode(models.TextChoices):
    """How often a criterion counts."""

    PER_LEAD = "per_lead", _("Once, if the lead meets it")
    PER_ACTIVITY = "per_activity", _("For each activity")


class State(models.TextChoices):
    """Where a version of the model stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Live")
    RETIRED = "retired", _("Retired")


class Side(models.TextChoices):
    """Who agrees to a draft before it goes live, where the workspace wants both."""

    MARKETING = "marketing", _("Marketing")
    SALES = "sales", _("Sales")


class Event(models.TextChoices):
    """Why a snapshot was taken."""

    CHANGED = "changed", _("Grade or light changed")
    HANDED_OFF = "handed_off", _("Handed to Sales")
    ACCEPTED = "accepted", _("Accepted by Sales")
    REJECTED = "rejected", _("Returned to Marketing")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


# The activities at which the score is kept as it was, so that later studies have no hindsight (design §4).
SNAPSHOT_KINDS = (Event.HANDED_OFF, Event.ACCEPTED, Event.REJECTED, Event.WON, Event.LOST)
GRADES = "ABCD"
