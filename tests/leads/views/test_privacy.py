"""The privacy page: who may see it, what it shows, and the three wishes."""

import json

import pytest

from core.scope import workspace_scope
from leads.models import Erasure, Lead, Restriction
from leads.services import consent
from tenants.models import AuditEntry
from tests.factories.leads import make_lead
from work import jobs
from work.models import Job


@pytest.fixture
def lead(workspace, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with workspace_scope(workspace.pk):
        lead = make_lead(first_name="Ana", last_name="Luna", email="ana@sol.es")
        consent.record(
            lead=lead,
            is_given=True,
            text="Send me news.",
            text_version="form 1 v2",
            channel="form",
            evidence="inquiry:7",
            ip_class="203.0.113.0/24",
            at=lead.created_at,
            by=None,
            source="Contact",
        )
    return lead


@pytest.fixture
def alice(client_for, admin):
    return client_for(admin)


def page(lead, more=""):
    return f"/w/acme/leads/{lead.pk}/privacy/{more}"


def run_jobs(workspace, times=1):
    with workspace_scope(workspace.pk):
        for _ in range(times):
            jobs.run(
                keys=list(Job.objects.values_list("pk", flat=True)), at=Job.objects.latest("pk").created_at
            )


def test_the_ledger_says_who_what_when_and_why(alice, lead):
    shown = alice.get(page(lead)).content.decode()

    for said in ("Send me news.", "form 1 v2", "inquiry:7", "203.0.113.0/24", "Contact", "The person"):
        assert said in shown


@pytest.mark.parametrize("path", ["", "restrict/", "erase/", "copy/", "file/"])
def test_others_than_admins_do_not_see_it(client_for, marketer, lead, path):
    assert client_for(marketer).get(page(lead, path)).status_code == 403


def test_everything_held_can_be_fetched_and_read_by_who_asked(alice, lead, workspace):
    assert alice.get(page(lead, "file/")).status_code == 404
    assert alice.post(page(lead, "export/")).status_code == 303
    run_jobs(workspace)

    answer = alice.get(page(lead, "file/"))
    document = json.loads(b"".join(answer.streaming_content))

    held = {part["table"]: part["rows"] for part in document["held"]}
    assert held["leads.Lead"][0]["email"] == "ana@sol.es"
    assert held["leads.ConsentRecord"][0]["text"] == "Send me news."
    copy = alice.get(page(lead, "copy/")).content.decode()
    assert "ana@sol.es" in copy
    # In words, without keys and quotes of programs.
    assert "purpose: marketing" in copy
    assert "lead_id" not in copy
    assert "{&#x27;" not in copy
    with workspace_scope(workspace.pk):
        assert AuditEntry.objects.filter(action="person.exported").count() == 1


def test_restricting_and_lifting_say_why(alice, lead, workspace):
    assert alice.post(page(lead, "restrict/"), {"reason": ""}).status_code == 422
    assert alice.post(page(lead, "restrict/"), {"reason": "Disputed."}).status_code == 303
    assert alice.post(page(lead, "restrict/"), {"reason": "Again."}).status_code == 409
    assert "Disputed." in alice.get(page(lead)).content.decode()
    assert alice.post(page(lead, "lift/"), {"reason": "Checked."}).status_code == 303
    with workspace_scope(workspace.pk):
        assert Restriction.objects.get().ended_reason == "Checked."


def test_erasing_needs_the_name_and_ends_in_a_certificate(alice, lead, workspace):
    wish = {"request": "person", "reference": "T-7", "name": "Ana"}
    assert alice.post(page(lead, "erase/"), wish).status_code == 422
    with workspace_scope(workspace.pk):
        assert not Erasure.objects.exists()

    answer = alice.post(page(lead, "erase/"), wish | {"name": "ana  luna"})
    assert answer.status_code == 303
    assert alice.post(page(lead, "erase/"), wish | {"name": "Ana Luna"}).status_code == 409
    run_jobs(workspace, 3)

    shown = alice.get(answer["Location"]).content.decode()
    with workspace_scope(workspace.pk):
        erasure = Erasure.objects.get()
        assert Lead.objects.get().email == ""
    assert erasure.state == "done"
    assert str(erasure.public_id) in shown
    assert "T-7" in shown
    assert "Luna" not in shown
    assert str(erasure.public_id) in alice.get("/w/acme/settings/erasures/").content.decode()
    assert "This person was erased" in alice.get(page(lead)).content.decode()
