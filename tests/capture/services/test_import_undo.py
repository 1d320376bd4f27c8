"""Taking an import back: what it made goes, what it changed returns, what others touched since stays and is named."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capture.import_choices import Basis, ImportState
from capture.models import ImportMark
from capture.services import import_run, import_undo
from leads.models import ConsentRecord, FieldChange, Lead
from leads.services import bulk, clues, consent, notes, tags, writing
from nurturing.choices import LeaveReason
from nurturing.models import WorkflowVersion
from nurturing.services import enroll
from nurturing.services.enroll import Entry
from scoring.models import ScoreSnapshot
from tests.capture.importing import FAIR, imported, now, ready, work
from tests.factories.leads import make_lead, make_source
from tests.factories.nurturing import make_workflow
from tests.factories.scoring import make_snapshot
from tests.leads.inferring import infer, rule, told


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


def undone(batch, by):
    import_undo.start(batch=batch, by=by, at=timezone.now())
    work()
    return now(batch)


def figures(batch):
    return batch.removed, batch.restored, batch.left_alone


def edit(lead, by, **values):
    writing.write(lead=lead, values=values, country="ES", by=by, at=timezone.now(), origin="edit")


def test_new_leads_go_with_all_that_names_them_and_known_ones_become_what_they_were(by):
    known = make_lead(email="ana@sol.es", first_name="Ana", company="Sol", city="Soria")
    batch = imported(
        by=by, policy="overwrite", tags=["Fair"], basis=Basis.CONSENT, consent_text="Write to me."
    )
    new = Lead.objects.get(email="bea@luna.es")
    make_snapshot(new, timezone.now())

    batch = undone(batch, by)

    assert batch.state == ImportState.UNDONE
    assert figures(batch) == (1, 1, 0)
    assert not Lead.objects.filter(pk=new.pk).exists()
    assert not ConsentRecord.objects.exists()
    assert not ScoreSnapshot.objects.exists()
    known.refresh_from_db()
    assert (known.company, known.company_norm, known.last_name, known.tags) == ("Sol", "sol", "", [])
    assert FieldChange.objects.filter(lead=known, origin="undo", field="company").exists()


def test_what_an_inference_says_of_new_leads_is_nobodys_work_and_a_persons_clue_is(by):
    rule({"field": "person.email", "op": "contains", "value": ".es"})
    batch = imported(by=by, text=f"{FAIR}Dora,Rey,dora@rey.es,Rey,1\n")
    new, asked = (Lead.objects.get(email=email) for email in ("bea@luna.es", "dora@rey.es"))
    infer(new, asked, at=timezone.now())
    assert told(new)
    clues.give(lead=asked, question="budget", value=5000, confidence=60, by=by, at=timezone.now())

    undone(batch, by)

    assert not Lead.objects.filter(pk=new.pk).exists()
    assert Lead.objects.filter(pk=asked.pk).exists()


def test_what_somebody_touched_since_stays_and_is_named(by):
    known = make_lead(email="ana@sol.es", first_name="Ana", company="Sol")
    batch = imported(
        by=by, policy="overwrite", text=f"{FAIR}Dora,Rey,dora@rey.es,Rey,1\nEva,Paz,eva@paz.es,Paz,1\n"
    )
    noted, edited, given = (
        Lead.objects.get(email=email) for email in ("bea@luna.es", "dora@rey.es", "eva@paz.es")
    )
    notes.add(lead=noted, text="Met her", by=by, at=timezone.now())
    edit(edited, by, city="Soria")
    consent.record(
        lead=given,
        is_given=True,
        text="Yes",
        text_version="",
        channel="phone",
        evidence="call",
        ip_class="",
        at=timezone.now(),
        by=by,
    )
    known.refresh_from_db()
    edit(known, by, company="Sol S.A.")

    batch = undone(batch, by)

    assert figures(batch) == (0, 0, 4)
    left = dict(ImportMark.objects.filter(batch=batch, state="left").values_list("lead_id", "reason"))
    touched = dict.fromkeys((noted.pk, edited.pk, given.pk), "touched")
    assert left == {known.pk: "changed", **touched}
    known.refresh_from_db()
    # What nobody changed again is given back all the same.
    assert (known.company, known.last_name) == ("Sol S.A.", "")


def test_a_former_address_that_another_lead_has_by_now_is_not_given_back(by):
    known = make_lead(external_id="7", email="old@sol.es", first_name="Ana")
    batch = imported(
        "Id,Correo\n7,new@sol.es\n",
        by=by,
        policy="overwrite",
        source_id=_with_source(known).pk,
        columns={"Id": "external_id", "Correo": "email"},
    )
    known.refresh_from_db()
    assert known.email == "new@sol.es"
    make_lead(email="old@sol.es", first_name="Eva")

    batch = undone(batch, by)

    known.refresh_from_db()
    assert known.email == "new@sol.es"
    assert ImportMark.objects.get(batch=batch).reason == "taken"


def test_what_a_later_part_took_of_an_earlier_one_is_given_back_first(by, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    one, two = make_lead(external_id="1", email="a@x.es"), make_lead(external_id="2", email="b@x.es")
    source = _with_source(one, two)
    batch = imported(
        "Id,Correo\n2,c@x.es\n9,z@x.es\n1,b@x.es\n",
        by=by,
        policy="overwrite",
        source_id=source.pk,
        columns={"Id": "external_id", "Correo": "email"},
    )
    assert batch.updated == 2

    batch = undone(batch, by)

    assert dict(Lead.objects.values_list("external_id", "email")) == {"1": "a@x.es", "2": "b@x.es"}
    assert figures(batch) == (1, 2, 0)


def _with_source(*leads):
    source = make_source("crm")
    Lead.objects.filter(pk__in=[lead.pk for lead in leads]).update(external_source=source)
    return source


def test_a_lead_that_two_parts_of_a_file_name_is_one(by, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    known = make_lead(email="ana@sol.es", first_name="Ana", company="Sol")
    text = f"{FAIR}Ana,Ruiz,ana@sol.es,Sol dos,3\nBea,Gil,bea@luna.es,Luna dos,4\n"
    batch = imported(text, by=by, policy="overwrite")
    known.refresh_from_db()
    assert known.company == "Sol dos"

    batch = undone(batch, by)

    known.refresh_from_db()
    assert known.company == "Sol"
    assert not Lead.objects.filter(email="bea@luna.es").exists()
    assert batch.removed == 1


@pytest.mark.parametrize("deed", ["edit", "tag"])
def test_what_somebody_did_between_two_parts_of_the_import_counts_as_work(by, monkeypatch, deed):
    monkeypatch.setattr(bulk, "BATCH", 2)
    batch = ready(
        f"{FAIR}Ana,Ruiz,ana@sol.es,,3\nBea,Gil,bea@luna.es,Luna dos,4\n", by=by, policy="overwrite"
    )
    import_run.start(batch=batch, by=by, at=timezone.now())
    work(steps=1)
    lead = Lead.objects.get(email="bea@luna.es")
    if deed == "edit":
        edit(lead, by, need="Call on Friday")
    else:
        tags.set_tags(lead=lead, names=["VIP"], by=by, at=timezone.now())
    work()
    # A later part changed it once more.
    assert FieldChange.objects.filter(lead=lead, field="company", origin="import").exists()

    batch = undone(batch, by)

    assert list(Lead.objects.all()) == [lead]
    assert figures(batch)[::2] == (1, 1)


def test_a_workflow_counts_as_work_where_somebody_asked_for_it(by):
    text = f"{FAIR}Dora,Rey,dora@rey.es,Rey,1\nEva,Paz,eva@paz.es,Paz,1\n"
    batch = imported(text, by=by, basis=Basis.CONSENT, consent_text="Write to me.")
    put_in, taken_out, by_rule, archived = Lead.objects.order_by("email")
    workflow, at = make_workflow(), timezone.now()
    # By a program's key, of which no user is known.
    enroll.enroll(lead_ids=[put_in.pk], workflow=workflow, by=None, at=at)
    version = WorkflowVersion.objects.get(workflow=workflow)
    ids = enroll.enter(
        [Entry(lead.pk, workflow.pk, version.pk) for lead in (taken_out, by_rule, archived)], by=None, at=at
    )
    enroll.leave(enrollment_ids=[ids[taken_out.pk]], reason=LeaveReason.BY_HAND, by=None, at=at)
    enroll.leave(enrollment_ids=[ids[archived.pk]], reason=LeaveReason.ARCHIVED, by=by, at=at)

    batch = undone(batch, by)

    assert set(Lead.objects.all()) == {put_in, taken_out}
    assert figures(batch) == (2, 0, 2)


def test_an_import_can_be_undone_for_a_day_and_once(by):
    batch = imported(by=by)

    assert import_undo.can_undo(batch, at=timezone.now())
    assert not import_undo.can_undo(batch, at=timezone.now() + timedelta(hours=25))
    undone(batch, by)
    with pytest.raises(import_undo.CannotUndo):
        import_undo.start(batch=batch, by=by, at=timezone.now())


def test_after_undoing_the_same_file_can_be_imported_again(by):
    undone(imported(by=by), by)

    assert imported(by=by).created == 2
