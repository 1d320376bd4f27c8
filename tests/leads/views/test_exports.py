"""Files of leads: what is in them, who gets them, for how long, and that no spreadsheet calculates by them."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from capture.parsers import mapping as mappings
from capture.parsers.csv_file import CsvFile
from capture.services import imports
from core.scope import workspace_scope
from leads import bulk_jobs, deeds, lists
from leads.models import Deed, Lead
from leads.services import exports
from tenants.models import AuditEntry
from tests.factories.leads import make_field, make_lead
from work import claim, jobs
from work.models import Job


LIST = "/w/acme/leads/"
EXPORT = f"{LIST}bulk/export/"


@pytest.fixture
def leads(in_scope):
    """Two leads, one of which tries to be a formula."""
    return [
        make_lead(first_name="Ana", last_name="Ruiz", email="a@x.es", phone="+34 600 00 01 47", employees=12),
        make_lead(first_name="=cmd|' /C calc'!A0", email="b@x.es", company="@Sol", score=3),
    ]


def ask(client, leads, **body):
    data = {"go": "1", "lead": [lead.pk for lead in leads], "format": "csv", "which": "all", **body}
    return client.post(EXPORT, data)


def fetch(client):
    response = client.get(f"{LIST}exports/{Deed.objects.latest('pk').pk}/")
    return response, b"".join(response.streaming_content) if response.status_code == 200 else b""


def read(content, delimiter=","):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_csv_holds_everything_and_says_so_in_the_audit_log(client_for, marketer, leads):
    client = client_for(marketer)

    response = ask(client, leads)
    answer, content = fetch(client)
    rows = read(content)

    assert response["Location"] == f"{LIST}exports/"
    assert content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"].startswith('attachment; filename="leads-acme-')
    assert answer["Cache-Control"] == "no-store, private"
    assert [row["E-mail"] for row in rows] == ["a@x.es", "b@x.es"]
    assert rows[0]["Employees"] == "12"
    entry = AuditEntry.objects.get(action="leads.exported")
    assert (entry.target, entry.data["format"], entry.actor_id) == ("2", "csv", marketer.user_id)


def test_formulas_are_guarded(client_for, marketer, leads):
    client = client_for(marketer)
    ask(client, leads)

    row = read(fetch(client)[1])[1]

    assert row["First name"] == "'=cmd|' /C calc'!A0"
    assert row["Company"] == "'@Sol"
    assert read(fetch(client)[1])[0]["Phone"] == "'+34 600 00 01 47"


def test_a_moment_in_a_cell_costs_no_statement(in_scope):
    params = {"format": "csv", "columns": ["name", "created_at"], "token": "t", "part": 1}
    few, many = [make_lead().pk], [make_lead().pk for _ in range(5)]

    costs = []
    for ids in (few, many):
        with CaptureQueriesContext(connection) as asked:
            exports.run(lead_ids=ids, params=params, by=None, at=timezone.now())
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_a_sheet_of_too_many_leads_is_refused_before_it_is_begun(client_for, marketer, in_scope, monkeypatch):
    for module, name, value in (
        (deeds, "AT_ONCE", 1),
        (bulk_jobs, "WALK", 2),
        (exports, "MOST_IN_SHEET", 4),
    ):
        monkeypatch.setattr(module, name, value)
    written = []
    monkeypatch.setattr(exports, "_as_lines", written.append)
    for number in range(7):
        make_lead(email=f"p{number}@x.es")
    client = client_for(marketer)
    body = {"go": "1", "all": "1", "query": "view=open", "format": "xlsx", "which": "all"}
    monkeypatch.setattr(lists, "COUNT_CAP", 3)  # counting stops before the limit, as it does at 10,000

    client.post(EXPORT, body)
    claim.drain(jobs.QUEUE, jobs.run, limit=1)

    job = Job.objects.get()
    assert (job.state, job.result["error"]) == (
        "failed",
        "A sheet holds at most 4 leads here. Choose CSV, or narrow the list.",
    )
    assert written == []
    assert Deed.objects.get().state == "done"
    monkeypatch.setattr(lists, "COUNT_CAP", 10_000)
    assert "at most 4 leads" in client.post(EXPORT, body).content.decode()
    assert Deed.objects.count() == 1


def test_import_takes_the_guard_off_again(client_for, marketer, leads, other_workspace, tmp_path):
    client = client_for(marketer)
    ask(client, leads)
    path = tmp_path / "leads.csv"
    path.write_bytes(fetch(client)[1])

    table = CsvFile(path)
    imports.run(
        workspace_id=other_workspace.pk,
        file=table,
        mapping=mappings.guess(table.header),
        errors_to=tmp_path / "errors.csv",
        by=None,
        clock=timezone.now,
    )
    with workspace_scope(other_workspace.pk):
        found = {lead.email: lead for lead in Lead.objects.all()}

    assert found["a@x.es"].phone == "+34 600 00 01 47"
    assert found["b@x.es"].first_name == "=cmd|' /C calc'!A0"


def test_spanish_files_have_semicolons_and_decimal_commas(client_for, marketer, in_scope):
    make_field("width", "number")
    lead = make_lead(first_name="Ana", email="a@x.es", custom={"width": 2.5})
    client = client_for(marketer)
    client.cookies["django_language"] = "es"
    marketer.user.language = "es"
    marketer.user.save()

    ask(client, [lead])

    assert read(fetch(client)[1], ";")[0]["Width"] == "2,5"


def test_columns_of_the_list_and_no_others(client_for, marketer, leads):
    client = client_for(marketer)

    ask(client, leads, which="shown", columns="name,grade,email")

    assert list(read(fetch(client)[1])[0]) == ["Name", "Grade", "E-mail"]


def test_sheet_holds_text_as_text(client_for, marketer, leads):
    client = client_for(marketer)
    ask(client, leads, format="xlsx", which="shown", columns="name,score,first_name")

    with zipfile.ZipFile(io.BytesIO(fetch(client)[1])) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = "".join(book.read(name).decode() for name in book.namelist() if "sharedStrings" in name)

    assert "<f>" not in sheet
    assert "=cmd|" in sheet + strings
    assert "<v>3</v>" in sheet


def test_nobody_else_gets_the_file(client_for, marketer, manager, admin, rep, leads):
    ask(client_for(marketer), leads)

    assert fetch(client_for(manager))[0].status_code == 404
    assert fetch(client_for(admin))[0].status_code == 404
    assert fetch(client_for(rep))[0].status_code == 403


def test_a_day_later_it_is_gone_and_the_night_deletes_it(client_for, marketer, leads):
    client = client_for(marketer)
    ask(client, leads)
    path = exports.path_of(Deed.objects.get(), at=timezone.now())
    assert path is not None
    later = timezone.now() + timedelta(hours=25)

    assert exports.path_of(Deed.objects.get(), at=later) is None
    exports.forget(at=timezone.now())
    assert path.exists()
    exports.forget(at=later)
    assert not path.exists()


def test_the_eleventh_file_of_an_hour_is_refused(client_for, marketer, leads):
    client = client_for(marketer)
    for _ in range(exports.MOST_AN_HOUR):
        assert ask(client, leads[:1], which="shown", columns="name").status_code == 303

    refused = ask(client, leads)

    assert refused.status_code == 429
    Deed.objects.update(at=timezone.now() - timedelta(hours=1))
    assert ask(client, leads).status_code == 303


def test_a_large_export_is_a_job_whose_repeated_steps_write_each_lead_once(
    client_for, marketer, in_scope, monkeypatch
):
    for name, value in (("AT_ONCE", 2), ("CHUNK", 2)):
        monkeypatch.setattr(deeds, name, value)
    monkeypatch.setattr(bulk_jobs, "WALK", 3)
    for number in range(7):
        make_lead(first_name=f"P{number}", email=f"p{number}@x.es", score=number)
    client = client_for(marketer)
    client.post(EXPORT, {"go": "1", "all": "1", "query": "view=open", "format": "csv", "which": "all"})
    job = Job.objects.get()
    step = bulk_jobs.step
    # each step is done, rolled back, and done again
    for _ in range(3):
        with transaction.atomic():
            step(job=Job.objects.get(pk=job.pk), at=timezone.now())
            transaction.set_rollback(True)
        jobs.run(keys=[job.pk], at=timezone.now())
    claim.drain(jobs.QUEUE, jobs.run, limit=1)

    names = [row["First name"] for row in read(fetch(client)[1])]

    assert names == [f"P{number}" for number in reversed(range(7))]
    assert AuditEntry.objects.filter(action="leads.exported").count() == 1


def test_the_path_cannot_leave_its_folder(marketer, in_scope):
    deed = Deed(
        result={"file": "../../secrets.json", "until": (timezone.now() + timedelta(hours=1)).isoformat()}
    )

    assert exports.path_of(deed, at=timezone.now()) is None
