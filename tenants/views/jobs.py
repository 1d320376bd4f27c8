"""Long work that somebody started: how far it is, pause, resume, cancel, and the tray in the top bar."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import render_part
from tenants.permissions import Capability, open_to_members
from work import jobs
from work.models import Job


# While this cookie is there, pages look for jobs under way; who starts one sets it.
COOKIE = "jobs"
MOST = 5


def remember(response: HttpResponse) -> HttpResponse:
    """Have the person's next pages look for jobs under way."""
    response.set_cookie(COOKIE, "1", samesite="Lax", httponly=True)
    return response


@require_GET
@open_to_members
def job(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show how far a job is; the page asks again each second while it runs."""
    found = get_object_or_404(Job, pk=pk)
    kind = jobs.kind_of(found)
    link = kind.link(found) if kind and kind.link and found.started_by == request.user.pk else None
    values = {
        "job": found,
        "can_steer": kind is not None and _may_steer(request, found),
        "result_url": reverse(link[0], kwargs={"workspace": workspace, **link[1]}) if link else "",
    }
    return render_part(request, "tenants/job.html", "progress", values)


@require_GET
@open_to_members
def tray(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the person's own jobs under way; with none left, pages stop asking."""
    mine = Job.objects.filter(started_by=request.user.pk, state__in=[Job.State.RUNNING, Job.State.PAUSED])
    found = list(mine.order_by("-pk")[:MOST])
    was_open = request.GET.get("open", "") == "1"
    response = render(
        request, "components/tray.html", {"jobs": found, "was_open": was_open, "is_answer": True}
    )
    if not found:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _may_steer(request: HttpRequest, found: Job) -> bool:
    can_retry = request.membership.can(Capability.RETRY_WORK)  # type: ignore[attr-defined]
    return found.started_by == request.user.pk or can_retry


def _steer(request: HttpRequest, pk: int, act: Callable[..., Any]) -> HttpResponse:
    found = get_object_or_404(Job, pk=pk)
    if jobs.kind_of(found) is None or not _may_steer(request, found):
        raise Http404
    try:
        act(job=found, at=timezone.now())
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return remember(see_other("tenants:job", workspace=slug, pk=pk))


@require_POST
@open_to_members
def pause(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Stop the job after the step under way."""
    return _steer(request, pk, jobs.pause)


@require_POST
@open_to_members
def resume(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Go on with a paused job, or try a failed one again."""
    return _steer(request, pk, jobs.resume)


@require_POST
@open_to_members
def cancel(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """End the job; what was done stays done."""
    return _steer(request, pk, jobs.cancel)
