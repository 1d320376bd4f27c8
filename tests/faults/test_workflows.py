"""Each step once, whatever is killed, paused or edited while leads are on the road: E7, O1 of the invariants."""

import time

import pytest

from tests.faults.mailroom import Mailroom
from tests.flows.road import Office


pytestmark = [pytest.mark.faults, pytest.mark.slow]
LEADS = 60
IDENTITY = """
with workspace_scope(workspace):
    SendingPolicy.objects.update(postal_address="Calle Mayor 1", from_hour=0, until_hour=24, cap_count=0)
"""
ARRIVE = """
from leads import changes
with workspace_scope(workspace):
    leads = []
    for n in range({count}):
        email = f"lead{{n}}@e7.example"
        leads.append(Lead(created_at=now, email=email, email_norm=email, marketing_consent="given"))
    Lead.objects.bulk_create(leads)
    LeadToken.objects.bulk_create(
        [LeadToken(lead=x, token=token) for x in leads for token in sorted(normalize.search_tokens(x))])
    LeadRank.objects.bulk_create([LeadRank(lead=x, created_at=now, stage_at=now) for x in leads])
    changes.mark([lead.pk for lead in leads])
"""
# Wakes everybody's wait: the time of a test is too short for one.
WAKE = """
from nurturing.models import Enrollment
from work import queue
with workspace_scope(workspace):
    ids = list(Enrollment.objects.active().values_list("pk", flat=True))
    Enrollment.objects.active().filter(step__startswith="wait").update(due_at=now)
    queue.mark("enrollment", ids)
"""
TEMPLATE = """
SELECT t.public_id::text FROM messaging_template t JOIN tenants_workspace w ON w.id = t.workspace_id
WHERE w.slug = %s ORDER BY t.id LIMIT 1
"""
STEPS = """
SELECT s.step, count(*), count(DISTINCT s.enrollment_id) FROM nurturing_steprun s
JOIN nurturing_enrollment e ON e.workspace_id = s.workspace_id AND e.id = s.enrollment_id
JOIN nurturing_workflow f ON f.workspace_id = e.workspace_id AND f.id = e.workflow_id
WHERE f.public_id = %s::uuid GROUP BY s.step ORDER BY s.step
"""
NOTES = """
SELECT DISTINCT e.note FROM nurturing_enrollment e
JOIN nurturing_workflow f ON f.workspace_id = e.workspace_id AND f.id = e.workflow_id
WHERE f.public_id = %s::uuid AND e.state = 'finished'
"""
# Who ended with the words of another version than the one they entered.
MIXED = """
SELECT count(*) FROM nurturing_enrollment e
JOIN nurturing_workflow f ON f.workspace_id = e.workspace_id AND f.id = e.workflow_id
JOIN nurturing_workflowversion v ON v.workspace_id = e.workspace_id AND v.id = e.version_id
WHERE f.public_id = %s::uuid AND e.note <> CASE v.number WHEN 1 THEN 'First' ELSE 'Second' END
"""
MOVE = """
UPDATE nurturing_enrollment e SET version_id = (
  SELECT v.id FROM nurturing_workflowversion v
  WHERE v.workspace_id = e.workspace_id AND v.workflow_id = e.workflow_id AND v.id <> e.version_id LIMIT 1)
WHERE e.id = (
  SELECT max(x.id) FROM nurturing_enrollment x JOIN nurturing_workflow f
  ON f.workspace_id = x.workspace_id AND f.id = x.workflow_id
  WHERE f.public_id = %s::uuid AND x.note = 'First')
RETURNING e.id
"""


def workflow_of(template: str, note: str) -> dict[str, object]:
    """Return what the workflow's draft says: a mail, a wait, the same mail, a task, the end."""
    return {
        "entry": {"field": "person.email", "op": "ends_with", "value": "@e7.example"},
        "steps": [
            {"id": "one", "kind": "email", "template": template},
            {"id": "wait", "kind": "wait", "hours": 1},
            {"id": "two", "kind": "email", "template": template},
            {"id": "task", "kind": "task", "title": note, "days": 1},
            {"id": "end", "kind": "exit", "reason": note},
        ],
    }


def write(office: Office, flow: str, text: dict[str, object]) -> None:
    """Write the workflow's draft."""
    answer = office.rig.request("PUT", f"/api/v1/workflows/{flow}/draft/", data=text, key=office.key)
    assert answer.json["faults"] == [], answer.text


def test_killed_paused_and_edited_each_step_is_done_once_and_on_its_version(office: Office) -> None:
    rig, room = office.rig, Mailroom(office)
    room.run(IDENTITY)
    template = rig.sql(TEMPLATE, (office.slug,))[0][0]
    flow = office.post("workflows/", {"name": "E7"}, status=201)["id"]
    write(office, flow, workflow_of(template, "First"))
    office.post(f"workflows/{flow}/activate/")

    def done(step: str) -> int:
        counted = {name: runs for name, runs, _leads in rig.sql(STEPS, (flow,))}
        return counted.get(step, 0)

    rig.arm("enrollment_before_commit")
    room.run(ARRIVE, count=LEADS)
    rig.wait_until(lambda: not rig.is_armed("enrollment_before_commit"), seconds=60, what="a worker dies")
    write(office, flow, workflow_of(template, "Second"))
    office.post(f"workflows/{flow}/publish/")
    rig.wait_until(lambda: done("one") >= LEADS, seconds=90, what="everybody has the first mail")
    office.post(f"workflows/{flow}/pause/")
    room.run(WAKE)
    time.sleep(3)  # longer than a sweep
    paused = done("two")
    office.post(f"workflows/{flow}/resume/")
    rig.wait_until(lambda: done("end") >= LEADS, seconds=90, what="everybody is through")

    assert paused == 0
    assert rig.sql(STEPS, (flow,)) == [(step, LEADS, LEADS) for step in ("end", "one", "task", "two", "wait")]
    # Whoever had entered stays on what they entered: the text published meanwhile is for those who come later.
    notes = {note for (note,) in rig.sql(NOTES, (flow,))}
    assert {"First"} <= notes <= {"First", "Second"}
    assert rig.sql(MIXED, (flow,)) == [(0,)]
    assert rig.manage("check_invariants")["violations"] == []

    # The rig must see it: had somebody been moved onto the other version, and back.
    moved = rig.sql(MOVE, (flow,))
    assert rig.sql(MIXED, (flow,)) == [(1,)]
    assert rig.sql(MOVE, (flow,)) == moved
