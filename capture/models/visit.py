"""What was seen on tracked websites, and who its visitors turned out to be."""

from django.db import models
from django.db.models import Q

from capture.choices import TouchChannel, VisitKind
from core.models import FencedManager, FencedModel, FencedQuerySet, ref


class VisitQuerySet(FencedQuerySet):
    """Named sets of visits."""

    def unattached(self) -> "VisitQuerySet":
        """Return what no lead is known for."""
        return self.filter(lead=None)


class Visit(FencedModel):
    """One thing somebody did on a tracked page. Written once; only its lead is set later, and set once.

    ``data``: ``{"utm": {"source": …}, "ids": {"gclid": …}, "props": {…}}``, each only if there is any.
    """

    id = models.BigAutoField(primary_key=True)
    # the random name the script gave the browser; who it is nobody knows until somebody names themselves
    visitor = models.CharField(max_length=40, db_collation="C")
    kind = models.CharField(max_length=12, choices=VisitKind.choices, db_collation="C")
    # when it came, by our clock
    at = models.DateTimeField()
    url = models.CharField(max_length=1000)
    title = models.CharField(max_length=200, blank=True)
    referrer = models.CharField(max_length=500, blank=True)
    # of a file, a form or an event
    name = models.CharField(max_length=120, blank=True)
    # what brought the visitor, on the first page of a visit; empty on those that follow
    channel = models.CharField(max_length=12, choices=TouchChannel.choices, blank=True)
    data = models.JSONField(default=dict)
    # the network part of the address only
    ip_class = models.CharField(max_length=60, blank=True)
    # goes with its lead: what an erased person did is nobody else's either
    lead = ref("leads.Lead", null=True)

    objects = FencedManager.from_queryset(VisitQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=VisitKind.values), name="capture_visit_kind"),
            models.CheckConstraint(
                condition=Q(channel__in=["", *TouchChannel.values]), name="capture_visit_channel"
            ),
        ]
        indexes = [
            # read by the limits (index-only), the settings page and the nightly forgetting
            models.Index(
                fields=["workspace_id", "at", "id"], include=["ip_class", "lead"], name="capture_visit_newest"
            ),
            # read when a visitor is named
            models.Index(fields=["workspace_id", "visitor", "at"], name="capture_visit_visitor"),
            # read by the lead's touches
            models.Index(
                fields=["workspace_id", "lead", "at"],
                condition=Q(lead__isnull=False),
                name="capture_visit_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.url}"


class VisitorName(FencedModel):
    """That from a moment on, and before it if nobody was named sooner, a visitor is this lead; never changed.

    ``evidence`` is what named it, each once: "inquiry:<public id>", or "click:<message id>:<place>:<click id>" for the
    newest click of that link at or before it, which counts once it is known to be a person's.
    """

    id = models.BigAutoField(primary_key=True)
    visitor = models.CharField(max_length=40, db_collation="C")
    lead = ref("leads.Lead")
    at = models.DateTimeField()
    evidence = models.CharField(max_length=120, db_collation="C")
    message = ref("messaging.Message", null=True)
    place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "visitor", "evidence"], name="capture_visitorname_once"
            )
        ]
        # read when a lead or a mail is deleted
        indexes = [
            models.Index(fields=["workspace_id", "lead"], name="capture_visitorname_lead"),
            models.Index(
                fields=["workspace_id", "message"],
                condition=Q(message__isnull=False),
                name="capture_visitorname_message",
            ),
        ]

    def __str__(self) -> str:
        return self.evidence
