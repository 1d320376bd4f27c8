"""Clues on the lead page: noting one where calls are logged, confirming and denying what is probable."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import toasts
from core.errors import DomainError
from leads import clues
from leads.factsheet import Fact, value_of
from leads.forms.clues import ClueForm
from leads.models import Clue
from leads.models.clue import CERTAIN
from leads.services import clues as service
from leads.views.access import back_to_lead, get_lead
from leads.views.composer import finish, show_composer
from leads.views.lead_page import LeadPage
from leads.views.moves import refuse, show_refusal
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def clue(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Offer or note a clue; ``question`` says to what, by default to the first that has no certain answer."""
    page = LeadPage(request, get_lead(request, pk), composer="clue")
    page.composer_fact = _question(page)
    if request.method == "GET":
        initial = _initial(page, page.composer_fact)
        return show_composer(page, ClueForm(initial=initial, fact=page.composer_fact, heard=page.occasions))
    form = ClueForm(request.POST, fact=page.composer_fact, heard=page.occasions)
    if not form.is_valid():
        return show_composer(page, form, status=422)
    question = page.composer_fact.key
    try:
        service.give(lead=page.lead, question=question, **form.values(), by=request.user.pk, at=page.now)
    except DomainError as refusal:
        show_refusal(form, refusal)
        return show_composer(page, form, status=refusal.status)
    return finish(page, _("Clue noted."))


def _question(page: LeadPage) -> Fact:
    asked = page.request.GET.get("question", "")
    if asked:
        found = next((fact for fact in page.questions if fact.key == asked), None)
        if found is None:
            raise Http404
        return found
    unknown = [fact for fact in page.questions if value_of(page.lead, fact) in (None, "")]
    return (unknown or page.questions)[0]


def _initial(page: LeadPage, fact: Fact) -> dict[str, Any]:
    """Return what is known or the strongest clue: saving it as it is confirms it. Of "at least" the amount is asked."""
    known = value_of(page.lead, fact)
    if known not in (None, ""):
        return {"value": known, "confidence": CERTAIN}
    found = clues.standing(page.lead, fact)
    if found is None:
        return {}
    return {"confidence": CERTAIN} | ({} if found["is_at_least"] else {"value": found["value"]})


@require_POST
@requires(Capability.EDIT_LEADS)
def confirm(request: HttpRequest, workspace: str, pk: int, clue: int) -> HttpResponse:
    """Make a probable answer certain."""
    return _settled(request, pk, clue, service.confirm)


@require_POST
@requires(Capability.EDIT_LEADS)
def deny(request: HttpRequest, workspace: str, pk: int, clue: int) -> HttpResponse:
    """End a probable answer that is wrong."""
    return _settled(request, pk, clue, service.deny)


def _settled(request: HttpRequest, pk: int, clue: int, settle: Callable[..., Clue]) -> HttpResponse:
    lead = get_lead(request, pk)
    try:
        settled = settle(lead=lead, clue_id=clue, by=request.user.pk, at=LeadPage(request, lead).now)
    except DomainError as refusal:
        return refuse(request, lead, refusal)
    toasts.add(request, _told(settled))
    return back_to_lead(request, pk)


def _told(settled: Clue) -> str:
    """Return what became of a clue; only an inference's has an outcome that counts."""
    if settled.confidence == CERTAIN:
        return _("Confirmed.")
    return _("Taken back; the inference counts it as a miss.") if settled.outcome else _("Taken back.")
