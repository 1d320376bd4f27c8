"""The verb that nurturing adds to lists of leads: enroll many, with the way back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import numbers
from leads import deeds
from leads.deeds import Verb
from nurturing.choices import LeaveReason
from nurturing.forms.enroll import EnrollForm
from nurturing.models import Enrollment, Workflow
from nurturing.services import enroll


def _form(data: Any, request: Any) -> EnrollForm:
    return EnrollForm(data)


def _run(
    *, lead_ids: Sequence[int], params: Mapping[str, Any], by: int | None, at: datetime
) -> dict[int, Any]:
    """Enroll whoever may be; before it each was in its former workflow, or in none."""
    former = dict(
        Enrollment.objects.active().filter(lead_id__in=lead_ids).values_list("lead_id", "workflow_id")
    )
    workflow = Workflow.objects.get(pk=params["workflow"])
    done = enroll.enroll(lead_ids=lead_ids, workflow=workflow, by=by, at=at)
    return {lead_id: former.get(lead_id) for lead_id, made in done.items() if isinstance(made, Enrollment)}


def _undo(*, before: Mapping[int, Any], params: Mapping[str, Any], by: int | None, at: datetime) -> list[int]:
    """Take out whoever still is in, and put those back who were taken from another workflow, where they stood."""
    still = Enrollment.objects.active().filter(lead_id__in=list(before), workflow_id=params["workflow"])
    ids = list(still.values_list("pk", flat=True))
    undone = enroll.leave(enrollment_ids=ids, reason=LeaveReason.BY_HAND, by=by, at=at)
    former = {int(lead_id): workflow for lead_id, workflow in before.items() if workflow is not None}
    enroll.go_on(former={pk: former[pk] for pk in undone if pk in former}, by=by, at=at)
    return undone


def _said(count: int, params: Mapping[str, Any]) -> str:
    said = ngettext("%(n)s lead enrolled in “%(name)s”.", "%(n)s leads enrolled in “%(name)s”.", count)
    return said % {"n": numbers.plain(count), "name": params["name"]}


def register() -> None:
    """Offer the verb; called when the app is ready."""
    deeds.register(
        Verb(
            name="enroll",
            label=_("Enroll"),
            icon="workflow",
            capability="edit_nurture",
            run=_run,
            undo=_undo,
            said=_said,
            form=_form,
            button=_("Enroll"),
            order=30,
        )
    )
