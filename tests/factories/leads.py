"""Leads and the lists around them; call inside a workspace's scope."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from core.scope import current_workspace_id
from leads import normalize
from leads.choices import OPEN_STAGES, Channel
from leads.models import (
    Activity,
    Campaign,
    FieldDefinition,
    Lead,
    LeadRank,
    LeadToken,
    Product,
    Source,
    Topic,
)
from leads.services import timeline


RANK_COLUMNS = {field.name for field in LeadRank._meta.concrete_fields} | {
    field.attname for field in LeadRank._meta.concrete_fields
}


def make_lead(**columns: Any) -> Lead:
    """Make a lead with its rank, normalized copies and search tokens.

    Columns of the rank (``stage``, ``owner``, ``score``, ``grade``, ``source``) may be given too. Without any
    identity the lead is Ana Ruiz of Reformas Sol. The pipeline is not told.
    """
    created_at = columns.pop("created_at", None) or timezone.now()
    rank = {name: columns.pop(name) for name in list(columns) if name in RANK_COLUMNS}
    if not {"email", "phone", "company", "first_name", "last_name", "external_id"} & set(columns):
        number = Lead.objects.count() + 1
        columns |= {
            "first_name": "Ana",
            "last_name": "Ruiz",
            "company": "Reformas Sol",
            "email": f"ana{number if number > 1 else ''}@reformassol.es",
        }
    lead = Lead(is_open=rank.get("stage", "marketing") in OPEN_STAGES, created_at=created_at, **columns)
    for name, value in normalize.copies(lead, country="ES").items():
        setattr(lead, name, value)
    lead.save(force_insert=True)
    LeadRank.objects.create(lead=lead, **{"created_at": created_at, "stage_at": created_at} | rank)
    LeadToken.objects.bulk_create(
        [LeadToken(lead=lead, token=token) for token in sorted(normalize.search_tokens(lead))]
    )
    return Lead.objects.select_related("rank").get(pk=lead.pk)


def make_source(slug: str = "web", **columns: Any) -> Source:
    """Make a source of the channel "form"."""
    return Source.objects.create(slug=slug, **{"name": slug.title(), "channel": Channel.FORM} | columns)


def make_campaign(slug: str = "spring", **columns: Any) -> Campaign:
    """Make a campaign."""
    return Campaign.objects.create(slug=slug, **{"name": slug.title()} | columns)


def make_topic(slug: str = "kitchens", **columns: Any) -> Topic:
    """Make a topic."""
    return Topic.objects.create(slug=slug, **{"name": slug.title()} | columns)


def make_product(slug: str = "kitchen", **columns: Any) -> Product:
    """Make a product."""
    return Product.objects.create(slug=slug, **{"name": slug.title()} | columns)


def make_field(key: str = "rooms", type: str = "number", **columns: Any) -> FieldDefinition:  # noqa: A002
    """Make a field of the workspace's own."""
    return FieldDefinition.objects.create(key=key, type=type, **{"label": key.title()} | columns)


def make_activity(lead: Lead, kind: str = "page_view", at: datetime | None = None, **data: Any) -> Activity:
    """Write one entry on the lead's timeline."""
    timeline.record(lead_id=lead.pk, kind=kind, at=at or timezone.now(), data=data)
    return Activity.objects.filter(lead=lead, workspace_id=current_workspace_id()).latest("pk")
