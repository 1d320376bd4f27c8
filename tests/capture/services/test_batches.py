"""A batch of inquiries makes what the same inquiries make one after the other."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from capture.models import Inquiry
from capture.services import process, submit
from core.scope import workspace_scope
from leads.models import Activity, ConsentRecord, FieldChange, Lead, LeadToken, StageChange
from tests.factories import leads, tenants
from work.models import WorkItem


AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEFORE = AT - timedelta(days=9)
POOL = {
    "email": [
        "ana@sol.es",
        "luis@sol.es",
        "eva@luna.es",
        "eva@luna.es",
        "old@mar.es",
        "gone@mar.es",
        "nobody@",
    ],
    "phone": ["600111222", "600333444", "+34 600 111 222"],
    "full_name": ["Ana Ruiz", "Luis Gil", "Eva Mora"],
    "company": ["Sol", "Luna SL", "Mar"],
    "website": ["sol.es", "https://luna.es"],
    "tax_id": ["B123", "B456"],
    "external_id": ["x1", "x2"],
    "source": ["web", "fair"],
    "campaign": ["spring"],
    "topics": [["baths"], ["kitchens", "baths"]],
    "city": ["Soria", "León"],
    "consent": [{"marketing": True, "text": "Yes"}],
}


def _payload(chance: random.Random) -> dict:
    return {
        name: chance.choice(values)
        for name, values in POOL.items()
        if chance.random() < (0.55 if name in {"email", "full_name"} else 0.3)
    }


def _known() -> None:
    """Make people who are there already: open, closed, converted, without an address."""
    leads.make_lead(created_at=BEFORE, email="ana@sol.es", first_name="Ana", phone="600111222")
    leads.make_lead(created_at=BEFORE, email="old@mar.es", company="Mar", stage="converted")
    leads.make_lead(created_at=BEFORE, email="gone@mar.es", stage="disqualified")
    leads.make_lead(created_at=BEFORE, company="Luna SL", website="luna.es")


def _arrive(payloads: list[dict]) -> list[int]:
    keys = []
    for number, payload in enumerate(payloads):
        arrival = submit.Arrival(raw=json.dumps(payload).encode(), payload=payload, channel="api")
        inquiry, _new = submit.receive(arrival=arrival, at=AT + timedelta(minutes=number))
        keys.append(inquiry.pk)
    return keys


def _state() -> dict[str, list]:
    """Return everything that was written, without ids and without the order in which leads were made."""
    volatile = {"id", "workspace_id", "public_id", "created_at", "updated_at", "previous_lead_id"}
    volatile |= {"last_source_id", "last_campaign_id", "external_source_id"}
    every = list(Lead.objects.select_related("rank", "last_source", "rank__source", "previous_lead"))
    found = []
    for lead in every:
        columns = {
            field.attname: str(getattr(lead, field.attname))
            for field in Lead._meta.concrete_fields
            if field.attname not in volatile
        }
        of = {"lead": lead}
        found.append(
            json.dumps(
                [
                    columns,
                    str(lead.last_source),
                    str(lead.rank.source),
                    lead.rank.stage,
                    str(lead.created_at),
                    lead.previous_lead.email if lead.previous_lead else "",
                    sorted(LeadToken.objects.filter(**of).values_list("token", flat=True)),
                    sorted(map(str, StageChange.objects.filter(**of).values_list("to_stage", "reason"))),
                    sorted(map(str, FieldChange.objects.filter(**of).values_list("field", "new"))),
                    sorted(
                        map(str, ConsentRecord.objects.filter(**of).values_list("is_given", "text", "at"))
                    ),
                    sorted(_told(activity) for activity in Activity.objects.filter(**of)),
                    sorted(
                        map(str, Inquiry.objects.filter(**of).values_list("payload", "state", "received_at"))
                    ),
                    WorkItem.objects.filter(queue="lead", key=lead.pk).count(),
                ],
                sort_keys=True,
            )
        )
    held = Inquiry.objects.filter(lead=None).values_list("state", "reason", "received_at")
    return {"leads": sorted(found), "held": sorted(map(str, held))}


def _told(activity: Activity) -> str:
    data = {key: value for key, value in activity.data.items() if key not in {"inquiry", "previous"}}
    return f"{activity.kind} {activity.occurred_at} {sorted(data.items())}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_batch_makes_what_one_by_one_makes(db, seed):
    payloads = [_payload(random.Random(f"{seed}-{number}")) for number in range(40)]
    found = []
    for slug in ("batch", "single"):
        workspace = tenants.make_workspace(slug)
        with workspace_scope(workspace.pk):
            _known()
            keys = _arrive(payloads)
            at = AT + timedelta(days=1)
            for some in [keys] if slug == "batch" else [[key] for key in keys]:
                process.run(keys=some, at=at)
            found.append(_state())

    assert found[0]["held"] == found[1]["held"]
    assert found[0]["leads"] == found[1]["leads"]
    assert len(found[0]["leads"]) > 8
