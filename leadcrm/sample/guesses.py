"""What the sample's people infer without asking, and what a rep heard by the way."""

from datetime import datetime, timedelta
from typing import Any

from leads.models import Inference, Lead
from leads.services import clues, inferences
from tenants.models import User
from work.models import Job, WorkItem


INFERENCES: tuple[dict[str, Any], ...] = (
    {
        "name": "firma como dueño o dirige la casa",
        "condition": {
            "field": "person.job_title",
            "op": "contains_any",
            "value": ["propietari", "director", "gerente", "fundador", "socio"],
        },
        "question": "authority",
        "value": "decides",
        "confidence": 75,
    },
    {
        "name": "pone fecha en su mensaje",
        "condition": {
            "activity": "inquiry",
            "where": {"message": {"contains_any": ["enero", "marzo", "primavera", "septiembre", "urge"]}},
        },
        "question": "timeline",
        "value": "quarter",
        "confidence": 55,
    },
)
# Who, which question, answer, how sure, what speaks for it.
HEARD = (
    ("Bisagra", "timeline", "half_year", 40, "Tiene otra obra hasta el verano, lo dijo al colgar"),
    ("Sotoverde", "authority", "influences", 80, "La cadena firma desde Madrid"),
    ("Farmacia Nogales", "timeline", "quarter", 60, "El local de al lado queda libre en febrero"),
)


def lay_down(*, by: int, at: datetime) -> None:
    """Write the inferences; there is no lead yet that they would have to be applied to."""
    for values in INFERENCES:
        inferences.add(values=values, by=by, at=at)
    jobs = Job.objects.filter(kind=inferences.KIND)
    WorkItem.objects.filter(queue="job", key__in=jobs.values("pk")).delete()
    jobs.delete()
    Inference.objects.update(created_at=at)


def hear(*, now: datetime) -> None:
    """Let the rep note what was said between the lines."""
    rep = User.objects.get(email="marta@tresluces.example").pk
    for company, question, value, confidence, evidence in HEARD:
        lead = Lead.objects.filter(company__contains=company).order_by("pk").first()
        if lead is not None:
            clues.give(
                lead=lead,
                question=question,
                value=value,
                confidence=confidence,
                evidence=evidence,
                by=rep,
                at=now - timedelta(hours=20),
            )
