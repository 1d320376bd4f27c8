"""Inferences and what they say of leads, for tests."""

from datetime import UTC, datetime, timedelta

from leads import segments
from leads.models import Activity, Inference, Lead, LeadRank
from leads.services import inferring


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


PREMIUM = {"field": "interest.need", "op": "contains", "value": "audi"}


def infer(*leads, at=AT):
    inferring.infer(lead_ids=[lead.pk for lead in leads], at=at)
    return [Lead.objects.get(pk=lead.pk).clues for lead in leads]


def rule(condition=PREMIUM, **columns):
    known = {"name": "drives a premium car", "question": "budget", "value": 20000, "is_at_least": True}
    return Inference.objects.create(
        condition=condition, **{**known, "confidence": 70, "claimed_at": AT - timedelta(days=1), **columns}
    )


def holds(condition):
    node, registry = segments.read(condition)
    found = segments.matching(LeadRank.objects.all(), node, registry, today=AT.date())
    return sorted(found.values_list("pk", flat=True))


def told(lead):
    rows = Activity.objects.filter(lead=lead, kind="clue").order_by("pk").values_list("data", flat=True)
    return [(data["value"], data["confidence"], data["inferred"]) for data in rows]
