"""A lead by hand: a name or a company is enough."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from leads.forms.work import CreateForm
from leads.models import Lead, Source, Topic
from leads.services import intake
from leads.views.access import back_to_lead, posted
from leads.views.moves import show_refusal
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Create a lead, or find the open one that already has this address."""
    sources = {
        str(source.pk): source for source in Source.objects.filter(is_active=True).order_by("name", "pk")
    }
    topics = list(Topic.objects.filter(is_active=True).order_by("name", "pk").values_list("slug", "name"))
    form = CreateForm(
        posted(request), sources=[(pk, source.name) for pk, source in sources.items()], topics=topics
    )
    if request.method == "POST" and form.is_valid():
        try:
            received = intake.receive(
                facts=form.facts(),
                source=sources.get(form.cleaned_data["source"]),
                campaign=None,
                touch={},
                at=timezone.now(),
                by=request.user.pk,
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            return _created(request, received)
    values = {"form": form, "page_title": _("Create lead")}
    return render(request, "leads/create.html", values, status=422 if form.errors else 200)


def _created(request: HttpRequest, received: intake.Received) -> HttpResponse:
    sentence = (
        _("Lead created.") if received.created else _("This lead was here already; what was new is added.")
    )
    toasts.add(request, sentence)
    seen = Lead.objects.visible_to(request.membership).filter(pk=received.lead.pk)  # type: ignore[attr-defined]
    if seen.exists():
        return back_to_lead(request, received.lead.pk)
    # A rep sees a new lead only once it is handed over.
    return see_other("leads:list", workspace=request.workspace.slug)  # type: ignore[attr-defined]
