"""What was done to many leads lately: the history, one deed, and its undoing."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from core import numbers, toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from core.tables import Column
from leads import deeds, lists
from leads.models import Deed, DeedRow, LeadRank
from leads.services import deeds as service
from leads.views.access import next_url
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember
from work.models import Job


COLUMNS = (
    Column("what", gettext_lazy("What")),
    Column("by", gettext_lazy("Who")),
    Column("at", gettext_lazy("When")),
    Column("changed", gettext_lazy("Leads"), numeric=True),
    Column("state", gettext_lazy("State")),
    Column("undo", gettext_lazy("Undo"), label_hidden=True),
)
# So many of the leads that were left alone are named.
NAMED = 200


def deeds_of(request: HttpRequest) -> QuerySet[Deed]:
    """Return the deeds that the member may look at: own ones, an admin everybody's."""
    found = Deed.objects.select_related("by")
    membership = request.membership  # type: ignore[attr-defined]
    return found if membership.role == "admin" else found.filter(by_id=membership.user_id)


@require_GET
@requires(Capability.EDIT_LEADS)
def history(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what was done to many leads, newest first."""
    page = paginate(deeds_of(request), order=("-at", "-pk"), cursor=request.GET.get("cursor"))
    values = {
        "columns": COLUMNS,
        "rows": [line(deed) for deed in page.items],
        "page": page,
        "page_title": _("Bulk changes"),
    }
    return render(request, "leads/deeds.html", values)


def line(deed: Deed) -> dict[str, Any]:
    """Return a deed as the pages draw it."""
    verb = deeds.find(deed.verb)
    said = verb.said(deed.changed, deed.params) if verb else ""
    return {
        "deed": deed,
        "verb": verb,
        "label": verb.label if verb else deed.verb,
        "said": said,
        "can_undo": service.can_undo(deed, at=timezone.now()),
        "left": deed.changed - deed.restored if deed.state == Deed.State.UNDONE else 0,
    }


@require_GET
@requires(Capability.EDIT_LEADS)
def deed(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show one deed: how many leads it changed, and after undoing it which had changed since."""
    found = get_object_or_404(deeds_of(request), pk=pk)
    left = DeedRow.objects.filter(deed_id=pk, state=DeedRow.State.LEFT).order_by("pk")
    seen = LeadRank.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    ids = list(seen.filter(pk__in=left.values("lead_id")).values_list("pk", flat=True)[:NAMED])
    values = {
        "line": line(found),
        "deed": found,
        "left": lists.read(sorted(ids)),
        "job": Job.objects.filter(pk=found.job_id).first() if found.job_id else None,
        "page_title": line(found)["label"],
    }
    return render(request, "leads/deed.html", values)


@require_POST
@requires(Capability.EDIT_LEADS)
def undo(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put the leads back; those that changed since stay, and are named."""
    found = get_object_or_404(deeds_of(request), pk=pk)
    verb = deeds.find(found.verb)
    try:
        if verb is None or not request.membership.can(verb.capability):  # type: ignore[attr-defined]
            raise service.CannotUndo(_("This can no longer be undone."))
        undone = service.undo(deed=found, by=request.membership.user_id, at=timezone.now())  # type: ignore[attr-defined]
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _back(request, next_url(request))
    if undone.state == Deed.State.UNDOING:
        url = reverse("tenants:job", kwargs={"workspace": workspace, "pk": undone.job_id})
        return remember(_back(request, url))
    toasts.add(request, sentence(undone))
    left = undone.changed - undone.restored
    here = reverse("leads:deed", kwargs={"workspace": workspace, "pk": pk})
    return _back(request, here if left else next_url(request))


def sentence(undone: Deed) -> str:
    """Say how many leads are back, and how many were left alone."""
    back, left = undone.restored, undone.changed - undone.restored
    said = ngettext("%(n)s lead is back where it was.", "%(n)s leads are back where they were.", back)
    text = said % {"n": numbers.plain(back)}
    if left:
        stays = ngettext("%(n)s changed since and stays.", "%(n)s changed since and stay.", left)
        text = f"{text} {stays % {'n': numbers.plain(left)}}"
    return text


def _back(request: HttpRequest, url: str) -> HttpResponse:
    return see_other(
        url or reverse("leads:list", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    )
