from datetime import UTC, datetime

import pytest
from django.db import connection

from leads import defaults, invariants
from leads.models import ClassificationRule, Deed, Lead, LeadRank, LeadTag, LeadToken, Source
from leads.services import bulk, classification, consent, intake, ownership, stages
from leads.services.bulk import ImportRow
from tests.factories.leads import make_lead
from work.models import Job


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def broken(workspace):
    found = set()
    with connection.cursor() as cursor:
        for name, sql in invariants.CHECKS.items():
            cursor.execute(sql, {"workspace": workspace.pk})
            if cursor.fetchall():
                found.add(name)
    return found


def test_defaults_are_laid_down_once_in_the_workspaces_language(in_scope):
    for _time in range(2):
        defaults.create(language="es", by=None, at=AT)

    assert Source.objects.count() == len(defaults.CHANNELS)
    assert Source.objects.get(slug="form").channel == "form"
    assert ClassificationRule.objects.count() == 4


def test_the_default_rules_sort_every_lead(in_scope):
    defaults.create(language="en", by=None, at=AT)
    plain, decided = make_lead(email="a@x.es"), make_lead(email="b@x.es", budget=1000)

    classification.assign(lead_ids=[plain.pk, decided.pk], at=AT)

    assert list(Lead.objects.order_by("pk").values_list("phase", "track")) == [
        ("awareness", "general"),
        ("decision", "general"),
    ]


def test_what_services_write_breaks_nothing(in_scope, rep):
    lead = intake.receive(
        facts={"email": "ana@sol.es"}, source=None, campaign=None, touch={"utm": {}}, at=AT, by=None
    ).lead
    ownership.assign(lead_id=lead.pk, owner_id=rep.user_id, by=None, at=AT)
    consent.record(
        lead=lead,
        is_given=True,
        text="",
        text_version="1",
        channel="form",
        evidence="x",
        ip_class="",
        at=AT,
        by=None,
    )
    stages.close(lead=lead, to_stage="disqualified", by=None, at=AT, reason="no_need")
    intake.receive(facts={"email": "ana@sol.es"}, source=None, campaign=None, touch={}, at=AT, by=None)
    rows = [ImportRow("1", {"first_name": "Eva"}, 2)]
    bulk.import_rows(rows=rows, source=None, policy="fill", at=AT, by=None)

    assert broken(in_scope) == set()


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        (lambda lead: LeadRank.objects.filter(lead=lead).delete(), "a lead has its rank"),
        (lambda lead: LeadToken.objects.filter(lead=lead).delete(), "a lead can be searched for"),
        (
            lambda lead: LeadRank.objects.filter(lead=lead).update(stage="sql"),
            "the last stage change led to the stage",
        ),
        (
            lambda lead: LeadRank.objects.filter(lead=lead).update(stage="invalid"),
            "a lead is open in the open stages and in no other",
        ),
        (
            lambda lead: LeadRank.objects.filter(lead=lead).update(created_at=AT.replace(year=2020)),
            "a lead and its rank began at one moment",
        ),
        (
            lambda lead: Lead.objects.filter(pk=lead.pk).update(tags=["x"]),
            "a lead's tags and their index agree",
        ),
        (lambda lead: LeadTag.objects.create(lead=lead, tag="x"), "a lead's tags and their index agree"),
        (
            lambda lead: Lead.objects.filter(pk=lead.pk).update(clues={"budget": {"confidence": 9}}),
            "the answers that stand are the strongest of the lead's clues",
        ),
        (
            lambda lead: Deed.objects.create(verb="tag", at=AT, changed=1),
            "a deed counts the leads it changed",
        ),
        (lambda lead: Job.objects.create(kind="deed"), "a deed that runs has its job on the queue"),
    ],
)
def test_harm_is_found(in_scope, harm, name):
    lead = intake.receive(
        facts={"email": "ana@sol.es"}, source=None, campaign=None, touch={}, at=AT, by=None
    ).lead

    harm(lead)

    assert name in broken(in_scope)
