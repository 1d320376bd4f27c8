"""Verbs for the chosen rows of the list, or for all that match, each with its way back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core import numbers, toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from core.limits import TooSlow, time_limit
from leads import deeds, lists
from leads.deeds import Verb
from leads.models import Deed, LeadRank
from leads.selection import Selection, kept
from leads.services import deeds as deed_service
from leads.views.access import next_url
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember


# The form of a verb was shown and is sent now.
GO = "go"


class Chosen:
    """What the person chose: rows, or with ``all`` whatever the list's address matches.

    Raises: TooManyFilters.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request, data = request, request.POST
        self.is_all = bool(data.get("all"))
        self.query = kept(data.get("query", "")) if self.is_all else ""
        picked = [pk for pk in data.getlist("lead") if pk.isascii() and pk.isdecimal() and len(pk) < 19]
        self.picked = [] if self.is_all else list(dict.fromkeys(picked))
        self.total: int | None = None if self.is_all else len(self.picked)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was chosen, or more rows than a page has."""
        return not self.is_all and not 1 <= len(self.picked) <= deeds.AT_ONCE

    @property
    def selection(self) -> Selection:
        """What the address matches."""
        return Selection(QueryDict(self.query), self.request.membership)  # type: ignore[attr-defined]

    @property
    def said(self) -> str:
        """How many leads it is about."""
        total = self.total
        if total is None:
            counted = lists.count(self.selection.ranks)
            if counted is None or counted.is_capped:
                return _("All leads that match")
            total = counted.value
        return ngettext("%(n)s lead", "%(n)s leads", total) % {"n": numbers.plain(total)}

    def ids(self) -> list[int] | None:
        """Return the leads that the member may see, in order; None if there are more than are done at once."""
        if not self.is_all:
            ranks = LeadRank.objects.visible_to(self.request.membership)  # type: ignore[attr-defined]
            seen = set(ranks.filter(pk__in=self.picked).values_list("pk", flat=True))
            return [pk for pk in map(int, self.picked) if pk in seen]
        asked = self.selection
        try:
            with time_limit(lists.LIMIT_MS):
                found, more = lists.walk(
                    asked.ranks, ordering=asked.ordering, cursor=None, size=deeds.AT_ONCE
                )
        except TooSlow:
            return None
        return None if more else found


@require_POST
@requires(Capability.EDIT_LEADS)
def bulk(request: HttpRequest, workspace: str, verb: str) -> HttpResponse:
    """Ask what a verb needs to know, or do it: at once to 200 leads, to more by a job."""
    found = deeds.find(verb)
    if found is None:
        raise Http404
    if not request.membership.can(found.capability):  # type: ignore[attr-defined]
        raise PermissionDenied
    try:
        chosen = Chosen(request)
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _leave(request, "")
    if chosen.is_empty or (chosen.is_all and not chosen.selection.filter.is_valid()):
        toasts.add(request, _("Choose 1 to 200 leads, or all that match."), level=messages.ERROR)
        return _leave(request, "")
    form = found.form(request.POST if GO in request.POST else None, request) if found.form else None
    if form is not None and not (GO in request.POST and form.is_valid()):
        return _ask(request, found, form, chosen)
    params = _params(form)
    try:
        deed = _do(request, found, chosen, params)
    except DomainError as refusal:
        return _refuse(request, found, form, chosen, refusal)
    return _tell(request, found, deed)


def _params(form: Any) -> dict[str, Any]:
    if form is None:
        return {}
    return dict(form.params() if hasattr(form, "params") else form.cleaned_data)


def _do(request: HttpRequest, verb: Verb, chosen: Chosen, params: dict[str, Any]) -> Deed:
    by, at = request.membership.user_id, timezone.now()  # type: ignore[attr-defined]
    if verb.check:
        verb.check(by, at)
    lead_ids = chosen.ids()
    if lead_ids is not None:
        return deed_service.do_now(verb=verb, lead_ids=lead_ids, params=params, by=by, at=at)
    counted = lists.count(chosen.selection.ranks)
    total = counted.value if counted else 0
    return deed_service.do_later(verb=verb, query=chosen.query, total=total, params=params, by=by, at=at)


def _ask(
    request: HttpRequest, verb: Verb, form: Any, chosen: Chosen, *, status: int | None = None
) -> HttpResponse:
    values = {
        "verb": verb,
        "form": form,
        "chosen": chosen,
        "page_title": verb.label,
        "action": request.path,
        "back_url": next_url(request) or _list_url(request),
    }
    template = "leads/_bulk_dialog.html" if wants_fragment(request) else "leads/bulk.html"
    response = render(request, template, values, status=status or (422 if form.errors else 200))
    response["Vary"] = "HX-Request"
    return response


def _refuse(
    request: HttpRequest, verb: Verb, form: Any, chosen: Chosen, refusal: DomainError
) -> HttpResponse:
    if refusal.status == 429 and not wants_fragment(request):
        back = next_url(request) or _list_url(request)
        return render(request, "429.html", {"message": refusal.message, "back_url": back}, status=429)
    if form is None:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _leave(request, "")
    form.add_error(None, refusal.message)
    return _ask(request, verb, form, chosen, status=422 if refusal.status == 429 else refusal.status)


def _tell(request: HttpRequest, verb: Verb, deed: Deed) -> HttpResponse:
    """Say what was done with a way back, or where it is being done."""
    if deed.job_id:
        text = _("%(verb)s: this goes on in the background. You can leave the page.") % {"verb": verb.label}
        toasts.add(request, text)
        url = reverse("tenants:job", kwargs={"workspace": request.workspace.slug, "pk": deed.job_id})  # type: ignore[attr-defined]
        return remember(_leave(request, url))
    can_undo = verb.undo is not None and deed.changed > 0
    undo_url = _deed_url(request, "undo-deed", deed) if can_undo else ""
    if verb.page:
        return _leave(request, reverse(verb.page, kwargs={"workspace": request.workspace.slug}))  # type: ignore[attr-defined]
    sentence = verb.said(deed.changed, deed.params)
    if same := deed.total - deed.changed:
        unchanged = ngettext("%(n)s stayed as it was.", "%(n)s stayed as they were.", same)
        sentence = f"{sentence} {unchanged % {'n': numbers.plain(same)}}"
    toasts.add(request, sentence, undo_url=undo_url)
    return _leave(request, "")


def _deed_url(request: HttpRequest, name: str, deed: Deed) -> str:
    return reverse(f"leads:{name}", kwargs={"workspace": request.workspace.slug, "pk": deed.pk})  # type: ignore[attr-defined]


def _list_url(request: HttpRequest) -> str:
    return reverse("leads:list", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]


def _leave(request: HttpRequest, url: str) -> HttpResponse:
    """Go to the address, else back to the list; out of a dialog by telling htmx to follow."""
    to = url or next_url(request) or _list_url(request)
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return see_other(to)
