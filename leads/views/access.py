"""The only ways a lead page gets a lead and goes back to it."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.answers import see_other
from leads import moved
from leads.models import Lead


SHOWN = (
    "rank",
    "rank__owner",
    "rank__source",
    "rank__campaign",
    "last_source",
    "last_campaign",
)
CHANGED = "changed"


def get_lead(request: HttpRequest, pk: int) -> Lead:
    """Return the lead if this member may see it, else raise Http404; Moved if it was merged into one they may see."""
    leads = Lead.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    found = leads.select_related(*SHOWN).filter(pk=pk).first()
    if found is None:
        moved.look(leads, pk=pk)
        raise Http404
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, however little, and None where nothing was."""
    return request.POST if request.method == "POST" else None


def lead_url(request: HttpRequest, pk: int, page: str = "detail", /, **kwargs: object) -> str:
    """Return the address of a page of the lead."""
    return reverse(
        f"leads:{page}",
        kwargs={"workspace": request.workspace.slug, "pk": pk, **kwargs},  # type: ignore[attr-defined]
    )


def back_to_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the lead (or to ``next``), which then watches for its new score for ten seconds."""
    return see_other(next_url(request) or f"{lead_url(request, pk)}?{CHANGED}=1")


def next_url(request: HttpRequest) -> str:
    """Return where the form wants to go afterwards, if that is a path of ours."""
    url = request.POST.get("next", "")
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else ""
