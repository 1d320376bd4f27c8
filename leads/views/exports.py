"""Files of leads: the list of those a person asked for, and the download."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.pagination import paginate
from leads.models import Deed
from leads.services import exports
from tenants.permissions import Capability, requires
from work.models import Job


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
@requires(Capability.EXPORT_LEADS)
def export_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the files this person asked for, newest first."""
    mine = Deed.objects.filter(verb=exports.VERB, by_id=request.user.pk)
    page = paginate(mine, order=("-at", "-pk"), cursor=request.GET.get("cursor"), size=20)
    jobs = Job.objects.in_bulk([deed.job_id for deed in page.items if deed.job_id])
    now = timezone.now()
    rows = [
        {
            "deed": deed,
            "job": jobs.get(deed.job_id or 0),
            "is_there": exports.path_of(deed, at=now) is not None,
        }
        for deed in page.items
    ]
    return render(request, "leads/exports.html", {"rows": rows, "page": page, "page_title": _("Exports")})


@require_GET
@requires(Capability.EXPORT_LEADS)
def download(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Send the file to who asked for it, for a day; to others it does not exist."""
    deed = get_object_or_404(Deed.objects.filter(verb=exports.VERB, by_id=request.user.pk), pk=pk)
    path = exports.path_of(deed, at=timezone.now())
    if path is None:
        raise Http404
    kind = deed.params["format"]
    name = f"leads-{workspace}-{timezone.localtime(deed.at):%Y-%m-%d-%H%M}.{kind}"
    response: Any = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=TYPES[kind])
    return response
