"""An import is killed again and again, and ends as one that nobody disturbed: I6 of the invariants."""

import random

import pytest

from tests.faults.mailroom import PROGRAM
from tests.faults.rig import Rig
from tests.flows.road import Office


pytestmark = [pytest.mark.faults, pytest.mark.slow]
ROWS = 2000
# Every hundredth row fails, every fiftieth names somebody of the beginning again.
START = """
from django.core.files.uploadedfile import SimpleUploadedFile
from capture.services import import_drafts, import_files, import_run
from capture.services.import_drafts import Told
from core.scope import workspace_scope as scope
lines = ["E-mail,First name,Company,City"]
for n in range({rows}):
    address = "nobody" if n % 100 == 99 else f"p{{n % 50 if n % 50 == 7 else n}}@i6.example"
    lines.append(f"{{address}},P{{n}},Firm {{n}},Soria")
with scope(workspace):
    batch = import_drafts.create(
        kept=import_files.keep(SimpleUploadedFile("i6.csv", "\\n".join(lines).encode())), file_name="i6.csv",
        told=Told(name="I6", origin="own", basis="consent", consent_text="Yes", tags=["I6"]), by=None, at=now)
    import_drafts.map_columns(batch=batch, columns=batch.mapping["columns"], own={{}}, policy="fill",
                              constants={{}}, by=None, at=now)
    import_run.start(batch=batch, by=None, at=now)
"""
COUNTS = """
SELECT b.state, b.read, b.created, b.updated, b.skipped, b.failed, b.place,
  (SELECT count(*) FROM capture_importfault f WHERE f.workspace_id = b.workspace_id AND f.batch_id = b.id),
  (SELECT count(*) FROM capture_importmark m WHERE m.workspace_id = b.workspace_id AND m.batch_id = b.id)
FROM capture_import b JOIN tenants_workspace w ON w.id = b.workspace_id WHERE w.slug = %s
"""
# A dead worker's lease ends by itself after half a minute, which a test need not sit out.
EXPIRE = "UPDATE work_workitem SET lease_until = now(), due_at = now() WHERE queue = 'job' RETURNING id"
# Everything about each lead that an import writes; numbers of rows and moments differ between any two runs.
LEADS = """
SELECT l.email_norm, l.first_name, l.company, l.city, l.tags, l.marketing_consent,
  (SELECT count(*) FROM leads_activity a
   WHERE a.workspace_id = l.workspace_id AND a.lead_id = l.id AND a.kind = 'imported'),
  (SELECT count(*) FROM leads_consentrecord c WHERE c.workspace_id = l.workspace_id AND c.lead_id = l.id),
  (SELECT count(*) FROM leads_stagechange s
   WHERE s.workspace_id = l.workspace_id AND s.lead_id = l.id AND s.from_stage = ''),
  (SELECT count(*) FROM leads_leadtag t WHERE t.workspace_id = l.workspace_id AND t.lead_id = l.id)
FROM leads_lead l JOIN tenants_workspace w ON w.id = l.workspace_id
WHERE w.slug = %s AND l.email_norm LIKE '%%@i6.example' ORDER BY l.email_norm, l.id
"""


def begin(rig: Rig, slug: str) -> None:
    """Have a workspace of that name begin to import the file."""
    rig.manage(
        "shell", "-v", "0", "-c", PROGRAM.format(slug=slug, body=START.format(rows=ROWS)), json_answer=False
    )


def counts(rig: Rig, slug: str) -> tuple[object, ...]:
    """Return state and figures of the workspace's import."""
    return rig.sql(COUNTS, (slug,))[0]


def test_an_import_killed_anywhere_ends_as_if_nobody_had(office: Office) -> None:
    rig = office.rig
    rig.create_workspace("calm")
    rig.create_workspace("stormy")
    begin(rig, "calm")
    rig.wait_until(lambda: counts(rig, "calm")[0] == "done", seconds=60, what="the calm import is done")

    rig.arm("import_chunk_before_commit")
    begin(rig, "stormy")
    rig.wait_until(
        lambda: not rig.is_armed("import_chunk_before_commit"),
        seconds=60,
        what="a part was killed before its commit",
    )
    rig.sql(EXPIRE)
    chance = random.Random(6)
    for _kill in range(2):
        before = counts(rig, "stormy")[1]
        rig.wait_until(
            lambda before=before: counts(rig, "stormy")[1] > before or counts(rig, "stormy")[0] == "done",
            seconds=60,
            what="it goes on",
        )
        pid = rig.pids()["worker"]
        rig.wait_until(lambda: chance.random() < 0.3, what="some moment")
        rig.kill9_tree("worker")
        rig.wait_until_revived("worker", former=pid)
        rig.sql(EXPIRE)
    rig.wait_until(lambda: counts(rig, "stormy")[0] == "done", seconds=90, what="the battered import is done")

    read, created, updated, skipped, failed = counts(rig, "stormy")[1:6]
    assert read == ROWS == created + updated + skipped + failed
    assert counts(rig, "stormy") == counts(rig, "calm")
    assert rig.sql(LEADS, ("stormy",)) == rig.sql(LEADS, ("calm",))
    office.is_sound()
