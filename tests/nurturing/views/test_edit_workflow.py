"""Building a workflow in the browser: each edit is a small form or a button, with and without scripts."""

import html
import re

import pytest
from django.test import Client

from core.scope import workspace_scope
from messaging import defaults as messaging_defaults
from messaging.models import Template
from nurturing.models import ContentPiece, Workflow
from nurturing.services import workflows
from tests.factories.leads import make_lead


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FLOWS = "/w/acme/workflows/"
BIG = '{"field": "company.employees", "op": "gte", "value": 50}'
WITH_ADDRESS = '{"field": "person.email", "op": "is_not_empty"}'
PIECE = {"slug": "guia", "title": "Guía", "url": "https://acme.example/guia"}


@pytest.fixture
def person(client_for, marketer) -> Client:
    return client_for(marketer)


@pytest.fixture
def flow(person, workspace):
    """A workflow from the first starting template, with mails that can be sent."""
    with workspace_scope(workspace.pk):
        ContentPiece.objects.create(**PIECE)
    made = person.post(f"{FLOWS}new/", {"start": "welcome", "name": ""})
    assert made.status_code == 303
    with workspace_scope(workspace.pk):
        return Workflow.objects.get()


def steps(workspace, flow):
    with workspace_scope(workspace.pk):
        return workflows.current(flow).steps


def ids(workspace, flow):
    return [step["id"] for step in steps(workspace, flow)]


def test_a_start_brings_its_mails_and_can_be_activated_as_it_is(person, workspace, flow):
    page = person.get(f"{FLOWS}{flow.pk}/edit/").content.decode()
    trial = person.get(f"{FLOWS}{flow.pk}/dry-run/").content.decode()

    assert flow.name == "Welcome and guide"
    assert page.count('class="step-line') == 9
    assert "fault" not in page
    assert "Activate for 0 leads" in trial
    assert person.get(f"{FLOWS}new/").status_code == 200


def test_a_start_whose_link_is_open_names_the_fault_at_its_step(person, workspace):
    made = person.post(f"{FLOWS}new/", {"start": "welcome", "name": "Bodas"})
    page = person.get(made["Location"]).content.decode()

    assert "“Guide” has not been published yet." in html.unescape(page)
    assert "Activate for" not in person.get(made["Location"].replace("edit", "dry-run")).content.decode()


def test_two_workflows_do_not_share_a_name_or_their_mails(person, workspace, flow):
    again = person.post(f"{FLOWS}new/", {"start": "welcome", "name": flow.name})
    second = person.post(f"{FLOWS}new/", {"start": "welcome", "name": ""})

    assert again.status_code in {400, 409}
    assert second.status_code == 303
    with workspace_scope(workspace.pk):
        assert Template.objects.count() == 8


def test_steps_are_added_changed_moved_and_deleted_without_scripts(person, workspace, flow):
    url = f"{FLOWS}{flow.pk}/steps/"

    added = person.post(f"{url}new/?kind=task&after=s1", {"title": "Call", "days": "0"})
    changed = person.post(f"{url}s2/", {"amount": "1.5", "unit": "days", "weekdays": ["0", "4"]})
    person.post(f"{url}s10/move/", {"to": "up"})
    person.post(f"{url}s6/delete/")

    assert added.status_code == changed.status_code == 303
    now = {step["id"]: step for step in steps(workspace, flow)}
    assert list(now) == ["s10", "s1", "s2", "s3", "s4", "s5", "s7", "s8", "s9"]
    assert now["s10"] == {"id": "s10", "kind": "task", "title": "Call", "days": 0}
    assert now["s2"] == {"id": "s2", "kind": "wait", "days": 1.5, "weekdays": [0, 4]}


def test_a_deleted_step_comes_back_by_the_toast(person, workspace, flow):
    before = steps(workspace, flow)
    page = person.post(f"{FLOWS}{flow.pk}/steps/s7/delete/", follow=True).content.decode()
    undo = re.search(r'action="([^"]+/steps/restore/[^"]+)"', page)[1]
    gone = ids(workspace, flow)
    person.post(html.unescape(undo))

    assert "s7" not in gone
    assert steps(workspace, flow) == before
    assert person.post(f"{FLOWS}{flow.pk}/steps/restore/forged/").status_code == 404


def test_a_branch_is_filled_from_its_form_and_shown_in_it(person, workspace, flow):
    url = f"{FLOWS}{flow.pk}/steps/s4/"
    answer = {
        "what_0": "content:guia",
        "go_0": "s7",
        "what_1": "any",
        "go_1": "s8",
        "amount": "36",
        "unit": "hours",
        "otherwise": "",
        "email": "s1",
    }
    form = person.get(url).content.decode()
    person.post(url, answer)

    assert 'value="content:guia"' in form
    assert {step["id"]: step for step in steps(workspace, flow)}["s4"] == {
        "id": "s4",
        "kind": "branch_click",
        "cases": [{"content": ["guia"], "go": "s7"}, {"any": True, "go": "s8"}],
        "within_hours": 36,
        "email": "s1",
    }
    assert re.search(r'<option value="s8" selected', person.get(url).content.decode())


def test_a_step_that_says_nothing_is_refused_with_its_form(person, workspace, flow):
    before = steps(workspace, flow)
    for step, body in {
        "s1": {"template": ""},
        "s2": {"amount": "0", "unit": "days"},
        "s4": {"what_0": "any", "go_0": "", "amount": "3", "unit": "days"},
    }.items():
        refused = person.post(f"{FLOWS}{flow.pk}/steps/{step}/", body)

        assert refused.status_code == 422, step
        assert "error" in refused.content.decode()
    assert steps(workspace, flow) == before


def test_a_jump_that_a_move_turned_backwards_is_named_at_its_step(person, workspace, flow):
    for _time in range(4):
        person.post(f"{FLOWS}{flow.pk}/steps/s7/move/", {"to": "up"})

    page = html.unescape(person.get(f"{FLOWS}{flow.pk}/edit/").content.decode())

    assert "A jump goes forward only" in page
    assert 'class="step-line wrong" id="step-s4"' in page


def test_htmx_gets_the_form_in_place_and_then_the_outline(person, workspace, flow):
    asked = {"headers": {"HX-Request": "true"}}
    url = f"{FLOWS}{flow.pk}/steps/s2/"
    form = person.get(url, **asked).content.decode()
    saved = person.post(url, {"amount": "2", "unit": "hours"}, **asked)
    refused = person.post(url, {"amount": "", "unit": "hours"}, **asked)

    assert form.lstrip().startswith("<li")
    assert "<html" not in form
    assert (saved.status_code, saved["HX-Retarget"]) == (200, "#outline")
    assert "Wait 2 hours" in saved.content.decode()
    assert refused.status_code == 422
    assert "HX-Retarget" not in refused


def test_who_enters_and_who_leaves_are_conditions(person, workspace, flow):
    rule = '{"all": [{"field": "company.employees", "op": "gte", "value": 50}]}'
    person.post(
        f"{FLOWS}{flow.pk}/edit/entry/", {"cond-json": rule, "reentry": "after", "reentry_days": "90"}
    )
    person.post(f"{FLOWS}{flow.pk}/edit/leaving/", {"cond-json": rule})
    page = html.unescape(person.get(f"{FLOWS}{flow.pk}/edit/").content.decode())

    assert page.count("Employees is at least 50") == 2
    assert "may come again after 90 days" in page
    days = person.post(f"{FLOWS}{flow.pk}/edit/entry/", {"reentry": "after", "reentry_days": ""})
    assert days.status_code == 422


def test_a_live_workflow_is_edited_beside_it_and_published(person, workspace, flow):
    person.post(f"{FLOWS}{flow.pk}/activate/")
    person.post(f"{FLOWS}{flow.pk}/steps/s2/", {"amount": "7", "unit": "days"})
    page = html.unescape(person.get(f"{FLOWS}{flow.pk}/edit/").content.decode())
    person.post(f"{FLOWS}{flow.pk}/do/publish/")
    history = html.unescape(person.get(f"{FLOWS}{flow.pk}/history/").content.decode())

    assert "Version 2 is being written." in page
    assert "Wait 3 days" in history
    assert "<ins>Wait 7 days</ins>" in history
    with workspace_scope(workspace.pk):
        assert workflows.live(flow).number == 2


def test_whom_the_dry_run_names_enters(person, workspace, flow):
    person.post(f"{FLOWS}{flow.pk}/edit/entry/", {"cond-json": BIG, "reentry": "never"})
    with workspace_scope(workspace.pk):
        make_lead(first_name="Big", email="big@x.es", employees=80, marketing_consent="given")
        make_lead(first_name="Small", email="small@x.es", employees=8, marketing_consent="given")
        make_lead(first_name="Mute", email="mute@x.es", employees=90)
    trial = person.get(f"{FLOWS}{flow.pk}/dry-run/").content.decode()
    mute = person.get(f"{FLOWS}{flow.pk}/dry-run/?reason=no_consent").content.decode()

    assert "Activate for 1 lead" in trial
    assert "Big" in trial
    assert "Small" not in trial
    assert "Mute" in mute
    assert "Big" not in mute


def test_the_state_is_switched_and_taken_back(person, workspace, flow):
    person.post(f"{FLOWS}{flow.pk}/activate/")
    for verb, state in (
        ("pause", "paused"),
        ("resume", "active"),
        ("archive", "archived"),
        ("restore", "draft"),
    ):
        assert person.post(f"{FLOWS}{flow.pk}/do/{verb}/").status_code == 303
        with workspace_scope(workspace.pk):
            flow.refresh_from_db()
        assert flow.state == state
    assert person.post(f"{FLOWS}{flow.pk}/do/pause/").status_code == 409
    assert person.post(f"{FLOWS}{flow.pk}/do/nonsense/").status_code == 404


def test_a_button_that_comes_too_late_says_so_on_a_page_or_beside_the_outline(person, workspace, flow):
    person.post(f"{FLOWS}{flow.pk}/do/archive/")
    before = steps(workspace, flow)
    for url, body in (
        (f"{FLOWS}{flow.pk}/steps/s2/move/", {"to": "up"}),
        (f"{FLOWS}{flow.pk}/steps/s2/delete/", {}),
    ):
        page = person.post(url, body)
        part = person.post(url, body, headers={"HX-Request": "true"})

        for answer in (page, part):
            assert answer.status_code == 409
            assert "This workflow was set aside." in html.unescape(answer.content.decode())
        assert "<html" in page.content.decode()
        assert part["HX-Reswap"] == "none"
        assert 'class="toast error"' in part.content.decode()
    assert steps(workspace, flow) == before
    assert person.post(f"{FLOWS}{flow.pk}/edit/leaving/", {"cond-json": BIG}).status_code == 409


def test_the_dry_run_of_a_paused_workflow_shows_what_its_button_goes_on_with(person, workspace, flow):
    enter = f"{FLOWS}{flow.pk}/edit/entry/"
    person.post(enter, {"cond-json": WITH_ADDRESS, "reentry": "never"})
    person.post(f"{FLOWS}{flow.pk}/activate/")
    person.post(f"{FLOWS}{flow.pk}/do/pause/")
    person.post(enter, {"cond-json": BIG, "reentry": "never"})
    with workspace_scope(workspace.pk):
        make_lead(first_name="Ana", email="ana@x.es", marketing_consent="given")
    page = html.unescape(person.get(f"{FLOWS}{flow.pk}/dry-run/").content.decode())
    person.post(f"{FLOWS}{flow.pk}/do/resume/")

    assert "<b>1</b> lead would enter" in page
    assert "Resume" in page
    assert "Activate for" not in page
    assert "Shown is version 1, with which it goes on. Publish version 2 first" in page
    with workspace_scope(workspace.pk):
        assert workflows.live(flow).number == 1


def test_an_outline_with_faults_names_them_and_promises_no_mail(person, workspace, flow):
    with workspace_scope(workspace.pk):
        make_lead(first_name="Ana", email="ana@x.es", marketing_consent="given")
    person.post(f"{FLOWS}{flow.pk}/edit/entry/", {"cond-json": WITH_ADDRESS, "reentry": "never"})
    for _time in range(4):
        person.post(f"{FLOWS}{flow.pk}/steps/s7/move/", {"to": "up"})
    page = html.unescape(person.get(f"{FLOWS}{flow.pk}/dry-run/").content.decode())

    assert "A jump goes forward only" in page
    assert "Ana" in page
    assert 'class="planned"' not in page
    assert "Activate for" not in page


def test_the_order_is_changed_by_buttons(person, workspace, flow):
    person.post(f"{FLOWS}new/", {"start": "blank", "name": "Bodas"})
    with workspace_scope(workspace.pk):
        second = Workflow.objects.get(name="Bodas")
    person.post(f"{FLOWS}{second.pk}/move/", {"to": "up"})
    page = person.get(FLOWS).content.decode()

    assert page.index("Bodas") < page.index(flow.name)


def test_every_page_answers_for_an_empty_workflow(person, workspace):
    with workspace_scope(workspace.pk):
        messaging_defaults.create_templates(language="en", by=None, at=workspace.created_at)
    person.post(f"{FLOWS}new/", {"start": "blank", "name": "Bodas"})
    with workspace_scope(workspace.pk):
        flow = Workflow.objects.get()

    for page in ("edit", "dry-run", "people", "stats", "history", "settings", "edit/entry", "edit/leaving"):
        assert person.get(f"{FLOWS}{flow.pk}/{page}/").status_code == 200, page
    for kind in ("email", "wait", "branch_click", "branch_if", "wish", "task", "exit"):
        assert person.get(f"{FLOWS}{flow.pk}/steps/new/?kind={kind}").status_code == 200, kind
    assert person.get(f"{FLOWS}{flow.pk}/steps/new/?kind=bomb").status_code == 404


def test_a_viewer_reads_and_changes_nothing(client_for, viewer, person, workspace, flow):
    reader = client_for(viewer)
    page = reader.get(f"{FLOWS}{flow.pk}/edit/").content.decode()

    assert "Wait 3 days" in page
    assert "/steps/" not in page
    assert reader.post(f"{FLOWS}{flow.pk}/steps/s2/delete/").status_code == 403
    assert reader.get(f"{FLOWS}{flow.pk}/dry-run/").status_code == 403
