"""An erasure is killed before its rows and before its files are gone for good: it ends as one that nobody disturbed."""

import pytest

from tests.faults.mailroom import PROGRAM
from tests.faults.rig import Rig
from tests.flows.road import Office


pytestmark = [pytest.mark.faults, pytest.mark.slow]
POINTS = ("erasure_rows_before_commit", "erasure_files_before_commit")
IMPORT = """
from django.core.files.uploadedfile import SimpleUploadedFile
from capture.services import import_drafts, import_files, import_run
from capture.services.import_drafts import Told
with workspace_scope(workspace):
    batch = import_drafts.create(
        kept=import_files.keep(SimpleUploadedFile("o5.csv", b"E-mail,First name\\n{email},Ana\\nother@o5.example,Eva")),
        file_name="o5.csv", told=Told(name="O5", origin="own", basis="consent", consent_text="Yes", tags=[]),
        by=None, at=now)
    import_drafts.map_columns(batch=batch, columns=batch.mapping["columns"], own={{}}, policy="fill",
                              constants={{}}, by=None, at=now)
    import_run.start(batch=batch, by=None, at=now)
"""
ERASE = """
from leads.services import erasing
with workspace_scope(workspace):
    erasing.start(lead=Lead.objects.get(public_id={lead!r}), request="person", reference="", by=None, at=now)
"""
# A dead worker's lease ends by itself after half a minute, which a test need not sit out.
EXPIRE = "UPDATE work_workitem SET lease_until = now(), due_at = now() WHERE queue = 'job' RETURNING id"
IMPORTED = """
SELECT 1 FROM capture_import b JOIN tenants_workspace w ON w.id = b.workspace_id WHERE w.slug = %s AND b.state = 'done'
"""
WAITING = (
    "SELECT 1 FROM work_workitem WHERE queue IN ('inquiry', 'lead', 'notice') AND dead_at IS NULL LIMIT 1"
)
ERASURE = """
SELECT e.state, e.counts, e.addresses FROM leads_erasure e JOIN tenants_workspace w ON w.id = e.workspace_id
WHERE w.slug = %s
"""
TEXTS = """
SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""


def run(rig: Rig, slug: str, body: str) -> None:
    rig.manage("shell", "-v", "0", "-c", PROGRAM.format(slug=slug, body=body), json_answer=False)


def known_person(rig: Rig, slug: str) -> tuple[Office, str]:
    """Return a workspace and somebody there who inquired and stands in an imported file."""
    office = Office.open(rig, slug)
    email = f"quokka@{slug}-quokkas.es"
    lead = office.lead_of(office.inquire(email=email, full_name=f"Quokka {slug}"))
    run(rig, slug, IMPORT.format(email=email))
    rig.wait_until(lambda: rig.sql(IMPORTED, [slug]), what="the file is imported")
    rig.wait_until(lambda: not rig.sql(WAITING), what="whoever is to know of it has a mail")
    return office, lead


def erased(rig: Rig, slug: str) -> bool:
    return [state for state, *_ in rig.sql(ERASURE, [slug])] == ["done"]


def mentions(rig: Rig, word: str) -> list[str]:
    """Return the tables and files that say the word anywhere."""
    tables = [name for (name,) in rig.sql(TEXTS)]
    found = [
        name
        for name in tables
        if rig.sql(f'SELECT 1 FROM "{name}" t WHERE t::text ILIKE %s LIMIT 1', [f"%{word}%"])
    ]
    files = [path for path in (rig.root / "media").rglob("*") if path.is_file()]
    return found + [path.name for path in files if word.encode() in path.read_bytes().lower()]


def test_an_erasure_killed_anywhere_ends_as_if_nobody_had(office: Office) -> None:
    rig = office.rig
    _calm, gone = known_person(rig, "serene")
    run(rig, "serene", ERASE.format(lead=gone))
    rig.wait_until(lambda: erased(rig, "serene"), what="the calm erasure is done")
    torn, lead = known_person(rig, "torn")
    assert mentions(rig, "quokka@torn")

    for point in POINTS:
        rig.arm(point)
    run(rig, "torn", ERASE.format(lead=lead))
    for point in POINTS:
        rig.wait_until(lambda point=point: not rig.is_armed(point), what=f"died at {point}")
        rig.sql(EXPIRE)
    rig.wait_until(lambda: erased(rig, "torn"), what="the battered erasure is done")

    assert mentions(rig, "quokka@torn") == mentions(rig, "quokka torn") == []
    assert rig.sql(ERASURE, ["torn"]) == rig.sql(ERASURE, ["serene"])
    assert len(torn.get("leads/")["results"]) == 2
    torn.is_sound()
