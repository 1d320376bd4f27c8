"""Closed vocabularies of scoring; lower-case texts in the database, held by check constraints."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Category(models.TextChoices):
    """What a criterion of the definition meeting asks about (seed 001)."""

    COMPANY = "company", _("Company")
    PERSON = "person", _("Person")
    INTEREST = "interest", _("Interest")
    SOURCE = "source", _("Source")
    WEB = "web", _("Web behavior")
    EMAIL = "email", _("E-mail behavior")
    EVENTS = "events", _("Events and conversations")
    QUALIFICATION = "qualification", _("Qualification answers")


class MeetingState(models.TextChoices):
    """Whether values may still be given."""

    OPEN = "open", pgettext_lazy("meeting", "Open")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")


class AnswerKind(models.TextChoices):
    """What the answer to a question at an event is: the kind of field that a form makes of it."""

    TEXT = "text", _("Text")
    CHOICE = "choice", _("One of several options")
    BOOLEAN = "boolean", _("Yes or no")
    NUMBER = "number", _("Number")


class ReviewKind(models.TextChoices):
    """What a review meeting looks back at (seed 001)."""

    HAND_OFFS = "hand_offs", _("Hand-offs to Sales")
    OPPORTUNITIES = "opportunities", _("Conversions to opportunity")


class Verdict(models.TextChoices):
    """What a participant says of a lead that Sales got."""

    GOOD = "good", pgettext_lazy("verdict", "Good")
    TOO_EARLY = "too_early", pgettext_lazy("verdict", "Too early")
    NOT_FIT = "not_fit", pgettext_lazy("verdict", "Not a fit")


class CaseOutcome(models.TextChoices):
    """What had become of a lead when the review began."""

    OPEN = "open", pgettext_lazy("outcome", "Not answered")
    ACCEPTED = "accepted", pgettext_lazy("outcome", "Accepted")
    RETURNED = "returned", pgettext_lazy("outcome", "Returned")
    WON = "won", pgettext_lazy("outcome", "Won")
    LOST = "lost", pgettext_lazy("outcome", "Lost")


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
