"""Who stands where in a workflow; taking somebody out and letting somebody go on."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import numbers, toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from core.tables import Column
from leads.models import Lead
from leads.views.access import next_url
from nurturing import lines
from nurturing.choices import EnrollmentState, LeaveReason
from nurturing.models import Enrollment, Workflow, WorkflowVersion
from nurturing.services import enroll, hastening
from nurturing.views.addresses import to
from nurturing.views.one import Shown, get_workflow, refused
from tenants.permissions import Capability, requires


COLUMNS = (
    Column("lead", gettext_lazy("Lead")),
    Column("step", gettext_lazy("Where")),
    Column("since", gettext_lazy("Since")),
    Column("next", gettext_lazy("Next")),
    Column("entered", gettext_lazy("Entered")),
    Column("verbs", gettext_lazy("Verbs"), label_hidden=True),
)
TABS = (
    (EnrollmentState.ACTIVE, gettext_lazy("Under way")),
    (EnrollmentState.FINISHED, gettext_lazy("Finished")),
    (EnrollmentState.LEFT, gettext_lazy("Left")),
)


def _visible(request: HttpRequest, workflow: Workflow) -> QuerySet[Enrollment]:
    """Return the enrollments whose lead this member may see."""
    found = Enrollment.objects.filter(workflow=workflow)
    membership = request.membership  # type: ignore[attr-defined]
    if membership.role == "rep":
        found = found.filter(lead_id__in=Lead.objects.visible_to(membership).values("pk"))
    return found


@require_GET
@requires(Capability.VIEW_NURTURE)
def show(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """List who is under way, finished or left; of one step if it is asked for."""
    shown = Shown(request, get_workflow(pk), "people")
    state = request.GET.get("state", EnrollmentState.ACTIVE)
    state = state if state in EnrollmentState.values else EnrollmentState.ACTIVE
    step = request.GET.get("step", "")
    every = _visible(request, shown.workflow)
    found = every.filter(state=state)
    if step and state == EnrollmentState.ACTIVE:
        found = found.filter(step=step)
    page = paginate(
        found.select_related("lead__rank"), order=["-entered_at", "-pk"], cursor=request.GET.get("cursor")
    )
    values = {
        "shown": shown,
        "workflow": shown.workflow,
        "page": page,
        "rows": _rows(shown, page.items),
        "columns": COLUMNS,
        "states": _states(shown, every, state),
        "state": state,
        "step": next((line.label for line in shown.lines if line.id == step), "") if step else "",
        "page_title": shown.workflow.name,
    }
    return render(request, "nurturing/people.html", values)


def _states(shown: Shown, every: QuerySet[Enrollment], current: str) -> list[dict[str, Any]]:
    counts = dict(every.order_by().values_list("state").annotate(n=Count("pk")))
    url = shown.url("people")
    return [
        {
            "url": f"{url}?state={state}",
            "label": f"{label} · {numbers.plain(counts.get(state, 0))}",
            "current": state == current,
        }
        for state, label in TABS
    ]


def _rows(shown: Shown, enrollments: list[Enrollment]) -> list[dict[str, Any]]:
    """Return each with the sentence of the step it stands at, in the version it walks."""
    versions = WorkflowVersion.objects.in_bulk({one.version_id for one in enrollments})
    told = {
        pk: {line.id: line for line in lines.read(version.steps, shown.known)}
        for pk, version in versions.items()
    }
    return [
        {
            "enrollment": one,
            "line": told[one.version_id].get(one.step),
            "is_old": shown.live is not None and one.version_id != shown.live.pk,
            "number": versions[one.version_id].number,
        }
        for one in enrollments
    ]


def _back_url(request: HttpRequest, enrollment: Enrollment) -> str:
    return next_url(request) or to(request, "people", pk=enrollment.workflow_id)


@require_POST
@requires(Capability.EDIT_NURTURE)
def leave(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take a lead out of its workflow; care looks for something else."""
    enrollment: Enrollment = get_object_or_404(Enrollment.objects.select_related("lead", "workflow"), pk=pk)
    at = timezone.now()
    try:
        enroll.leave_one(enrollment=enrollment, reason=LeaveReason.BY_HAND, by=request.user.pk, at=at)
    except DomainError as refusal:
        return refused(request, refusal, back_url=_back_url(request, enrollment))
    values = {"lead": enrollment.lead.title, "workflow": enrollment.workflow.name}
    toasts.add(request, _("%(lead)s is out of “%(workflow)s”.") % values)
    return see_other(_back_url(request, enrollment))


@require_POST
@requires(Capability.EDIT_NURTURE)
def move_on(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Let a lead go on with the next step at once."""
    enrollment: Enrollment = get_object_or_404(Enrollment.objects.select_related("lead"), pk=pk)
    try:
        hastening.move_on(enrollment_ids=[pk], at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal, back_url=_back_url(request, enrollment))
    toasts.add(request, _("%(lead)s goes on within seconds.") % {"lead": enrollment.lead.title})
    return see_other(_back_url(request, enrollment))
