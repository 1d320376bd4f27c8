"""Writing, publishing and switching workflows; what may not be done is refused in words."""

import pytest

from conditions.faults import ConditionError
from leadcrm import cycles, onboarding
from leads.models import Topic
from messaging.models import Template
from nurturing.choices import WorkflowState
from nurturing.models import Workflow, WorkflowVersion
from nurturing.services import arranging, outline, workflows
from nurturing.services.workflows import NameTaken, NotRunnable, Text, TrackTaken, WorkflowConflict
from tenants.models import AuditEntry
from tests.factories import messaging
from tests.factories.conversion import make_deal
from tests.factories.leads import make_lead, make_topic
from tests.factories.nurturing import EVERYBODY, NOW, make_workflow, simple_steps


pytestmark = pytest.mark.usefixtures("in_scope")


def create(name="Care", **values):
    return workflows.create(name=name, by=None, at=NOW, **values)


def save(workflow, **text):
    return workflows.save_draft(workflow=workflow, text=Text(**text), by=None, at=NOW)


def test_a_new_workflow_is_a_draft_in_dry_run():
    workflow = create()

    assert workflow.state == WorkflowState.DRAFT
    assert workflows.live(workflow) is None
    assert workflows.draft(workflow).number == 1


def test_a_name_and_a_track_belong_to_one_workflow():
    create("Care", track="kitchens")

    with pytest.raises(NameTaken):
        create("Care")
    with pytest.raises(TrackTaken):
        create("Other", track="kitchens")


def test_renaming_writes_nothing_but_the_name_over_what_others_did():
    workflow = make_workflow()
    read_before = Workflow.objects.get(pk=workflow.pk)
    workflows.pause(workflow=workflow, by=None, at=NOW, reason="Too many bounces")
    values = {"name": "Nurture", "description": "", "track": ""}

    workflows.rename(workflow=read_before, **values, by=None, at=NOW)

    now = Workflow.objects.get(pk=workflow.pk)
    assert (now.name, now.state, now.paused_reason) == ("Nurture", "paused", "Too many bounces")


def test_a_paused_workflow_goes_on_with_what_is_live_whatever_is_written():
    workflow = make_workflow()
    live = workflows.live(workflow)
    save(workflow, steps=[])
    written = workflows.to_run(workflow)

    workflows.pause(workflow=workflow, by=None, at=NOW)

    assert written == workflows.draft(workflow)
    assert workflows.to_run(workflow) == live


def test_a_draft_may_have_faults_and_publishing_names_them():
    workflow = create()
    save(workflow, steps=[{"id": "mail", "kind": "email", "template": "none"}])

    with pytest.raises(NotRunnable) as refusal:
        workflows.publish(workflow=workflow, by=None, at=NOW)

    assert [error["path"] for error in refusal.value.errors] == ["steps[0]", "steps[0].template"]


def test_a_condition_that_cannot_be_read_is_refused_at_once():
    with pytest.raises(ConditionError):
        save(create(), entry={"field": "no.such", "op": "eq", "value": 1})


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([{"id": "b", "kind": "branch_click", "cases": [{"content": ["gone"]}]}], "unknown_content"),
        ([{"id": "b", "kind": "branch_click", "cases": [{"topics": ["gone"]}]}], "unknown_topics"),
        ([{"id": "i", "kind": "branch_if", "condition": {"field": "x"}}], "bad_condition"),
    ],
)
def test_what_the_steps_name_must_exist(steps, code):
    assert code in {fault.code for fault in outline.check(steps)}


def test_a_template_must_be_published():
    template = messaging.make_template(is_published=False)

    assert "unpublished_template" in {fault.code for fault in outline.check(simple_steps(template))}


def test_publishing_again_retires_the_version_before():
    workflow = make_workflow()
    first = workflows.live(workflow)
    save(workflow, steps=[{"id": "end", "kind": "exit"}])

    second = workflows.publish(workflow=workflow, by=None, at=NOW)

    first.refresh_from_db()
    assert (first.retired_at, second.number) == (NOW, 2)
    assert workflows.live(workflow) == second
    assert workflows.draft(workflow) is None


def test_a_published_version_is_never_written_again():
    workflow = make_workflow()
    steps = workflows.live(workflow).steps

    save(workflow, steps=[{"id": "end", "kind": "exit"}])

    assert WorkflowVersion.objects.get(workflow=workflow, number=1).steps == steps


def test_there_is_nothing_to_publish_without_a_draft():
    with pytest.raises(WorkflowConflict):
        workflows.publish(workflow=make_workflow(), by=None, at=NOW)


def test_the_draft_can_be_thrown_away_but_not_the_only_text():
    fresh, known = create(), make_workflow("Known")
    save(known, steps=[])

    workflows.discard_draft(workflow=known, by=None, at=NOW)

    assert workflows.draft(known) is None
    with pytest.raises(WorkflowConflict):
        workflows.discard_draft(workflow=fresh, by=None, at=NOW)


def test_only_the_moves_of_the_table_are_allowed():
    workflow = create()

    for verb in (workflows.pause, workflows.resume, workflows.restore):
        with pytest.raises(WorkflowConflict):
            verb(workflow=workflow, by=None, at=NOW)


def test_archived_and_taken_up_again_it_is_in_dry_run():
    workflow = make_workflow()

    workflows.archive(workflow=workflow, by=None, at=NOW)
    with pytest.raises(WorkflowConflict):
        save(workflow)
    workflows.restore(workflow=workflow, by=None, at=NOW)

    assert workflow.state == WorkflowState.DRAFT


def test_what_was_done_is_in_the_log():
    workflow = make_workflow()
    workflows.pause(workflow=workflow, by=None, at=NOW, reason="Too many bounces")

    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["workflow.created", "workflow.published", "workflow.paused"]
    assert workflow.paused_reason == "Too many bounces"


def test_a_copy_begins_in_dry_run_under_a_name_of_its_own():
    workflow = make_workflow(entry=EVERYBODY)

    copy = arranging.duplicate(workflow=workflow, by=None, at=NOW)

    assert (copy.name, copy.state) == ("Care (2)", WorkflowState.DRAFT)
    assert workflows.draft(copy).steps == workflows.live(workflow).steps


def test_one_workflow_is_the_default():
    first, second = make_workflow("First", is_default=True), make_workflow("Second")

    arranging.make_default(workflow=second, by=None, at=NOW)

    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    with pytest.raises(WorkflowConflict):
        arranging.make_default(workflow=create("Draft"), by=None, at=NOW)


def test_the_order_names_every_workflow_once():
    first, second = create("First"), create("Second")

    arranging.move(workflow=second, steps=-1, by=None, at=NOW)

    assert list(Workflow.objects.order_by("position").values_list("name", flat=True)) == ["Second", "First"]
    with pytest.raises(arranging.Invalid):
        arranging.order(workflow_ids=[first.pk, first.pk], by=None, at=NOW)


def test_a_fresh_workspace_cares_from_the_first_second():
    workspace = onboarding.create_workspace(
        slug="fresh",
        name="Fresh",
        admin_email="a@fresh.test",
        admin_name="Ada",
        password="correct-horse-battery",
        language="es",
        at=NOW,
    )
    from core.scope import workspace_scope

    with workspace_scope(workspace.pk):
        workflow = Workflow.objects.get()
        assert (workflow.is_default, workflow.state) == (True, WorkflowState.ACTIVE)
        assert outline.check(workflows.live(workflow).steps) == []
        assert Template.objects.count() == 3
        assert workflow.name == "Atención general"


def test_a_cycle_is_measured_from_ten_won_deals():
    from datetime import timedelta

    make_topic("kitchens", purchase_cycle_days=60)
    make_topic("baths", purchase_cycle_days=30)
    for number in range(10):
        topic = "kitchens" if number < 10 else "baths"
        lead = make_lead(
            email=f"a{number}@x.es", main_topic=topic, created_at=NOW - timedelta(days=20 + number)
        )
        deal = make_deal(lead=lead)
        type(deal).objects.filter(pk=deal.pk).update(state="won", closed_at=NOW)

    cycles.measure(at=NOW)

    kitchens, baths = Topic.objects.order_by("-slug")
    assert (kitchens.cycle_days, kitchens.measured_deals) == (24, 10)
    assert (baths.cycle_days, baths.measured_cycle_days) == (30, None)
