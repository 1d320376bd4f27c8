"""How workflows do, in numbers: who entered, who stands where, what was sent and clicked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count

from core.limits import TooSlow, time_limit
from core.scope import current_workspace_id
from nurturing.choices import EnrollmentState
from nurturing.models import Enrollment, Workflow


LIMIT_MS = 1_500
# A step's runs, its mails that went out and those whose link a person clicked; by where a branch went.
STEPS = """
SELECT r.step, coalesce(r.result->>'go', ''), coalesce(r.result->>'because', ''),
  coalesce(r.result->>'holds', ''), count(*), count(m.sent_at),
  count(*) FILTER (WHERE EXISTS (SELECT 1 FROM messaging_linkclick c WHERE c.workspace_id = %(workspace)s
    AND c.message_id = r.message_id AND c.verdict = 'human'))
FROM nurturing_steprun r
JOIN nurturing_enrollment e ON e.workspace_id = %(workspace)s AND e.id = r.enrollment_id
LEFT JOIN messaging_message m ON m.workspace_id = %(workspace)s AND m.id = r.message_id
WHERE r.workspace_id = %(workspace)s AND e.version_id = ANY(%(versions)s)
GROUP BY 1, 2, 3, 4
"""
CLICKED = """
SELECT e.workflow_id, count(DISTINCT e.id) FROM messaging_linkclick c
JOIN nurturing_steprun r ON r.workspace_id = %(workspace)s AND r.message_id = c.message_id
JOIN nurturing_enrollment e ON e.workspace_id = %(workspace)s AND e.id = r.enrollment_id
WHERE c.workspace_id = %(workspace)s AND c.verdict = 'human' AND e.workflow_id = ANY(%(workflows)s) GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """A workflow in numbers; ``clicked`` is None if counting took too long."""

    entered: int = 0
    active: int = 0
    finished: int = 0
    left: int = 0
    clicked: int | None = 0


@dataclass(slots=True)
class StepFigures:
    """A step in numbers; ``went`` counts by where a branch led, because of what, and whether its condition held."""

    done: int = 0
    sent: int = 0
    clicked: int = 0
    went: dict[tuple[str, str, str], int] = field(default_factory=dict)

    @property
    def share(self) -> int | None:
        """How many of a hundred mails that went out were clicked."""
        return round(100 * self.clicked / self.sent) if self.sent else None


def totals(workflows: Iterable[Workflow]) -> dict[int, Totals]:
    """Return each workflow's numbers, by its id. Queries: two, and the limit's."""
    ids = [workflow.pk for workflow in workflows]
    counted: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = Enrollment.objects.filter(workflow_id__in=ids).order_by().values_list("workflow_id", "state")
    for workflow_id, state, number in rows.annotate(n=Count("pk")):
        counted[workflow_id][state] = number
    clicked = _clicked(ids)
    return {
        pk: Totals(
            entered=sum(states.values()),
            active=states.get(EnrollmentState.ACTIVE, 0),
            finished=states.get(EnrollmentState.FINISHED, 0),
            left=states.get(EnrollmentState.LEFT, 0),
            clicked=None if clicked is None else clicked.get(pk, 0),
        )
        for pk, states in counted.items()
    }


def _clicked(workflow_ids: Sequence[int]) -> dict[int, int] | None:
    rows = _ask(CLICKED, {"workflows": list(workflow_ids)})
    return None if rows is None else dict(rows)


def _ask(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]] | None:
    try:
        with time_limit(LIMIT_MS), connection.cursor() as cursor:
            cursor.execute(sql, {"workspace": current_workspace_id(), **params})
            return list(cursor.fetchall())
    except TooSlow:
        return None


def here(workflow: Workflow, *, version_id: int | None = None) -> dict[str, int]:
    """Return how many stand at each step now, of every version or of one. Queries: one."""
    standing = Enrollment.objects.active().filter(workflow=workflow).order_by()
    if version_id:
        standing = standing.filter(version_id=version_id)
    return dict(standing.values_list("step").annotate(n=Count("pk")))


def of_steps(version_ids: Sequence[int]) -> dict[str, StepFigures] | None:
    """Return the numbers of each step of these versions; None if counting took too long.

    Queries: one, and the limit's.
    """
    rows = _ask(STEPS, {"versions": list(version_ids)})
    if rows is None:
        return None
    found: dict[str, StepFigures] = {}
    for step, go, because, holds, done, sent, clicked in rows:
        figures = found.setdefault(step, StepFigures())
        figures.done += done
        figures.sent += sent
        figures.clicked += clicked
        if because:
            figures.went[go, because, holds] = done
    return found
