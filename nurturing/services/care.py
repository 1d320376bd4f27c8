"""The care step of the pipeline: every open lead has exactly one care, and what it says is true (design §3)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conditions.fragments import IdSet, Rows
from core.scope import current_workspace_id
from core.sets import dump
from leads.choices import Stage
from leads.models import LeadRank, Task
from leads.services import tasks
from messaging.services import recipients
from nurturing import queries
from nurturing.choices import LeaveReason
from nurturing.engine.choosing import Choice, choose
from nurturing.models import Care, Enrollment
from nurturing.queries import CareRow, Rules, Seen
from nurturing.services import enroll
from tenants.models import Workspace
from work import queue


WRITE = """
INSERT INTO nurturing_care AS t (workspace_id, lead_id, kind, reason, since, enrollment_id, resume_on)
SELECT %s, x.lead_id, x.kind, x.reason, %s, x.enrollment_id, x.resume_on
FROM json_to_recordset(%s::json) AS x(
  lead_id bigint, kind text, reason text, enrollment_id bigint, resume_on date)
ORDER BY x.lead_id
ON CONFLICT (workspace_id, lead_id) DO UPDATE SET
  since = CASE WHEN (t.kind, t.reason, t.enrollment_id) IS DISTINCT FROM
                    (excluded.kind, excluded.reason, excluded.enrollment_id) THEN excluded.since ELSE t.since END,
  kind = excluded.kind, reason = excluded.reason, enrollment_id = excluded.enrollment_id,
  resume_on = excluded.resume_on
"""


@dataclass(frozen=True, slots=True)
class Sales:
    """What the care step has to ask of distribution, which it must not know: handed over by the pipeline.

    ``clocked`` returns which of the leads wait for an answer or a first contact under a clock; ``next_step_at``
    when a step planned now is due.
    """

    clocked: Callable[[Sequence[int]], Collection[int]]
    next_step_at: Callable[[], datetime]


def decided(
    rows: Rows, *, known: Rules, at: datetime, lead_ids: Sequence[int], only_marketing: bool = False
) -> list[tuple[Seen, Choice]]:
    """Return what each lead's situation is and which care it gets; writes nothing. Queries: about six.

    The care step, the activation and the dry run all decide here.
    """
    found = queries.situations(
        rows,
        known=known,
        at=at,
        where=queries.zone(),
        refusals=recipients.may_mail(lead_ids=lead_ids),
        only_marketing=only_marketing,
    )
    return [(seen, choose(seen.situation, known.candidates, at=at)) for seen in found]


@transaction.atomic(savepoint=False)
def reconcile(*, lead_ids: Sequence[int], at: datetime, sales: Sales | None = None) -> None:
    """Bring enrollments and cares into line with the leads as they are; running it again changes nothing.

    The caller holds the ranks. Sends nothing itself: who entered, and whose click decides a branch, goes onto the
    queue. Queries: about eight where nothing changes.
    """
    known = queries.rules(lead_ids=lead_ids)
    found = decided(IdSet(sorted(lead_ids)), known=known, at=at, lead_ids=lead_ids)
    apply(found, at=at)
    _wake_clicked(found)
    if sales is not None:
        _plan_steps([seen for seen, _choice in found], sales, at=at)


def apply(found: Sequence[tuple[Seen, Choice]], *, at: datetime) -> list[enroll.Entry]:
    """Write what was decided: who leaves, who enters, and the cares that changed; return who entered what."""
    _leave(found, at=at)
    entries = [
        enroll.Entry(seen.situation.lead_id, choice.enter.workflow_id, choice.enter.version_id)
        for seen, choice in found
        if choice.enter is not None
    ]
    entered = enroll.enter(entries, by=None, at=at)
    wanted = {seen.situation.lead_id: _row(seen, choice, entered) for seen, choice in found}
    changed = {
        seen.situation.lead_id for seen, _choice in found if wanted[seen.situation.lead_id] != seen.care
    }
    _write({lead_id: row for lead_id, row in wanted.items() if lead_id in changed and row.kind}, at=at)
    gone = [lead_id for lead_id in changed if not wanted[lead_id].kind]
    if gone:
        Care.objects.filter(pk__in=gone).delete()
    return [entry for entry in entries if entry.lead_id in entered]


def _leave(found: Sequence[tuple[Seen, Choice]], *, at: datetime) -> None:
    leaving: dict[str, list[int]] = {}
    for seen, choice in found:
        if choice.leave and seen.situation.enrollment_id:
            leaving.setdefault(choice.leave, []).append(seen.situation.enrollment_id)
    for reason, ids in leaving.items():
        rows = Enrollment.objects.active().filter(pk__in=ids).order_by("pk")
        enroll.leave_rows(
            list(rows.select_for_update(of=("self",), no_key=True)),
            reason=LeaveReason(reason),
            by=None,
            at=at,
        )


def _row(seen: Seen, choice: Choice, entered: Mapping[int, int]) -> CareRow:
    stays = choice.kind == "nurture" and not choice.enter
    enrollment_id = seen.situation.enrollment_id if stays else entered.get(seen.situation.lead_id)
    return CareRow(choice.kind, choice.reason, enrollment_id, choice.resume_on)


def _write(rows: Mapping[int, CareRow], *, at: datetime) -> None:
    if not rows:
        return
    data = [
        {
            "lead_id": lead_id,
            "kind": row.kind,
            "reason": row.reason,
            "enrollment_id": row.enrollment_id,
            "resume_on": row.resume_on,
        }
        for lead_id, row in sorted(rows.items())
    ]
    params: list[Any] = [current_workspace_id(), at, dump(data)]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, params)


def _wake_clicked(found: Sequence[tuple[Seen, Choice]]) -> None:
    """Have the branches looked at that wait for a click: what marked the lead may have been one."""
    waiting = [
        seen.situation.enrollment_id
        for seen, choice in found
        if seen.awaits_click and not choice.leave and seen.situation.enrollment_id
    ]
    queue.mark(enroll.QUEUE, waiting)


def _plan_steps(found: Sequence[Seen], sales: Sales, *, at: datetime) -> None:
    """Give every rep a next step: leads past their first contact without one get a task to decide it."""
    accepted = [seen.situation.lead_id for seen in found if seen.situation.stage in {Stage.SAL, Stage.SQL}]
    if not accepted:
        return
    with_step = set(
        Task.objects.filter(lead_id__in=accepted, done_at=None).values_list("lead_id", flat=True)
    ) | set(sales.clocked(accepted))
    without = [lead_id for lead_id in accepted if lead_id not in with_step]
    if not without:
        return
    title = _in_house_language()
    ranks = LeadRank.objects.filter(pk__in=without).values_list("pk", "owner_id")
    tasks.add_many(
        planned=[
            tasks.Planned(lead_id=lead_id, title=title, assignee_id=owner_id) for lead_id, owner_id in ranks
        ],
        due_at=sales.next_step_at(),
        by=None,
        at=at,
    )


def _in_house_language() -> str:
    """Return what the planned step is called, in the workspace's language: nobody in particular asked for it."""
    language = Workspace.objects.values_list("language", flat=True).get(pk=current_workspace_id())
    with translation.override(language):
        return _("Decide the next step")
