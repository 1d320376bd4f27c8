"""Items that failed for good, for the page that shows them."""

from django.db import connection
from django.db.models import QuerySet

from core.scope import current_workspace_id
from work import bell
from work.models import WorkItem


def dead_items() -> QuerySet[WorkItem]:
    """Return the scope's dead items, newest first."""
    return WorkItem.objects.filter(workspace_id=current_workspace_id(), dead_at__isnull=False).order_by(
        "-dead_at", "-id"
    )


def retry(ids: list[int]) -> int:
    """Make dead items of the workspace in scope due again; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE work_workitem SET dead_at = NULL, attempts = 0, due_at = now(), lease_until = NULL, "
            "seq = nextval('work_seq') WHERE workspace_id = %s AND id = ANY(%s) AND dead_at IS NOT NULL "
            "RETURNING queue",
            [current_workspace_id(), ids],
        )
        queues = {row[0] for row in cursor.fetchall()}
        count = cursor.rowcount
    for queue in queues:
        bell.ring(queue)
    return count
