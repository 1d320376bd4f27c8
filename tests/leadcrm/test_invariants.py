"""`check_invariants`: silent about a sound workspace, and able to see what is broken."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from capture.services import process
from leadcrm import invariants, pipeline
from leads.models import Lead, LeadRank
from leads.services import erasing
from tests.factories.capture import make_form, make_inquiry
from tests.factories.leads import make_lead
from work import jobs
from work.models import Job, WorkItem


def found_checks() -> set[str]:
    return {violation.check for violation in invariants.violations()}


def test_sound_workspaces_break_no_rule(in_scope, other_workspace) -> None:
    lead = make_lead(email="ana@sol.example")
    pipeline.advance(keys=[lead.pk], at=timezone.now())

    assert found_checks() == set()


def test_every_room_that_has_rules_is_asked(in_scope) -> None:
    rooms = {name.partition(".")[0] for name in invariants.all_checks() if "." in name}

    assert rooms == set(invariants.ROOMS)


def test_a_rank_that_contradicts_its_lead_is_named(in_scope) -> None:
    lead = make_lead(email="ana@sol.example")
    LeadRank.objects.filter(lead_id=lead.pk).update(stage="converted")

    (violation,) = [v for v in invariants.violations() if v.check == "converted_lead_without_conversion"]

    assert (violation.workspace, violation.ids) == ("acme", [lead.pk])


def test_a_person_who_was_erased_breaks_no_rule(in_scope, settings, tmp_path) -> None:
    settings.MEDIA_ROOT, now = str(tmp_path), timezone.now()
    inquiry = make_inquiry({"email": "ana@sol.example", "full_name": "Ana Ruiz"})
    process.run(keys=[inquiry.pk], at=now)
    lead = Lead.objects.get()
    pipeline.advance(keys=[lead.pk], at=now)

    erasing.start(lead=lead, request="person", reference="", by=None, at=now)
    for _step in range(3):
        jobs.run(keys=[Job.objects.get(kind=erasing.KIND).pk], at=now)

    assert Lead.objects.get().closed_reason == "erased"
    pipeline.advance(keys=[lead.pk], at=now)
    assert found_checks() == set()


def test_work_that_could_wait_for_ever_is_named(in_scope) -> None:
    now = timezone.now()
    item = {"workspace_id": in_scope.pk, "queue": "lead", "due_at": now, "seq": 1}
    WorkItem.objects.create(key=1, lease_until=now + timedelta(hours=2), **item)
    WorkItem.objects.create(key=2, lease_until=now, dead_at=now, **item)

    assert found_checks() == {"work_item_leased_far_ahead", "work_item_dead_and_leased"}


def test_a_ledger_tells_lost_and_unfinished_inquiries_from_those_in_place(in_scope, tmp_path: Path) -> None:
    waiting, judged = (
        make_inquiry({"email": "a@b.example"}, state=state, form=make_form(), channel="form")
        for state in ("received", "quarantined")
    )
    lost = uuid4()
    ledger = tmp_path / "ledger"
    ledger.write_text(f"{waiting.public_id}\n{judged.public_id}\n\n{lost}\n")

    found = {violation.check: violation.ids for violation in invariants.ledger_violations(ledger)}

    assert found == {"ledger_lost": [str(lost)], "ledger_unfinished": [str(waiting.public_id)]}


def test_the_command_ends_with_1_and_names_what_is_broken(in_scope, capsys) -> None:
    lead = make_lead(email="ana@sol.example")
    LeadRank.objects.filter(lead_id=lead.pk).update(stage="converted")

    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants", "--json")

    assert ended.value.code == 1
    answer = json.loads(capsys.readouterr().out)
    assert {violation["workspace"] for violation in answer["violations"]} == {"acme"}


def test_the_command_says_that_nothing_is_broken(in_scope, capsys) -> None:
    call_command("check_invariants")

    assert capsys.readouterr().out == "0 violations\n"
