"""The dry run: who would enter now and get what when, who not and why; and the switch that makes it so."""

from bisect import bisect_right
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from leads import lists
from nurturing.choices import WorkflowState
from nurturing.models import WorkflowVersion
from nurturing.services import dry_run, workflows
from nurturing.services.dry_run import DryRun
from nurturing.views.addresses import to
from nurturing.views.one import Shown, get_workflow, refused
from tenants.permissions import Capability, requires


SIZE = 25
WHY = ("track", "entry", "default")


@require_GET
@requires(Capability.EDIT_NURTURE)
def show(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what the button would do this moment; one page of those who enter, or of one reason.

    A paused workflow goes on with what is live: then that is tried, whatever is being written.
    """
    shown = Shown(request, get_workflow(pk), "dry-run")
    is_paused = shown.workflow.state == WorkflowState.PAUSED and shown.live is not None
    version = shown.live if is_paused and shown.live else shown.version
    run = dry_run.dry_run(workflow=shown.workflow, version=version, at=timezone.now())
    asked = request.GET.get("reason", "")
    reason = asked if asked in run.counts else ""
    values = {
        "shown": shown,
        "workflow": shown.workflow,
        "version": version,
        "faults": [] if is_paused else shown.faults,
        "is_paused": is_paused,
        "run": run,
        "entering": len(run.entering),
        "refused": len(run.refused),
        "reasons": _reasons(shown, run, reason),
        "reason": reason,
        "is_active": shown.workflow.state == WorkflowState.ACTIVE,
        "page_title": shown.workflow.name,
    }
    return render(request, "nurturing/dry_run.html", values | _page(request, shown, version, run, reason))


def _reasons(shown: Shown, run: DryRun, current: str) -> list[dict[str, Any]]:
    url = shown.url("dry-run")
    found = [
        {
            "url": url,
            "label": _("Would enter"),
            "count": len(run.entering),
            "current": current not in run.counts,
        }
    ]
    return found + [
        {
            "url": f"{url}?reason={reason}",
            "label": dry_run.label(reason),
            "count": number,
            "current": reason == current,
        }
        for reason, number in run.counts.items()
    ]


def _page(
    request: HttpRequest, shown: Shown, version: WorkflowVersion, run: DryRun, reason: str
) -> dict[str, Any]:
    """Return one page: who enters with their first mails, or the leads that one reason keeps out."""
    ids = [pk for pk, why in run.refused.items() if why == reason] if reason else list(run.entering)
    after = request.GET.get("after", "")
    first = bisect_right(ids, int(after)) if after.isdecimal() and len(after) < 19 else 0
    part = ids[first : first + SIZE]
    values: dict[str, Any] = {
        "after": part[-1] if first + SIZE < len(ids) else None,
        "is_first": first == 0,
        "from": first + 1,
        "until": first + len(part),
    }
    if reason:
        return values | {"leads": lists.read(part)}
    entrants = dry_run.entrants(run, version=version, first=first, size=SIZE)
    names = shown.known.templates
    return values | {
        "entrants": [
            {"entrant": one, "mails": [(names.get(mail.template, "…"), mail.at) for mail in one.mails]}
            for one in entrants
        ]
    }


@require_POST
@requires(Capability.EDIT_NURTURE)
def activate(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Switch it on: whom the dry run named enters now, whoever fits later as they come."""
    workflow = get_workflow(pk)
    try:
        workflows.activate(workflow=workflow, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal, back_url=to(request, "edit-workflow", pk=pk))
    toasts.add(
        request,
        _("“%(name)s” is active; leads enter it now.") % {"name": workflow.name},
        undo_url=to(request, "workflow-verb", pk=pk, verb="pause"),
    )
    return see_other(to(request, "people", pk=pk))
