"""The four pages of an import, as a marketer walks them without scripts."""

import csv
import io

import pytest

from capture.import_choices import ImportState
from capture.models import Import
from capture.services import import_files
from core.scope import workspace_scope
from leads.models import FieldDefinition, Lead, Source
from tests.capture.importing import FAIR, bring_in, imported, ready, upload, work


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
HOME = "/w/acme/imports/"
TOLD = {"name": "Fair 2026", "origin": "event", "basis": "unknown", "tags": "Fair, Kitchens"}
CHOICES = {
    "to:0": "first_name",
    "to:1": "last_name",
    "to:2": "email",
    "to:3": "company",
    "to:4": "new:number",
    "policy": "fill",
    "constant:0": "country",
    "value:0": "España",
}


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


def text(answer):
    return answer.content.decode()


def follow(person, answer):
    assert answer.status_code == 303, text(answer)
    return text(person.get(answer["Location"]))


def test_the_journey_from_the_file_to_its_undoing(person, workspace):
    assert "No file yet." in text(person.get(HOME))

    page = follow(person, person.post(f"{HOME}create/", {"file": upload(), **TOLD}))
    assert "ana@sol.es" in page
    with workspace_scope(workspace.pk):
        batch = Import.objects.get()
    here = f"{HOME}{batch.pk}/"

    page = follow(person, person.post(f"{here}map/", CHOICES))
    assert "Import now" in page
    page = text(person.get(f"{here}preview/?show=error"))
    assert 'value="carlos"' in page
    assert 'aria-invalid="true"' in page

    page = follow(person, person.post(f"{here}mend/", {"row": 4, "cell:2": "carlos@mas.es", "show": "error"}))
    assert "No rows here." in page
    follow(person, person.post(f"{here}start/"))
    with workspace_scope(workspace.pk):
        work()
        assert Lead.objects.count() == 3
        ana = Lead.objects.get(email="ana@sol.es")
        field = FieldDefinition.objects.get(label="Estancias")
        assert (ana.country.code, ana.tags, ana.custom) == ("ES", ["Fair", "Kitchens"], {field.key: 3})
        assert Source.objects.get(name="Fair 2026").channel == "event"
    assert "Undo the import" in text(person.get(f"{here}run/"))

    follow(person, person.post(f"{here}undo/"))
    with workspace_scope(workspace.pk):
        work()
        assert Lead.objects.count() == 0
    assert "Leads removed" in text(person.get(f"{here}run/"))
    assert "Fair 2026" in text(person.get(HOME))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "This field is required."),
        ({"file": upload("")}, "The submitted file is empty."),
        ({"file": upload(), "basis": "consent"}, "Write the text they agreed to."),
        ({"file": upload(), "tags": "x" * 60}, "tag"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(person, workspace, tmp_path, given, said):
    answer = person.post(f"{HOME}create/", {**TOLD, **given})

    assert answer.status_code == 422
    assert said in text(answer)
    with workspace_scope(workspace.pk):
        assert not Import.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_over_the_limit_is_refused(person, monkeypatch):
    monkeypatch.setattr("capture.services.import_files.MAX_BYTES", 10)

    answer = person.post(f"{HOME}create/", {"file": upload(), **TOLD})

    assert answer.status_code == 422
    assert "larger than 10 MB" in text(answer)


def test_columns_that_name_nobody_are_refused_and_the_choices_stay(person, workspace, marketer):
    with workspace_scope(workspace.pk):
        batch = bring_in(by=marketer.user_id)

    answer = person.post(f"{HOME}{batch.pk}/map/", {"to:4": "city", "policy": "create"})

    assert answer.status_code == 422
    assert "Choose a column for the e-mail" in text(answer)
    assert '<option value="city" selected>' in text(answer)


def test_a_row_of_nothing_and_a_cell_that_no_column_has_are_refused_with_a_word(person, workspace, marketer):
    with workspace_scope(workspace.pk):
        batch, unsaid = ready(by=marketer.user_id), bring_in(by=marketer.user_id)

    page = follow(person, person.post(f"{HOME}{batch.pk}/mend/", {"row": "4", "cell:99": "x"}))
    assert "The file has no such column." in page
    page = follow(person, person.post(f"{HOME}{unsaid.pk}/mend/", {"row": "4", "cell:1": "x"}))
    assert "Say which column is what first." in page


def test_a_draft_whose_file_is_gone_says_so_and_can_be_thrown_away(person, workspace, marketer):
    with workspace_scope(workspace.pk):
        every = [ready(by=marketer.user_id), bring_in(by=marketer.user_id)]
        for batch in every:
            import_files.drop(batch.token)

    for batch, page in zip(every, ("preview", "map"), strict=True):
        here = f"{HOME}{batch.pk}/"
        answer = person.get(f"{here}{page}/")
        assert answer.status_code == 410
        assert "The file is no longer kept." in text(answer)
        assert person.post(f"{here}mend/", {"row": 4, "cell:2": "x"}).status_code == 303
        assert person.post(f"{here}map/", CHOICES).status_code == 410
        follow(person, person.post(f"{here}discard/"))


def test_what_leads_are_recognized_by_cannot_be_said_for_every_row(person, workspace, marketer):
    with workspace_scope(workspace.pk):
        batch = bring_in(by=marketer.user_id)

    page = text(person.get(f"{HOME}{batch.pk}/map/"))
    answer = person.post(f"{HOME}{batch.pk}/map/", {**CHOICES, "constant:0": "external_id", "value:0": "7"})

    offered = page.partition('name="constant:0"')[2].partition("</select>")[0]
    assert 'value="country"' in offered
    assert 'value="external_id"' not in offered
    assert answer.status_code == 422
    assert "leads are recognized by it" in text(answer)


def test_whoever_presses_second_is_told_that_it_runs(person, client_for, admin, workspace, marketer):
    with workspace_scope(workspace.pk):
        batch = ready(by=marketer.user_id)
    here = f"{HOME}{batch.pk}/"
    person.post(f"{here}start/")

    for path in ("start/", "map/", "discard/"):
        assert client_for(admin).post(f"{here}{path}", CHOICES).status_code == 409
    assert person.post(f"{here}mend/", {"row": 4, "cell:2": "x"}).status_code == 409


def test_the_run_is_paused_resumed_and_canceled(person, workspace, marketer):
    with workspace_scope(workspace.pk):
        batch = ready(by=marketer.user_id)
    here = f"{HOME}{batch.pk}/"
    person.post(f"{here}start/")

    assert "Resume" in follow(person, person.post(f"{here}steer/", {"do": "pause"}))
    assert "Pause" in follow(person, person.post(f"{here}steer/", {"do": "resume"}))
    follow(person, person.post(f"{here}steer/", {"do": "cancel"}))

    with workspace_scope(workspace.pk):
        assert Import.objects.get().state == ImportState.STOPPED


def test_the_rows_that_failed_come_in_the_files_own_columns_and_calculate_nothing(
    person, workspace, marketer
):
    with workspace_scope(workspace.pk):
        batch = imported(f"{FAIR}=1+1,Gil,nobody,,\n", by=marketer.user_id)

    answer = person.get(f"{HOME}{batch.pk}/errors/")

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["Row", "Error", "Nombre", "Apellidos", "Correo", "Empresa", "Estancias"]
    assert [row[0] for row in rows[1:]] == ["4", "6"]
    assert rows[2][2] == "'=1+1"


def test_only_who_brings_in_leads_may(client_for, rep, manager, workspace, marketer):
    with workspace_scope(workspace.pk):
        batch = ready(by=marketer.user_id)

    for member in (rep, manager):
        assert client_for(member).get(HOME).status_code == 403
        assert client_for(member).post(f"{HOME}{batch.pk}/start/").status_code == 403
