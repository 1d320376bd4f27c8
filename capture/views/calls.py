"""Writing a call down while on the phone: who it is by the number, what was said, and what follows."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from capture import queries
from capture.call_forms import CallEntryForm
from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from capture.services import callers, phone_calls
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from leads.models import Lead
from tenants.permissions import Capability, requires


PAGE = "capture/call.html"
SOMEBODY_ELSE = "new:"


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the empty form, or save the call; "look" only looks the number up again, for who has no scripts."""
    if request.method == "GET":
        return _page(request, _form(request))
    if "look" in request.POST:
        return _page(request, _form(request, initial=request.POST.dict()))
    form, lead = _form(request, request.POST), _chosen(request)
    if not form.is_valid() or not form.require_somebody(lead):
        return _page(request, form, status=422)
    try:
        inquiry = phone_calls.take(
            told=form.told,
            lead=lead,
            key=form.cleaned_data["key"],
            by=request.user.pk,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, form, status=refusal.status)
    return _saved(request, inquiry)


@require_POST
@requires(Capability.EDIT_LEADS)
def look_up(request: HttpRequest, workspace: str) -> HttpResponse:
    """Answer who has the number that is being typed; by POST, so that no number stands in a log of addresses."""
    context = _who(request)
    response = render(request, f"{PAGE}#caller", context)
    response["X-Announce"] = quote(_said_of(context["found"]))
    return response


def _said_of(found: callers.Found) -> str:
    """Return what is read out to who does not see the page."""
    if not found.is_asked:
        return ""
    number = len(found.callers) + len(found.customers)
    if not number:
        return _("Nobody you can see has this number.")
    return ngettext("%(number)s person has this number.", "%(number)s people have this number.", number) % {
        "number": number
    }


def _form(request: HttpRequest, data: Any = None, initial: dict[str, Any] | None = None) -> CallEntryForm:
    lists = queries.call_lists()
    return CallEntryForm(
        data,
        initial=initial,
        topics=lists["topics"],
        campaigns=lists["campaigns"],
        country=request.workspace.country,  # type: ignore[attr-defined]
        at=timezone.now(),
    )


def _who(request: HttpRequest) -> dict[str, Any]:
    """Return who has the number, and which lead is chosen: as the member said, else the only one it can be."""
    found = callers.look_up(
        request.POST.get("phone", ""),
        country=request.workspace.country,  # type: ignore[attr-defined]
        membership=request.membership,  # type: ignore[attr-defined]
    )
    said = request.POST.get("lead")
    # "Somebody else" holds for this number alone.
    nobody = f"{SOMEBODY_ELSE}{found.number}"
    shown = {nobody, *(str(caller.lead.pk) for caller in found.callers)}
    if said not in shown:
        said = str(found.only.pk) if found.only else ""
    return {"found": found, "chosen": said, "nobody": nobody}


def _page(request: HttpRequest, form: CallEntryForm, *, status: int = 200) -> HttpResponse:
    return render(request, PAGE, {"form": form, **_who(request)}, status=status)


def _chosen(request: HttpRequest) -> Lead | None:
    """Return the lead that the member chose, if they may see it."""
    pk = request.POST.get("lead", "")
    if not pk.isdecimal() or len(pk) > 15:
        return None
    return Lead.objects.visible_to(request.membership).filter(pk=int(pk)).first()  # type: ignore[attr-defined]


def _saved(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """Go on where the member can see what became of the call: the lead, the inbox, or the next call."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    membership = request.membership  # type: ignore[attr-defined]
    if inquiry.state == InquiryState.ACCEPTED:
        toasts.add(request, _("Call saved."))
        if Lead.objects.visible_to(membership).filter(pk=inquiry.lead_id).exists():
            return see_other("leads:detail", workspace=slug, pk=inquiry.lead_id)
        # A rep sees a new lead only once it is handed over.
        return see_other("capture:create-call", workspace=slug)
    reason = Reason(inquiry.reason).label if inquiry.reason else ""
    toasts.add(request, format_html("{} {}", _("Call saved. It waits in the inbox:"), reason))
    if membership.can(Capability.TRIAGE_INBOX):
        inbox = reverse("capture:inbox", kwargs={"workspace": slug})
        return see_other(f"{inbox}?state=quarantine&open={inquiry.pk}")
    return see_other("capture:create-call", workspace=slug)
