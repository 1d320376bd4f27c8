"""An import from its file to its leads: every row accounted for, nothing twice, each part whole (I6)."""

import os

import pytest
from django.utils import timezone

from capture.import_choices import Basis, ImportState
from capture.models import Import, ImportFault, ImportMark
from capture.parsers.mapping import BadMapping
from capture.services import import_check, import_drafts, import_files, import_run
from capture.services.import_drafts import ImportStarted
from leads.choices import Consent
from leads.models import ConsentRecord, FieldDefinition, Lead, LeadRank
from leads.services import bulk
from tests.capture.importing import FAIR, bring_in, imported, now, ready, work
from tests.factories.leads import make_campaign, make_lead
from work import jobs
from work.models import Job


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nEMAIL:{}\r\nEND:VCARD\r\n"


def numbers(batch):
    return batch.read, batch.created, batch.updated, batch.skipped, batch.failed


def test_columns_are_guessed_and_values_shown(by):
    batch = bring_in(by=by)

    assert batch.state == ImportState.MAPPING
    assert batch.header == ["Nombre", "Apellidos", "Correo", "Empresa", "Estancias"]
    assert batch.mapping["columns"]["Correo"] == "email"
    assert import_drafts.samples(batch)[0][0] == "Ana"


def test_the_preview_says_what_becomes_of_each_row_and_writes_no_lead(by):
    make_lead(email="ana@sol.es", first_name="Ana", last_name="Ruiz")

    batch = ready(by=by)

    lines = [(row, verdict, other) for row, verdict, _message, _lead, other in batch.checked["first"]]
    assert lines == [(2, "update", None), (3, "new", None), (4, "error", None), (5, "merge", 3)]
    assert batch.checked["is_whole"]
    assert Lead.objects.count() == 1


def test_every_row_is_accounted_for_and_the_same_file_changes_nothing(by):
    batch = imported(by=by)
    again = imported(by=by)

    assert numbers(batch) == (4, 2, 0, 1, 1)
    assert batch.state == ImportState.DONE
    assert numbers(again) == (4, 0, 0, 3, 1)
    fault = ImportFault.objects.get(batch=batch)
    assert (fault.row, fault.cells[2]) == (4, "carlos")
    assert "e-mail" in fault.reason
    assert ImportMark.objects.filter(batch=again).count() == 0


@pytest.mark.parametrize(
    ("name", "content", "counted"),
    [
        (
            "a.jsonl",
            '{"email":"a@x.es"}\n{"email": broken}\n{"email":"b@x.es","city":"Soria"}\n',
            (3, 2, 0, 0, 1),
        ),
        ("a.vcf", CARD.format("a@x.es") + CARD.format("") + CARD.format("b@x.es"), (3, 2, 0, 0, 1)),
        # A cell of two lines whose second line alone is as wide as the header.
        (
            "a.json",
            '[{"email":"a@x.es","note":"q\\nb@x.es,c"},{"email":"c@x.es","note":"n"}]',
            (2, 2, 0, 0, 0),
        ),
    ],
)
def test_every_row_of_what_is_no_text_is_accounted_for(by, name, content, counted):
    batch = bring_in(content, by=by, file_name=name)
    batch = import_drafts.map_columns(
        batch=batch,
        columns=batch.mapping["columns"],
        own={},
        policy="fill",
        constants={},
        by=by,
        at=timezone.now(),
    )
    import_run.start(batch=batch, by=by, at=timezone.now())
    work()

    assert numbers(now(batch)) == counted
    assert ImportFault.objects.count() == counted[4]


def test_a_mended_cell_holds_when_it_runs_and_the_file_stays_as_it_is(by):
    batch = ready(by=by)
    kept = (import_files.folder() / batch.token).read_bytes()

    batch = import_drafts.mend(batch=batch, row=4, cells={2: "carlos@mas.es"}, by=by, at=timezone.now())
    import_run.start(batch=batch, by=by, at=timezone.now())
    work()

    assert batch.checked["counts"]["error"] == 0
    assert numbers(now(batch)) == (4, 3, 0, 1, 0)
    assert Lead.objects.filter(email="carlos@mas.es").exists()
    assert (import_files.folder() / batch.token).read_bytes() == kept


def test_a_field_of_our_own_is_made_for_a_column(by):
    imported(by=by, own={"Estancias": "number"})

    field = FieldDefinition.objects.get()
    assert (field.label, field.type) == ("Estancias", "number")
    assert Lead.objects.get(email="ana@sol.es").custom == {field.key: 3}


def test_new_people_get_campaign_tags_and_their_consent_and_known_ones_keep_theirs(by):
    campaign = make_campaign()
    known = make_lead(email="ana@sol.es", first_name="Ana")

    imported(by=by, campaign_id=campaign.pk, tags=["Fair"], basis=Basis.CONSENT, consent_text="Write to me.")

    new = Lead.objects.get(email="bea@luna.es")
    assert (new.tags, new.marketing_consent) == (["Fair"], Consent.GIVEN)
    assert ConsentRecord.objects.get().text == "Write to me."
    assert LeadRank.objects.get(lead=new).campaign == campaign
    known.refresh_from_db()
    assert (known.tags, known.marketing_consent) == (["Fair"], Consent.UNKNOWN)


def test_two_who_start_it_at_once_begin_one_run(by):
    batch = ready(by=by)
    import_run.start(batch=batch, by=by, at=timezone.now())

    with pytest.raises(ImportStarted):
        import_run.start(batch=batch, by=by, at=timezone.now())
    with pytest.raises(ImportStarted):
        import_drafts.mend(batch=batch, row=4, cells={2: "x@y.es"}, by=by, at=timezone.now())
    assert Job.objects.filter(kind=import_run.KIND).count() == 1


def test_a_run_that_is_paused_canceled_or_broken_off_counts_what_it_took(by, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    batch = ready(by=by)
    job = import_run.start(batch=batch, by=by, at=timezone.now())
    work(steps=1)
    jobs.pause(job=job, at=timezone.now())
    work()
    assert numbers(now(batch)) == (2, 2, 0, 0, 0)
    assert now(batch).place == 3

    jobs.resume(job=job, at=timezone.now())
    work(steps=1)
    jobs.cancel(job=job, at=timezone.now())

    assert numbers(now(batch)) == (4, 2, 0, 1, 1)
    assert now(batch).state == ImportState.STOPPED


def test_a_part_that_fails_is_taken_again_from_where_it_began(by, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    batch = ready(by=by)
    import_run.start(batch=batch, by=by, at=timezone.now())
    work(steps=1)
    failed = []

    def fail_once(name):
        if not failed:
            failed.append(name)
            raise RuntimeError

    monkeypatch.setattr(import_run, "failpoint", fail_once)
    work()

    assert failed
    assert numbers(now(batch)) == (4, 2, 0, 1, 1)


def test_a_large_file_is_counted_by_a_job_across_its_parts(by, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 500)
    people = [f"Ana,Ruiz,ana{n % 1200}@sol.es,Sol,1" for n in range(1500)]
    batch = ready("\n".join([FAIR.splitlines()[0], *people]), by=by)
    assert not batch.checked["is_whole"]

    work()

    checked = now(batch).checked
    assert checked["is_whole"]
    assert (checked["rows"], checked["counts"]["new"], checked["counts"]["merge"]) == (1500, 1200, 300)
    assert checked["lines"]["merge"][0][4] == 2


def test_an_import_that_never_ran_can_be_thrown_away_with_its_file(by, django_capture_on_commit_callbacks):
    batch = ready(by=by)

    with django_capture_on_commit_callbacks(execute=True):
        import_drafts.discard(batch=batch)

    assert not Import.objects.exists()
    assert list(import_files.folder().iterdir()) == []


def test_what_names_people_is_forgotten_a_month_after_it_ended(by):
    batch = imported(by=by)

    import_run.forget(at=timezone.now() + import_files.KEPT * 2)

    assert not ImportFault.objects.exists()
    assert list(import_files.folder().iterdir()) == []
    assert (now(batch).created, now(batch).checked) == (2, {})


def test_a_draft_that_runs_at_last_keeps_what_its_undoing_needs(by):
    begun, ended = ready(by=by), imported("Nombre,Correo\nEva,eva@x.es\n", by=by, columns={"Correo": "email"})
    import_run.start(batch=begun, by=by, at=timezone.now())
    Import.objects.update(created_at=timezone.now() - import_files.KEPT * 2)
    left = import_files.folder() / "nobody's"
    left.touch()
    for path in import_files.folder().iterdir():
        os.utime(path, (0, 0))

    import_run.forget(at=timezone.now())
    work()

    assert ImportMark.objects.filter(batch=ended).count() == 1
    assert now(begun).created == 2
    assert not left.exists()


def test_a_row_that_could_not_be_read_is_mended_whole(by):
    batch = ready(f"{FAIR}Eva,Gil,eva@x.es,Sol,1,2\n", by=by)
    assert batch.checked["counts"]["error"] == 2

    batch = import_drafts.mend(batch=batch, row=6, cells={4: "12"}, by=by, at=timezone.now())

    assert batch.checked["counts"]["error"] == 1
    assert [len(row.cells) for row in import_files.first_rows(batch, 9)] == [5] * 5


def test_nothing_is_mended_before_the_columns_are_said(by):
    with pytest.raises(BadMapping):
        import_drafts.mend(batch=bring_in(by=by), row=4, cells={2: "x@y.es"}, by=by, at=timezone.now())


def test_a_draft_changed_while_it_is_checked_is_checked_anew_beside_the_old_check(by, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 500)
    people = [f"Ana,Ruiz,ana{n}@sol.es,Sol,1" for n in range(1400)]
    batch = ready("\n".join([FAIR.splitlines()[0], *people]), by=by)
    before = Job.objects.get()
    work(steps=2)
    changed = import_drafts.mend(batch=batch, row=4, cells={2: "ana1@sol.es"}, by=by, at=timezone.now())
    # The old check is in the middle of a step: it has read the draft as it was.
    after = Job.objects.exclude(pk=before.pk).get()
    import_check.step(job=after, at=timezone.now())
    after.save()
    monkeypatch.setattr(import_check, "_draft_of", lambda job: batch if job.pk == before.pk else changed)
    import_check.step(job=before, at=timezone.now())
    monkeypatch.undo()
    monkeypatch.setattr(bulk, "BATCH", 500)
    work()

    counts = now(batch).checked["counts"]
    assert (now(batch).checked["is_whole"], counts["new"], counts["merge"]) == (True, 1399, 1)
    assert [path.name for path in import_files.folder().iterdir()] == [batch.token]


def test_decimals_of_three_digits_are_read_as_the_column_writes_them(by):
    rows = "Nombre,Correo,Índice\nAna,ana@sol.es,154.217\nBea,bea@luna.es,12.5\n"
    FieldDefinition.objects.create(key="index", label="Index", type="number")

    imported(rows, by=by, columns={"Nombre": "first_name", "Correo": "email", "Índice": "custom.index"})

    read = {lead.first_name: lead.custom["index"] for lead in Lead.objects.all()}
    assert read == {"Ana": 154.217, "Bea": 12.5}
