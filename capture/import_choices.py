"""Closed vocabularies of imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """Where an import stands."""

    MAPPING = "mapping", pgettext_lazy("import", "Columns to choose")
    READY = "ready", pgettext_lazy("import", "Ready to start")
    RUNNING = "running", pgettext_lazy("import", "Running")
    DONE = "done", pgettext_lazy("import", "Done")
    STOPPED = "stopped", pgettext_lazy("import", "Stopped")
    UNDOING = "undoing", pgettext_lazy("import", "Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


# Nothing was written to leads yet.
OPEN = (ImportState.MAPPING, ImportState.READY)


class Origin(models.TextChoices):
    """Where the list comes from."""

    OWN = "own", _("Our own customers or contacts")
    EVENT = "event", _("People met at an event")
    RENTED = "rented", _("A rented or bought list")
    COLD = "cold", _("A cold list, researched by us")


class Basis(models.TextChoices):
    """Why we may keep these people and write to them."""

    CONSENT = "consent", _("They agreed to marketing mail")
    CONTRACT = "contract", _("They are customers")
    INTEREST = "interest", _("Our legitimate interest")
    UNKNOWN = "unknown", _("Not known")


class MarkState(models.TextChoices):
    """What undoing made of what an import did to a lead."""

    STANDS = "stands", _("Stands")
    UNDONE = "undone", _("Put back")
    LEFT = "left", _("Left alone")


class LeftReason(models.TextChoices):
    """Why undoing left a lead, or a fact of it, as it is."""

    TOUCHED = "touched", _("Somebody worked with it since")
    CHANGED = "changed", _("Changed again since")
    TAKEN = "taken", _("Another open lead has its former e-mail address")
    GONE = "gone", _("No longer there")


class Verdict(models.TextChoices):
    """What an import would make of a row."""

    NEW = "new", _("New")
    UPDATE = "update", pgettext_lazy("row", "Update")
    SAME = "same", _("Nothing new")
    MERGE = "merge", _("Same as another row")
    SKIP = "skip", _("Left out")
    ERROR = "error", pgettext_lazy("row", "Error")
