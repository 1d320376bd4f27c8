"""Closed vocabularies of distribution."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandOffState(models.TextChoices):
    """How a hand-off stands; ``docs/guide/sales.md`` draws the moves."""

    OFFERED = "offered", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Returned")
    EXPIRED = "expired", _("Not answered in time")
    REASSIGNED = "reassigned", _("Given to somebody else")
    RECYCLED = "recycled", _("Recycled")
    CLOSED = "closed", _("Closed")


# Whether the rep's answer came from a person (the rest is ended by clock, hand or the lead's own end).
ANSWERED = (HandOffState.ACCEPTED, HandOffState.REJECTED, HandOffState.RECYCLED)
