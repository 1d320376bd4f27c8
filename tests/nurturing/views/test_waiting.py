"""A lead's care on its page, who stands where, and who waits for a person."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.scope import workspace_scope
from messaging import defaults as messaging_defaults
from messaging.models import Template
from nurturing import defaults, targets
from nurturing.models import Care, ContentPiece, Enrollment, Workflow, WorkflowVersion
from nurturing.services import care
from tests.factories.leads import make_lead, make_topic


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WAITING = "/w/acme/waiting/"


@pytest.fixture
def person(client_for, marketer) -> Client:
    return client_for(marketer)


@pytest.fixture
def flow(workspace):
    """The default workflow, active."""
    with workspace_scope(workspace.pk):
        messaging_defaults.create_templates(language="en", by=None, at=timezone.now())
        defaults.create(language="en", by=None, at=timezone.now())
        return Workflow.objects.get()


@pytest.fixture
def leads(workspace, flow):
    """One lead under way, one without consent, one without an address; cared for."""
    with workspace_scope(workspace.pk):
        made = {
            "ana": make_lead(first_name="Ana", email="ana@x.es", marketing_consent="given"),
            "mute": make_lead(first_name="Mute", email="mute@x.es"),
            "lost": make_lead(first_name="Lost", company="Nowhere"),
        }
        care.reconcile(lead_ids=[lead.pk for lead in made.values()], at=timezone.now())
        return {name: lead.pk for name, lead in made.items()}


def shown(client, url):
    return html.unescape(client.get(url).content.decode())


def test_who_waits_stands_under_the_reason_with_the_next_verb(person, leads):
    every, mute = shown(person, WAITING), shown(person, f"{WAITING}?reason=no_consent")

    assert "Mute" in every
    assert "Lost" in every
    assert f"/w/acme/leads/{leads['mute']}/consent/" in every
    assert f"/w/acme/leads/{leads['lost']}/facts/email/" in every
    assert ">Ana<" not in every
    assert "Ask by phone" in mute
    assert "Lost" not in mute


def test_todays_page_counts_who_waits(person, leads):
    page = shown(person, "/w/acme/today/")

    assert f"{WAITING}?reason=no_consent" in page
    assert f"{WAITING}?reason=no_address" in page


def test_nobody_waits_in_an_empty_workspace(person):
    assert "Nobody waits" in shown(person, WAITING)


def test_only_marketing_sees_who_waits(client_for, rep, viewer, leads):
    assert client_for(rep).get(WAITING).status_code == 403
    assert client_for(viewer).get(WAITING).status_code == 403


def test_the_lead_page_tells_the_one_care(person, leads):
    ana, mute = (shown(person, f"/w/acme/leads/{leads[name]}/") for name in ("ana", "mute"))

    assert "General care" in ana
    assert "Move on" in ana
    assert "Waits for a person:" in mute
    assert "No consent to mail" in mute


def test_a_lead_is_taken_out_and_put_into_another_workflow(person, workspace, leads, flow):
    with workspace_scope(workspace.pk):
        at = Enrollment.objects.get(lead_id=leads["ana"]).pk
    out = person.post(f"/w/acme/enrollments/{at}/leave/")
    back = person.post(f"/w/acme/leads/{leads['ana']}/enroll/", {"workflow": flow.pk})

    assert out.status_code == back.status_code == 303
    with workspace_scope(workspace.pk):
        left, active = Enrollment.objects.filter(lead_id=leads["ana"]).order_by("pk")
    assert (left.reason, active.state) == ("by_hand", "active")
    page = shown(person, f"/w/acme/leads/{leads['ana']}/")
    assert "Taken out by hand" in page


def test_who_may_not_be_mailed_cannot_be_enrolled(person, workspace, leads, flow):
    refused = person.post(f"/w/acme/leads/{leads['mute']}/enroll/", {"workflow": flow.pk})

    assert refused.status_code == 409
    assert "No consent to mail" in html.unescape(refused.content.decode())


def test_who_has_left_already_cannot_be_taken_out_again(person, workspace, leads):
    with workspace_scope(workspace.pk):
        url = f"/w/acme/enrollments/{Enrollment.objects.get(lead_id=leads['ana']).pk}/leave/"

    first, second = person.post(url), person.post(url)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "This lead has left the workflow already." in html.unescape(second.content.decode())


def test_a_workflow_that_takes_nobody_any_more_is_refused_on_the_form(person, workspace, leads, flow):
    with workspace_scope(workspace.pk):
        WorkflowVersion.objects.update(retired_at=timezone.now())

    refused = person.post(f"/w/acme/leads/{leads['mute']}/enroll/", {"workflow": flow.pk})

    assert refused.status_code == 409
    assert "This workflow is not active" in html.unescape(refused.content.decode())


def test_moving_on_ends_a_wait_now(person, workspace, leads):
    with workspace_scope(workspace.pk):
        at = Enrollment.objects.get(lead_id=leads["ana"])
        Enrollment.objects.filter(pk=at.pk).update(due_at=timezone.now() + timedelta(days=9))
    done = person.post(f"/w/acme/enrollments/{at.pk}/move-on/")
    with workspace_scope(workspace.pk):
        at.refresh_from_db()
        Workflow.objects.update(state="paused")
    paused = person.post(f"/w/acme/enrollments/{at.pk}/move-on/")

    assert done.status_code == 303
    assert at.due_at <= timezone.now()
    assert paused.status_code == 409


def test_people_lists_each_state_and_a_rep_sees_no_lead_of_marketing(person, client_for, rep, leads, flow):
    url = f"/w/acme/workflows/{flow.pk}/people/"

    assert "Ana" in shown(person, url)
    assert "Ana" not in shown(person, f"{url}?state=left")
    assert "Ana" not in shown(client_for(rep), url)


def test_many_are_enrolled_from_the_list_and_taken_back(person, workspace, leads, flow):
    with workspace_scope(workspace.pk):
        Enrollment.objects.all().delete()
        Care.objects.all().delete()
    body = {"lead": [leads["ana"], leads["mute"]], "go": "1", "workflow": flow.pk}
    said = person.post("/w/acme/leads/bulk/enroll/", body, follow=True).content.decode()
    with workspace_scope(workspace.pk):
        entered = list(Enrollment.objects.active().values_list("lead_id", flat=True))
        deed = Enrollment.objects.count()

    assert entered == [leads["ana"]]
    assert "1 lead enrolled in “General care”." in html.unescape(said)
    assert deed == 1


def test_mails_link_to_content_and_templates_know_their_workflows(workspace, flow):
    with workspace_scope(workspace.pk):
        topic = make_topic("kitchens")
        ContentPiece.objects.create(
            slug="guia", title="Guía", url="https://a.example/", topic=topic, phase="decision"
        )
        found = targets.resolve("guia")
        version = flow.versions.get()
        template = version.steps[0]["template"]
        pk = Template.objects.get(public_id=template).pk
        uses = targets.uses([pk])

    assert (found.url, found.topic, found.phase) == ("https://a.example/", "kitchens", "decision")
    assert targets.PREFIX == "content"
    assert [use.label for use in uses[pk]] == ["General care"]
