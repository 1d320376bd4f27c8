"""The tags of one lead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.htmx import wants_fragment
from leads.forms.bulk import TagManyForm
from leads.models import Tag
from leads.services import tags
from leads.views.access import back_to_lead, get_lead, lead_url, posted
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def edit(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Choose the tags of a lead, or make new ones."""
    lead = get_lead(request, pk)
    known = list(Tag.objects.order_by("slug").values_list("name", flat=True)[:200])
    offered = [(name, name) for name in dict.fromkeys([*lead.tags, *known])]
    form = TagManyForm(posted(request), tags=offered, initial={"known": lead.tags})
    if request.method == "POST" and form.is_valid():
        try:
            tags.set_tags(lead=lead, names=form.chosen, by=request.user.pk, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            response = back_to_lead(request, pk)
            if wants_fragment(request):
                return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
            return response
    values = {
        "lead": lead,
        "form": form,
        "page_title": _("Tags"),
        "button": _("Save tags"),
        "action": request.path,
        "back_url": lead_url(request, pk),
    }
    template = "leads/_verb_dialog.html" if wants_fragment(request) else "leads/verb.html"
    response = render(request, template, values, status=422 if form.errors else 200)
    response["Vary"] = "HX-Request"
    return response
