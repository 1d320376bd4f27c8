"""Closed vocabularies of the reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Span(models.TextChoices):
    """The periods one click away."""

    MONTH = "month", _("This month")
    LAST30 = "last30", _("Last 30 days")
    QUARTER = "quarter", _("This quarter")
    YEAR = "year", _("This year")
    CUSTOM = "custom", _("From … to …")


class By(models.TextChoices):
    """What the funnel and the sources are broken down by."""

    TIME = "time", _("Time")
    SOURCE = "source", _("Source")
    CAMPAIGN = "campaign", _("Campaign")


class Step(models.TextChoices):
    """The steps of the road in their order."""

    INQUIRIES = "inquiries", _("Inquiries")
    ACCEPTED = "accepted", pgettext_lazy("inquiries", "Accepted inquiries")
    LEADS = "leads", _("Leads")
    MQL = "mql", pgettext_lazy("leads", "Handed to Sales")
    SAL = "sal", pgettext_lazy("leads", "Accepted by Sales")
    SQL = "sql", pgettext_lazy("leads", "Qualified")
    CONVERTED = "converted", pgettext_lazy("leads", "Converted")
    WON = "won", pgettext_lazy("leads", "Won")


# The steps that a lead takes itself; the first two are of inquiries.
ROAD = (Step.LEADS, Step.MQL, Step.SAL, Step.SQL, Step.CONVERTED, Step.WON)


class Fate(models.TextChoices):
    """The ways by which a lead leaves Sales or the road."""

    RETURNED = "returned", pgettext_lazy("leads", "Returned")
    RECYCLED = "recycled", pgettext_lazy("leads", "Recycled")
    DISQUALIFIED = "disqualified", pgettext_lazy("leads", "Disqualified")
    INVALID = "invalid", pgettext_lazy("leads", "Invalid")


class Basis(models.TextChoices):
    """Which grade the calibration looks at."""

    THEN = "then", _("Grade at hand-off")
    NOW = "now", _("Grade now")
