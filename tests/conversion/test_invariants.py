"""The checks see what breaks, and nothing else."""

import pytest
from django.db import connection
from django.utils import timezone

from conversion.invariants import CHECKS
from conversion.models import Contact, Conversion, Opportunity, PipelineStage
from conversion.services import convert, opportunities, undo
from conversion.services.opportunities import OpportunityInput
from leads.models import Activity, LeadRank
from tests.factories.conversion import (
    lost_reason,
    make_account,
    make_contact,
    make_deal,
    make_qualified,
    stage,
)


AT = timezone.now()


@pytest.fixture
def made(pipeline, rep):
    """A converted lead, one deal won and one lost, one conversion undone."""
    lead = make_qualified(rep)
    conversion, _is_new = convert.convert(lead=lead, by=None, at=AT, opportunity=OpportunityInput())
    opportunities.win(opportunity=conversion.opportunity, by=None, at=AT)
    opportunities.lose(opportunity=make_deal(lead=lead), reason=lost_reason(), by=None, at=AT)
    other = make_qualified(rep, email="eva@luna.es", company="Luna")
    convert.convert(lead=other, by=None, at=AT, opportunity=None)
    undo.undo(lead=other, by=None, at=AT)
    return conversion


def broken(workspace):
    found = {}
    with connection.cursor() as cursor:
        for name, sql in CHECKS.items():
            cursor.execute(sql, {"workspace": workspace.pk})
            found[name] = [row[0] for row in cursor.fetchall()]
    return {name for name, ids in found.items() if ids}


def test_nothing_is_wrong_after_ordinary_work(workspace, made):
    assert broken(workspace) == set()


def test_another_workspace_is_left_out(other_workspace, made):
    Conversion.objects.all().delete()

    assert broken(other_workspace) == set()


@pytest.mark.parametrize(
    ("harm", "names"),
    [
        (lambda made: Conversion.objects.all().delete(), {"a converted lead has its conversion"}),
        (
            lambda made: LeadRank.objects.filter(pk=made.lead_id).update(stage="sql"),
            {"a conversion's lead is converted"},
        ),
        (
            lambda made: Contact.objects.filter(pk=made.contact_id).update(account=make_account("Other")),
            {"a conversion's records belong together", "an opportunity's contact is of its account"},
        ),
        (
            lambda made: Opportunity.objects.filter(pk=made.opportunity_id).update(stage=stage("New")),
            {"an opportunity's stage is of its pipeline and its state"},
        ),
        (
            lambda made: Opportunity.objects.filter(lead=None).update(
                contact=make_contact(make_account("X"))
            ),
            set(),
        ),
        (
            lambda made: PipelineStage.objects.filter(name="Visit").delete(),
            set(),
        ),
        (
            lambda made: PipelineStage.objects.filter(kind="open").update(kind="open", probability=1),
            set(),
        ),
    ],
)
def test_what_breaks_is_seen(workspace, made, harm, names):
    harm(made)

    assert broken(workspace) == names


def test_the_timeline_is_append_only_for_us_so_a_gap_would_be_ours(workspace, made, rep):
    lead = make_qualified(rep, email="x@y.es", company="Y")
    LeadRank.objects.filter(pk=lead.pk).update(stage="converted")
    Conversion.objects.create(lead=lead, account=made.account, at=AT)

    assert broken(workspace) == {"a conversion is once on its lead's timeline"}
    assert not Activity.objects.filter(lead=lead).exists()
