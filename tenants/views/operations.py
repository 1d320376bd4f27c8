"""What went on and what got stuck: the audit log, dead work, jobs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.pagination import paginate
from tenants.models import AuditEntry
from tenants.permissions import Capability, requires
from work import dead
from work.models import Job, WorkItem


@require_GET
@requires(Capability.VIEW_AUDIT)
def audit_log(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show who did what, newest first."""
    page = paginate(AuditEntry.objects.all(), order=["-at", "-pk"], cursor=request.GET.get("cursor"))
    return render(request, "tenants/audit.html", {"page": page})


@require_GET
@requires(Capability.RETRY_WORK)
def stuck_work(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show work that failed for good and jobs under way."""
    context = {
        "page": paginate(dead.dead_items(), order=["-dead_at", "-pk"], cursor=request.GET.get("cursor")),
        "jobs": Job.objects.order_by("-created_at", "-pk")[:10],
        "waiting": WorkItem.objects.filter(
            workspace_id=request.workspace.pk,  # type: ignore[attr-defined]
            dead_at=None,
            due_at__lte=timezone.now(),
        ).count(),
    }
    return render(request, "tenants/work.html", context)


@require_POST
@requires(Capability.RETRY_WORK)
def retry_work(request: HttpRequest, workspace: str) -> HttpResponse:
    """Try chosen dead items once more, or all of them."""
    chosen = [int(value) for value in request.POST.getlist("item") if value.isdecimal() and len(value) < 19]
    if "all" in request.POST:
        chosen = list(dead.dead_items().values_list("pk", flat=True)[:10_000])
    count = dead.retry(chosen)
    toasts.add(
        request,
        ngettext("%(count)d item is tried again.", "%(count)d items are tried again.", count)
        % {"count": count}
        if count
        else _("Nothing was chosen."),
    )
    return redirect("tenants:work", workspace=workspace)
