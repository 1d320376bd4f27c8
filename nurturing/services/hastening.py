"""Letting somebody go on at once: the wait they stand at is over, the click they were to make was not made."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from nurturing.choices import WorkflowState
from nurturing.models import Enrollment
from nurturing.services import enroll
from work import queue


class NothingToMove(DomainError):
    """None of them is under way in a workflow that runs."""

    code = "nothing_to_move"


@transaction.atomic
def move_on(*, enrollment_ids: Sequence[int], at: datetime) -> list[int]:
    """Make what the enrollments wait for due now; the next sweep does it. Returns those that were moved.

    Raises: NothingToMove.
    """
    wanted = Enrollment.objects.active().filter(
        pk__in=enrollment_ids, workflow__state=WorkflowState.ACTIVE.value
    )
    enroll.hold(wanted.values_list("lead_id", flat=True))
    rows = Enrollment.objects.active().filter(pk__in=list(wanted.values_list("pk", flat=True)))
    ids = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    if not ids:
        raise NothingToMove(_("Nobody here is under way in a workflow that runs."))
    Enrollment.objects.filter(pk__in=ids).update(due_at=at, updated_at=at)
    queue.mark(enroll.QUEUE, ids)
    return ids
