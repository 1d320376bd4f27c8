"""The learning alarm (seed 000): too many leads come back for one reason, so their review is proposed.

It rings once for a reason, until a review of it is begun, or nothing was too much for as many days as are counted. What
came back before that does not count again.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.scope import current_workspace_id
from messaging.choices import NotificationKind
from messaging.services import notify
from scoring.models import ReviewAlarm
from scoring.services import turns
from tenants.models import Workspace
from tenants.permissions import Capability
from tenants.services import audit


SETTING, PART = "scoring", "alarm"
# Who rings and who ends an alarm wait for each other.
TURN = "review-alarm"
# A pass of the pipeline looks for returns no older than this; the night finds the rest.
FRESH = timedelta(days=1)
FEWEST_DAYS, MOST_DAYS = 7, 365

RETURNED_LATELY = """
SELECT EXISTS (SELECT 1 FROM leads_activity a WHERE a.workspace_id = %s AND a.lead_id = ANY(%s::bigint[])
  AND a.kind = 'rejected' AND a.occurred_at >= %s)
"""
# Per reason: since the days began or it was last reviewed, how many leads came back, of how many handed over.
COUNTED = """
WITH heard AS (
  SELECT reason, max(ended_at) AS at FROM scoring_reviewalarm WHERE workspace_id = %(workspace)s GROUP BY reason),
back AS (
  SELECT a.data->>'reason' AS reason, coalesce(nullif(a.data->>'reason_label', ''), a.data->>'reason') AS label,
    greatest(coalesce(h.at, %(since)s), %(since)s) AS from_at, x.at, x.lead_id
  FROM scoring_scoresnapshot x JOIN leads_activity a ON a.workspace_id = x.workspace_id AND a.id = x.activity_id
  LEFT JOIN heard h ON h.reason = a.data->>'reason'
  WHERE x.workspace_id = %(workspace)s AND x.event = 'rejected' AND x.at >= %(since)s AND x.at <= %(at)s
    AND a.data->>'reason' <> ''),
counted AS (
  SELECT reason, (array_agg(label ORDER BY at DESC))[1] AS label, from_at, count(DISTINCT lead_id) AS n
  FROM back WHERE at > from_at OR from_at = %(since)s GROUP BY reason, from_at)
SELECT c.reason, c.label, c.n, (
  SELECT count(DISTINCT p.lead_id) FROM scoring_scoresnapshot p
  JOIN leads_activity a ON a.workspace_id = p.workspace_id AND a.id = p.activity_id
  WHERE p.workspace_id = %(workspace)s AND p.event = 'handed_off' AND p.at >= c.from_at AND p.at <= %(at)s
    AND coalesce((a.data->>'round')::int, 1) = 1)
FROM counted c ORDER BY c.reason
"""
RING = """
INSERT INTO scoring_reviewalarm (workspace_id, reason, label, returned, handed, days, rung_at, held_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (workspace_id, reason) WHERE ended_at IS NULL DO UPDATE
SET returned = excluded.returned, handed = excluded.handed, days = excluded.days, held_at = excluded.held_at
RETURNING id, xmax = 0
"""


class BadAlarm(Invalid):
    """The alarm's settings make no sense."""

    code = "bad_alarm"


@dataclass(frozen=True, slots=True)
class Rule:
    """When it rings: so many returns for one reason, or so many percent of at least ``least`` hand-offs, in ``days``.

    ``number`` or ``share`` may be None: then it does not count; with neither it never rings.
    """

    number: int | None = 5
    share: int | None = 25
    least: int = 20
    days: int = 30

    def is_held(self, returned: int, handed: int) -> bool:
        """Say whether so many returns of so many hand-offs are too many."""
        if self.number and returned >= self.number:
            return True
        return bool(self.share) and handed >= self.least and returned * 100 >= (self.share or 0) * handed


def rule() -> Rule:
    """Return when the workspace's alarm rings. Queries: one."""
    settings = Workspace.objects.values_list("settings", flat=True).get(pk=current_workspace_id())
    return Rule(**settings.get(SETTING, {}).get(PART, {}))


@transaction.atomic
def set_rule(*, wanted: Rule, by: int | None, at: datetime) -> None:
    """Say when the alarm rings.

    Raises: BadAlarm.
    """
    if not FEWEST_DAYS <= wanted.days <= MOST_DAYS:
        raise BadAlarm(_("Count the returns of 7 to 365 days."))
    if wanted.share is not None and not 1 <= wanted.share <= 100:
        raise BadAlarm(_("A share is from 1 to 100 percent."))
    if wanted.number is not None and wanted.number < 1:
        raise BadAlarm(_("At least one return."))
    workspace = Workspace.objects.select_for_update(of=("self",)).get(pk=current_workspace_id())
    kept = workspace.settings.get(SETTING, {})
    values = {**kept, PART: asdict(wanted)}
    if values == kept:
        return
    changed = {**workspace.settings, SETTING: values}
    Workspace.objects.filter(pk=workspace.pk).update(settings=changed, updated_at=at)
    audit.record(action="review.alarm_changed", by=by, at=at, data=asdict(wanted))


def ringing() -> list[ReviewAlarm]:
    """Return the reasons whose review is proposed, what came back most first. Queries: one."""
    return list(ReviewAlarm.objects.filter(ended_at=None).order_by("-returned", "reason"))


def watch(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Look whether the alarm rings if Sales gave back any of these leads lately. A step of the pipeline.

    Queries: one without a return.
    """
    with connection.cursor() as cursor:
        cursor.execute(RETURNED_LATELY, [current_workspace_id(), list(lead_ids), at - FRESH])
        is_lately = cursor.fetchone()[0]  # type: ignore[index]
    if is_lately:
        check(at=at)


@transaction.atomic
def check(*, at: datetime) -> list[str]:
    """Ring for each reason that too many leads came back for, end what has been quiet; return the reasons new to ring.

    Run twice, or by two workers at once, it rings once; neither while a review that answers it is being begun.
    """
    turns.wait(kind=TURN)
    wanted = rule()
    rung = [(counted, alarm_id) for counted, alarm_id, is_new in _rung(wanted, at) if is_new]
    quiet = ReviewAlarm.objects.filter(ended_at=None, held_at__lt=at - timedelta(days=wanted.days))
    quiet.update(ended_at=at)
    for counted, alarm_id in rung:
        _tell(alarm_id, counted, at=at)
    return [counted["reason"] for counted, _alarm_id in rung]


def _rung(wanted: Rule, at: datetime) -> list[tuple[dict[str, Any], int, bool]]:
    """Keep an alarm for each reason that is too much; return it and whether it is new. One order for all workers."""
    workspace_id = current_workspace_id()
    params: dict[str, Any] = {"workspace": workspace_id, "since": at - timedelta(days=wanted.days), "at": at}
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, params)
        for reason, label, returned, handed in cursor.fetchall():
            if wanted.is_held(returned, handed):
                values = [workspace_id, reason[:60], label[:120], returned, handed, wanted.days, at, at]
                cursor.execute(RING, values)
                alarm_id, is_new = cursor.fetchone()  # type: ignore[misc]
                told = {"reason": reason, "label": label, "returned": returned, "handed": handed}
                found.append((told, alarm_id, is_new))
    return found


def _tell(alarm_id: int, counted: dict[str, Any], *, at: datetime) -> None:
    notify.to_capable(
        Capability.LEAD_REVIEWS,
        lambda user: notify.Notice(
            user,
            NotificationKind.REVIEW_ALARM,
            f"review-alarm:{alarm_id}",
            data=counted,
            path=f"review/new/?alarm={alarm_id}",
        ),
        at=at,
    )
