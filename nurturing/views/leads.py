"""What nurturing adds to the lead page and to today's page: the lead's care, enrolling it, who waits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import gather, toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from leads.choices import Stage
from leads.models import Lead
from leads.views.access import back_to_lead, get_lead, lead_url
from leads.views.moves import show_refusal
from nurturing import caring
from nurturing.choices import EnrollmentState, ReviewReason
from nurturing.forms.enroll import EnrollForm
from nurturing.models import Care, Enrollment, Workflow, WorkflowVersion
from nurturing.services import enroll as service
from nurturing.services import outline
from nurturing.services.outline import Names
from nurturing.views.waiting import next_step
from tenants.permissions import Capability, requires


LATEST = 4


def panel(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return the lead's one care, and the workflows it has been in. Queries: one."""
    if not request.membership.can("view_nurture"):  # type: ignore[attr-defined]
        return None
    care, enrollments = _care_of(lead)
    if care is None and not enrollments:
        return None
    now = next((one for one in enrollments if one.state == EnrollmentState.ACTIVE), None)
    can_edit = request.membership.can("edit_nurture")  # type: ignore[attr-defined]
    return {
        "care": care,
        "now": now,
        "where": where(now) if now else None,
        "past": [one for one in enrollments if one != now],
        "step": next_step(request, care) if care and care.reason else None,
        "advice": caring.ADVICE.get(care.reason, "") if care else "",
        "can_edit": can_edit,
        "can_enroll": can_edit and lead.rank.stage == Stage.MARKETING,
    }


def _care_of(lead: Lead) -> tuple[Care | None, list[Enrollment]]:
    """Return the lead's care and its latest enrollments with workflow and version. Queries: one."""
    been = Enrollment.objects.filter(lead_id=lead.pk).order_by("-entered_at", "-pk")[:LATEST]
    cares, enrollments, flows, versions = gather.lists(
        Care.objects.filter(lead_id=lead.pk),
        been,
        Workflow.objects.filter(pk__in=been.values("workflow_id")),
        WorkflowVersion.objects.filter(pk__in=been.values("version_id")),
    )
    flow_of, version_of = {one.pk: one for one in flows}, {one.pk: one for one in versions}
    for one in enrollments:
        one.workflow, one.version = flow_of[one.workflow_id], version_of[one.version_id]
    return (cares[0] if cares else None), enrollments


def where(enrollment: Enrollment) -> dict[str, Any]:
    """Return the step an enrollment stands at, in words, and how far that is."""
    steps = enrollment.version.steps
    place = next((n for n, step in enumerate(steps) if step.get("id") == enrollment.step), None)
    # What it waits at needs no names: mails are sent at once.
    sentence = outline.describe(steps[place], known=Names()) if place is not None else ""
    return {"sentence": sentence, "number": 0 if place is None else place + 1, "of": len(steps)}


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def enroll(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put a lead into a workflow by hand, whatever its entry condition says."""
    lead = get_lead(request, pk)
    form = EnrollForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            at = timezone.now()
            try:
                done = service.enroll(lead_ids=[pk], workflow=form.chosen, by=request.user.pk, at=at)[pk]
            except DomainError as refusal:
                show_refusal(form, refusal)
            else:
                if isinstance(done, Enrollment):
                    return _entered(request, lead, form.chosen.name)
                form.add_error("workflow", str(done.label))
            status = 409
    values = {
        "lead": lead,
        "form": form,
        "page_title": _("Enroll in a workflow"),
        "button": _("Enroll"),
        "action": request.path,
        "back_url": lead_url(request, pk),
    }
    template = "leads/_verb_dialog.html" if wants_fragment(request) else "leads/verb.html"
    response = render(request, template, values, status=status)
    response["Vary"] = "HX-Request"
    return response


def _entered(request: HttpRequest, lead: Lead, name: str) -> HttpResponse:
    toasts.add(request, _("%(lead)s is in “%(workflow)s”.") % {"lead": lead.title, "workflow": name})
    response = back_to_lead(request, lead.pk)
    if not wants_fragment(request):
        return response
    url = response["Location"]
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


def today(request: HttpRequest, lead: None) -> dict[str, Any] | None:
    """Return how many wait for a person, by reason, for today's page. Queries: one."""
    if not request.membership.can("edit_nurture"):  # type: ignore[attr-defined]
        return None
    counts = caring.counts()
    lines = [{"reason": reason, "label": ReviewReason(reason).label, "n": n} for reason, n in counts.items()]
    return {"lines": lines, "total": sum(counts.values())} if lines else None
