"""One fact of a lead, read and edited in place; without scripts the same on a page of its own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conditions.describe import describe
from conditions.parse import parse
from core.errors import DomainError
from core.htmx import wants_fragment
from leads import queries
from leads.factsheet import Fact, shown, value_of
from leads.forms.facts import FactForm
from leads.services import classification, editing
from leads.views.access import back_to_lead, get_lead, lead_url
from leads.views.lead_page import LeadPage
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def edit(request: HttpRequest, workspace: str, pk: int, name: str) -> HttpResponse:
    """Show the form of one fact, or save what was entered."""
    page = LeadPage(request, get_lead(request, pk))
    fact = _find(page, name)
    if request.method == "GET":
        return _answer_get(page, fact)
    form = FactForm(request.POST, fact=fact)
    if not form.is_valid():
        return _show_form(page, fact, form, status=422)
    try:
        _save(page, fact, form)
    except editing.EditConflict as conflict:
        return _show_conflict(page, fact, conflict)
    except DomainError as refusal:
        form.add_error("value", _message(refusal))
        return _show_form(page, fact, form, status=422)
    return _saved(request, pk, fact)


def _find(page: LeadPage, name: str) -> Fact:
    for fact in page.facts:
        if fact.key == name:
            return fact
    raise Http404


def _answer_get(page: LeadPage, fact: Fact) -> HttpResponse:
    if "cancel" in page.request.GET and wants_fragment(page.request):
        return _show_line(page, fact)
    form = FactForm(
        initial={"value": value_of(page.lead, fact), "version": page.lead.version},
        fact=fact,
    )
    return _show_form(page, fact, form, status=200)


def _reason(page: LeadPage, fact: Fact) -> str:
    """Say which rule gives the lead this value, and why; nothing for a fact that no rule gives."""
    if not fact.is_sorted:
        return ""
    if fact.name in page.lead.by_hand:
        return _("Set by hand.")
    rule = classification.deciding(lead=page.lead, name=fact.name, at=page.now)
    if rule is None:
        return _("No rule of classification holds.")
    registry = queries.registry()
    said = {"rule": rule.name or rule.value}
    said["sentence"] = describe(parse(rule.condition, registry, check_choices=False), registry) or _("always")
    return _("By the rule “%(rule)s”: %(sentence)s") % said


def _save(page: LeadPage, fact: Fact, form: FactForm) -> None:
    by, at = page.request.user.pk, page.now
    if fact.is_sorted:
        # Emptied by hand means given back to the rules.
        classification.set_by_hand(lead=page.lead, name=fact.name, value=form.value() or None, by=by, at=at)
        return
    version = form.cleaned_data["version"]
    editing.edit(lead=page.lead, values=_values(fact, form.value()), version=version, by=by, at=at)


def _values(fact: Fact, value: Any) -> dict[str, Any]:
    if fact.custom:
        return {"custom": {fact.name: value if value != "" else None}}
    return {fact.name: value}


def _message(refusal: DomainError) -> str:
    return " ".join(error["message"] for error in refusal.errors) or refusal.message


def _show_line(page: LeadPage, fact: Fact) -> HttpResponse:
    return render(page.request, "components/fact.html", {"fact": page.fact_line(fact)})


def _show_form(page: LeadPage, fact: Fact, form: FactForm, *, status: int) -> HttpResponse:
    template = "components/fact_edit.html" if wants_fragment(page.request) else "leads/fact.html"
    values = {
        "page": page,
        "lead": page.lead,
        "fact": page.fact_line(fact),
        "form": form,
        "reason": _reason(page, fact),
        "cancel_url": f"{lead_url(page.request, page.lead.pk, 'fact', name=fact.key)}?cancel=1",
        "page_title": _("Edit %(name)s") % {"name": fact.label},
    }
    response = render(page.request, template, values, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _show_conflict(page: LeadPage, fact: Fact, conflict: editing.EditConflict) -> HttpResponse:
    """Show both values; what was entered stays in the field, and saving again replaces theirs."""
    fresh = LeadPage(page.request, get_lead(page.request, page.lead.pk))
    theirs = shown(value_of(fresh.lead, fact), fact, currency=page.request.workspace.currency)  # type: ignore[attr-defined]
    entered = page.request.POST.copy()
    entered["version"] = str(fresh.lead.version)
    again = FactForm(entered, fact=fact)
    message = _(
        "Somebody changed this meanwhile. Theirs: “%(theirs)s”. Save again to put yours in its place."
    )
    again.add_error(None, message % {"theirs": theirs or "–"})
    return _show_form(fresh, fact, again, status=conflict.status)


def _saved(request: HttpRequest, pk: int, fact: Fact) -> HttpResponse:
    if not wants_fragment(request):
        return back_to_lead(request, pk)
    response = _show_line(LeadPage(request, get_lead(request, pk)), fact)
    response["HX-Trigger"] = "lead-changed"
    return response
