"""Closed vocabularies of nurturing; lower-case texts in the database, held by check constraints."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContentFormat(models.TextChoices):
    """What kind of thing a piece of content is."""

    ARTICLE = "article", _("Article")
    GUIDE = "guide", _("Guide")
    CASE = "case", _("Customer story")
    VIDEO = "video", _("Video")
    WEBINAR = "webinar", _("Webinar")
    TOOL = "tool", _("Calculator or tool")
    OFFER = "offer", _("Offer")


class WorkflowState(models.TextChoices):
    """Whether a workflow takes leads in and moves them on; "draft" sends nothing (its dry run shows what it would)."""

    DRAFT = "draft", pgettext_lazy("workflow", "Dry run")
    ACTIVE = "active", pgettext_lazy("workflow", "Active")
    PAUSED = "paused", pgettext_lazy("workflow", "Paused")
    ARCHIVED = "archived", pgettext_lazy("workflow", "Archived")


class StepKind(models.TextChoices):
    """What a step of the outline does."""

    EMAIL = "email", _("Send an e-mail")
    WAIT = "wait", _("Wait")
    BRANCH_CLICK = "branch_click", _("Branch on a click")
    BRANCH_IF = "branch_if", _("Branch on a condition")
    WISH = "wish", _("Ask for a hand-off")
    TASK = "task", _("Make a task")
    EXIT = "exit", _("Leave the workflow")


class Reentry(models.TextChoices):
    """Whether a lead that was in the workflow may come again."""

    NEVER = "never", _("Never again")
    AFTER = "after", _("After some days")
    ALWAYS = "always", _("Whenever the condition holds")


class EnrollmentState(models.TextChoices):
    """Where one lead stands in one workflow."""

    ACTIVE = "active", pgettext_lazy("enrollment", "Under way")
    FINISHED = "finished", pgettext_lazy("enrollment", "Finished")
    LEFT = "left", pgettext_lazy("enrollment", "Left")


class LeaveReason(models.TextChoices):
    """Why an enrollment ended before its last step."""

    EXIT_RULE = "exit_rule", _("The exit condition holds")
    WITH_SALES = "with_sales", _("Sales has the lead")
    CLOSED = "closed", _("The lead was closed")
    NO_MAIL = "no_mail", _("May not be mailed")
    BY_HAND = "by_hand", _("Taken out by hand")
    OTHER_WORKFLOW = "other_workflow", _("Another workflow fits better")
    ARCHIVED = "archived", _("The workflow was archived")
    READY = "ready", _("Ready for Sales")
    MERGED = "merged", _("The lead was merged")


class CareKind(models.TextChoices):
    """The one care that every open lead has (design §3)."""

    SALES = "sales", _("A rep with a next step")
    NURTURE = "nurture", _("A workflow")
    RESUME = "resume", _("Rests until a date")
    REVIEW = "review", _("Waits for a person in Marketing")


class ReviewReason(models.TextChoices):
    """Why a lead waits for a person in Marketing."""

    AMBER = "amber", _("Near: something is missing")
    NO_ADDRESS = "no_address", _("No e-mail address")
    NO_CONSENT = "no_consent", _("No consent to mail")
    UNREACHABLE = "unreachable", _("Mail does not reach the address")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    RESTRICTED = "restricted", _("Processing is restricted")
    NO_OWNER = "no_owner", _("Green, but nobody to hand it to")
    NO_TRACK = "no_track", _("No workflow takes it in")
    TRACK_ENDED = "track_ended", _("Has been through its workflow")
