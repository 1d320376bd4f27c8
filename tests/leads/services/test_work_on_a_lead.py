"""Notes, calls, tasks, consent and qualification."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from core.errors import Invalid
from leads.choices import CallOutcome, ContactStatus, Stage
from leads.models import Activity, ConsentRecord, Lead, LeadRank, StageChange
from leads.services import calls, consent, notes, qualification, tasks
from leads.services.stages import MissingForStage, StageConflict
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
BANT = {"need": "A new kitchen", "budget": 12000, "authority": "decides", "timeline": "now"}


def happened(lead):
    return list(Activity.objects.filter(lead=lead).order_by("pk").values_list("kind", "by_id", "data"))


def test_a_note_is_written(in_scope, rep):
    lead = make_lead()

    notes.add(lead=lead, text=" Called back\x00 ", by=rep.user_id, at=AT)

    assert happened(lead) == [("note", rep.user_id, {"text": "Called back"})]


@pytest.mark.parametrize("text", ["", " \n", "x" * 10_001])
def test_an_empty_or_endless_note_is_refused(in_scope, text):
    with pytest.raises(Invalid):
        notes.add(lead=make_lead(), text=text, by=None, at=AT)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (CallOutcome.NO_ANSWER, ContactStatus.ATTEMPTING),
        (CallOutcome.CALL_BACK, ContactStatus.ATTEMPTING),
        (CallOutcome.CONNECTED, ContactStatus.CONNECTED),
        (CallOutcome.INTERESTED, ContactStatus.CONNECTED),
        (CallOutcome.NOT_A_FIT, ContactStatus.CONNECTED),
    ],
)
def test_a_call_says_how_far_sales_got(in_scope, outcome, status):
    lead = make_lead()

    calls.log(lead=lead, outcome=outcome, note="ok", by=None, at=AT, seconds=60)

    assert happened(lead) == [("call", None, {"outcome": outcome, "note": "ok", "seconds": 60})]
    assert LeadRank.objects.get(lead=lead).contact_status == status


def test_a_missed_call_does_not_undo_a_talk(in_scope):
    lead = make_lead(contact_status=ContactStatus.CONNECTED)

    calls.log(lead=lead, outcome=CallOutcome.NO_ANSWER, by=None, at=AT)

    assert LeadRank.objects.get(lead=lead).contact_status == ContactStatus.CONNECTED


def test_an_unknown_outcome_is_refused(in_scope):
    with pytest.raises(Invalid):
        calls.log(lead=make_lead(), outcome="shouted", by=None, at=AT)


def test_a_call_went_one_way_or_the_other(in_scope):
    lead = make_lead()

    with pytest.raises(Invalid):
        calls.log(lead=lead, outcome=CallOutcome.CONNECTED, direction="sideways", by=None, at=AT)

    assert happened(lead) == []


def test_a_task_is_done_once_and_can_be_taken_back(in_scope, rep):
    lead = make_lead()
    task = tasks.add(lead=lead, title=" Send  offer ", due_at=AT, assignee_id=None, by=rep.user_id, at=AT)

    tasks.finish(task=task, by=rep.user_id, at=AT)
    with pytest.raises(tasks.TaskConflict):
        tasks.finish(task=task, by=rep.user_id, at=AT)
    tasks.reopen(task=task, by=rep.user_id, at=AT)
    with pytest.raises(tasks.TaskConflict):
        tasks.reopen(task=task, by=rep.user_id, at=AT)

    task.refresh_from_db()
    assert (task.title, task.assignee_id, task.done_at) == ("Send offer", rep.user_id, None)
    assert happened(lead) == [("task_done", rep.user_id, {"title": "Send offer"})]


def test_a_task_needs_a_title_and_a_member(in_scope, other_workspace):
    stranger = make_member(other_workspace).user_id

    for values in ({"title": " "}, {"title": "x" * 201}, {"assignee_id": stranger}):
        with pytest.raises(Invalid):
            tasks.add(
                lead=make_lead(), due_at=AT, by=None, at=AT, **{"title": "x", "assignee_id": None} | values
            )


def record(lead, *, is_given=True, evidence="inquiry:1", at=AT):
    return consent.record(
        lead=lead,
        is_given=is_given,
        text="I agree",
        text_version="form 1 v1",
        channel="form",
        evidence=evidence,
        ip_class="10.0.0.0/24",
        at=at,
        by=None,
    )


def test_consent_is_kept_with_its_text_and_shown_on_the_lead(in_scope):
    lead = make_lead()

    record(lead)
    record(lead, is_given=False, evidence="link:1", at=AT + timedelta(days=1))

    assert Lead.objects.get(pk=lead.pk).marketing_consent == "withdrawn"
    assert list(ConsentRecord.objects.order_by("pk").values_list("is_given", "text", "text_version")) == [
        (True, "I agree", "form 1 v1"),
        (False, "I agree", "form 1 v1"),
    ]
    assert [kind for kind, _by, _data in happened(lead)] == ["consent_given", "consent_withdrawn"]


def test_the_same_evidence_is_one_act(in_scope):
    lead = make_lead()

    assert record(lead)
    assert record(lead) is None

    assert ConsentRecord.objects.count() == 1


def test_an_older_consent_that_arrives_late_changes_nothing(in_scope):
    lead = make_lead()
    record(lead, is_given=False, evidence="link:1")

    record(lead, evidence="inquiry:0", at=AT - timedelta(days=1))

    assert Lead.objects.get(pk=lead.pk).marketing_consent == "withdrawn"
    assert ConsentRecord.objects.count() == 2


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_ledger_cannot_be_changed(in_scope, change):
    record(make_lead())
    rows = ConsentRecord.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(text="x") if change == "update" else rows.delete()


def test_qualify_writes_what_is_given_and_moves_the_lead(in_scope, rep):
    lead = make_lead(stage=Stage.SAL, contact_status=ContactStatus.CONNECTED, need="Kitchen")

    qualification.qualify(
        lead=lead, values={"budget": 0, "authority": "decides", "timeline": "now"}, by=rep.user_id, at=AT
    )

    lead = Lead.objects.select_related("rank").get(pk=lead.pk)
    assert (lead.rank.stage, lead.need, lead.budget) == (Stage.SQL, "Kitchen", 0)
    assert StageChange.objects.get(lead=lead).to_stage == Stage.SQL
    assert happened(lead)[-1] == ("stage_changed", rep.user_id, {"from": "sal", "to": "sql"})


def test_qualify_names_everything_that_is_missing_and_writes_nothing(in_scope):
    lead = make_lead(stage=Stage.SAL)

    with pytest.raises(MissingForStage) as refusal:
        qualification.qualify(lead=lead, values={"need": "Kitchen"}, by=None, at=AT)

    assert [error["path"] for error in refusal.value.errors] == [
        "budget",
        "authority",
        "timeline",
        "contact_status",
    ]
    assert Lead.objects.get(pk=lead.pk).need == ""


@pytest.mark.parametrize(
    "stage", [Stage.MARKETING, Stage.MQL, Stage.SQL, Stage.CONVERTED, Stage.DISQUALIFIED]
)
def test_only_what_sales_accepted_can_be_qualified(in_scope, stage):
    lead = make_lead(stage=stage, contact_status=ContactStatus.CONNECTED)

    with pytest.raises(StageConflict):
        qualification.qualify(lead=lead, values=BANT, by=None, at=AT)
