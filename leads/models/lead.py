"""The lead: what we know of a company, a person and their interest."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django_countries.fields import CountryField

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref
from leads.choices import ERASED, Authority, Consent, Phase, Seniority, Timeline
from leads.models.rank import visible_ranks
from leads.models.token import found_by


class LeadQuerySet(FencedQuerySet):
    """Named sets of leads."""

    def open(self) -> "LeadQuerySet":
        """Return leads still on the road."""
        return self.filter(is_open=True)

    def visible_to(self, membership: Any) -> "LeadQuerySet":
        """Return what the member may see: reps their own and their team's in Sales' hands, others all."""
        return self.filter(visible_ranks(membership, prefix="rank__"))

    def search(self, text: str) -> "LeadQuerySet":
        """Return the leads that have every word of the text, the last one as a beginning; all without words."""
        found = found_by(text)
        return self if found is None else self.filter(pk__in=found)


class Lead(FencedModel, PublicIdModel, Timestamped):
    """One person and/or company with an interest; scores, stage and owner are in its ``rank``.

    ``*_norm`` columns are folded copies (``core.text.fold``) written by ``leads.normalize`` for search,
    matching and text rules. ``is_open`` has one writer, the stage service.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    is_open = models.BooleanField(default=True)
    # the moment the road began, given by whoever brings the lead; the same as in its rank
    created_at = models.DateTimeField()
    # the name another system has for it, and which system that is
    external_id = models.CharField(max_length=120, blank=True, db_collation="C")
    external_source = ref("leads.Source", null=True, blank=True, on_delete=models.SET_NULL)

    # company
    company = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=300, blank=True)
    domain = models.CharField(max_length=253, blank=True, db_collation="C")
    industry = models.CharField(max_length=120, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    country = CountryField(blank=True)
    region = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    # person
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    job_title = models.CharField(max_length=160, blank=True)
    seniority = models.CharField(max_length=10, choices=Seniority.choices, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=50, blank=True)
    # interest; amounts in whole units of the workspace's currency
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    product = ref("leads.Product", null=True, blank=True, on_delete=models.SET_NULL)
    need = models.TextField(blank=True)
    budget = models.BigIntegerField(null=True, blank=True)
    authority = models.CharField(max_length=10, choices=Authority.choices, blank=True)
    timeline = models.CharField(max_length=10, choices=Timeline.choices, blank=True)
    amount_guess = models.BigIntegerField(null=True, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    # the strongest probable answer to each question, {"budget": {"value", "confidence", "is_at_least", "norm"}};
    # one writer, ``leads.services.inferring``. What is known for certain is in the columns above and goes before it.
    clues = models.JSONField(default=dict, blank=True)
    # names of tags; one writer, ``leads.services.tags``, which keeps LeadTag in step
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # first and last touch: {"utm": {}, "page_url": "", "referrer": "", "at": iso}
    first_touch = models.JSONField(default=dict, blank=True)
    last_touch = models.JSONField(default=dict, blank=True)
    last_source = ref("leads.Source", null=True, blank=True, on_delete=models.SET_NULL)
    last_campaign = ref("leads.Campaign", null=True, blank=True, on_delete=models.SET_NULL)
    last_inquiry_at = models.DateTimeField(null=True, blank=True)
    marketing_consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.UNKNOWN)
    # classification (seed 003); a name in ``by_hand`` is left alone by the automatic step
    main_topic = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=13, choices=Phase.choices, blank=True)
    track = models.CharField(max_length=60, blank=True)
    by_hand = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    # recycled: not offered to Sales before this date, unless a newer inquiry comes
    resume_on = models.DateField(null=True, blank=True)
    recycle_reason = models.CharField(max_length=60, blank=True)
    hand_off_wish_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=60, blank=True)
    # the records an earlier lead of the same person became (ids in conversion; no upward reference)
    previous_lead = ref("leads.Lead", null=True, blank=True, on_delete=models.SET_NULL)

    # folded and normalized copies
    name_norm = models.CharField(max_length=260, blank=True, db_collation="C")
    company_norm = models.CharField(max_length=200, blank=True, db_collation="C")
    job_title_norm = models.CharField(max_length=160, blank=True, db_collation="C")
    industry_norm = models.CharField(max_length=120, blank=True, db_collation="C")
    city_norm = models.CharField(max_length=120, blank=True, db_collation="C")
    region_norm = models.CharField(max_length=120, blank=True, db_collation="C")
    need_norm = models.TextField(blank=True, db_collation="C")
    email_norm = models.CharField(max_length=320, blank=True, db_collation="C")
    phone_e164 = models.CharField(max_length=20, blank=True, db_collation="C")
    tax_id_norm = models.CharField(max_length=40, blank=True, db_collation="C")
    custom_norm = models.JSONField(default=dict, blank=True)

    objects = FencedManager.from_queryset(LeadQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_lead_public_id"),
            models.UniqueConstraint(
                fields=["workspace_id", "email_norm"],
                condition=Q(is_open=True) & ~Q(email_norm=""),
                name="leads_lead_one_open_per_email",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "external_id", "external_source"],
                condition=~Q(external_id=""),
                nulls_distinct=False,
                name="leads_lead_one_per_external_id",
            ),
        ]
        indexes = [
            # read by intake: company-only leads and likely matches
            models.Index(fields=["workspace_id", "email_norm"], name="leads_lead_email"),
            models.Index(fields=["workspace_id", "domain"], name="leads_lead_domain"),
            models.Index(fields=["workspace_id", "phone_e164"], name="leads_lead_phone"),
            models.Index(fields=["workspace_id", "company_norm", "id"], name="leads_lead_company"),
            models.Index(fields=["workspace_id", "name_norm", "id"], name="leads_lead_name"),
            models.Index(fields=["workspace_id", "-created_at", "-id"], name="leads_lead_newest"),
            models.Index(
                fields=["workspace_id", "tax_id_norm"], condition=~Q(tax_id_norm=""), name="leads_lead_tax_id"
            ),
            # read by the list's view of what Sales returned
            models.Index(
                fields=["workspace_id", "id"], condition=~Q(recycle_reason=""), name="leads_lead_returned"
            ),
            # read when a lead is deleted, to see what names it
            models.Index(
                fields=["workspace_id", "previous_lead"],
                condition=Q(previous_lead__isnull=False),
                name="leads_lead_previous",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """Return the person's name, empty for a company alone."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def title(self) -> str:
        """Return the best name there is for the lead."""
        if named := self.name or self.company or self.email or self.phone:
            return named
        return gettext("Erased") if self.closed_reason == ERASED else str(self.public_id)[:8]
