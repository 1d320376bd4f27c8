"""Today: a rep's next lead and what comes after it; for everybody else where things stand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.errors import DomainError
from core.htmx import render_part, wants_fragment
from core.moments import upcoming
from distribution.forms.work import CallForm, GiveBackForm
from distribution.services import hand_off, work
from distribution.services.work import Logged
from distribution.views.board import NOTHING, TodayWork, read_ids, reasons, work_url
from distribution.views.overview import TodayOverview
from leads.choices import CallOutcome
from leads.models import Lead
from leads.views.access import get_lead
from tenants.choices import Role
from tenants.permissions import Capability, open_to_members, requires


WORK, OVERVIEW = "distribution/today.html", "distribution/overview.html"
UNDO_SECONDS = 15
SALT = "distribution.call"


@require_GET
@open_to_members
def today(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show a rep the next lead, and others what waits in the workspace."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership.role == Role.REP:
        return _show_work(request)
    return render_part(
        request, OVERVIEW, "overview", {"board": TodayOverview(request), "page_title": _("Today")}
    )


@require_GET
@requires(Capability.WORK_LEADS)
def mine(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the next lead of whoever asks, managers and admins included."""
    return _show_work(request)


@require_GET
@requires(Capability.WORK_LEADS)
def news(request: HttpRequest, workspace: str) -> HttpResponse:
    """Tell of offers that came since the list was drawn (``seen``); asked every ten seconds.

    A list that was empty is drawn anew; one with a card on it says so beside the card, which somebody may be
    writing on.
    """
    board = TodayWork(request)
    if not wants_fragment(request):
        return HttpResponseRedirect(work_url(request), status=303)
    seen = request.GET.get("seen", "")
    if seen == board.stamp:
        return HttpResponse(status=204)
    response = render(request, f"{WORK}#news", {"board": board, "is_news": True})
    if seen == NOTHING:
        response["HX-Refresh"] = "true"
    return response


def _show_work(request: HttpRequest, *, status: int = 200, **values: Any) -> HttpResponse:
    board = TodayWork(request, **values)
    context = {"board": board, "form": board.form, "page_title": _("Today")}
    return render_part(request, WORK, "work", context, status=status)


@require_POST
@requires(Capability.WORK_LEADS)
def call(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Log how the call went, plan the next step, and show the next lead."""
    lead = get_lead(request, pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _show_work(request, status=422, first=pk, form=form)
    at, outcome = timezone.now(), form.cleaned_data["outcome"]
    try:
        logged = work.log_call(lead=lead, **form.cleaned_data, by=_me(request), at=at)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _show_work(request, status=refusal.status, first=pk, form=form)
    toasts.add(request, _said(lead, logged, at=at), undo_url=_undo_url(request, logged))
    if outcome == CallOutcome.NOT_A_FIT:
        return _follow(request, reverse("distribution:give-back", kwargs={"workspace": workspace, "pk": pk}))
    return _next(request)


def _me(request: HttpRequest) -> int:
    return int(request.membership.user_id)  # type: ignore[attr-defined]


def _said(lead: Lead, logged: Logged, *, at: datetime) -> str:
    if logged.planned is None:
        return _("Call with %(lead)s saved.") % {"lead": lead.title}
    values = {
        "lead": lead.title,
        "step": logged.planned.title,
        "when": upcoming(logged.planned.due_at, now=at),
    }
    return _("Call with %(lead)s saved. Next: %(step)s, %(when)s.") % values


def _undo_url(request: HttpRequest, logged: Logged) -> str:
    token = signing.dumps(
        {
            "lead": logged.lead_id,
            "at": logged.at.isoformat(),
            "status": logged.contact_status,
            "planned": logged.planned.pk if logged.planned else None,
            "finished": logged.finished_id,
            "by": request.user.pk,
        },
        salt=SALT,
    )
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return reverse("distribution:undo-call", kwargs={"workspace": slug, "token": token})


@require_POST
@requires(Capability.WORK_LEADS)
def undo_call(request: HttpRequest, workspace: str, token: str) -> HttpResponse:
    """Take back the call that was just logged, by whoever logged it; for some seconds only."""
    try:
        values = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return _refuse(request, _("It is too late to undo this. Correct it on the lead's page."))
    if values["by"] != request.user.pk:
        return _refuse(request, _("Only who logged the call can undo it."))
    lead = get_lead(request, values["lead"])
    try:
        work.take_back(
            lead=lead,
            logged_at=datetime.fromisoformat(values["at"]),
            contact_status=values["status"],
            planned_id=values["planned"],
            finished_id=values["finished"],
            by=_me(request),
            at=timezone.now(),
        )
    except DomainError as refusal:
        return _refuse(request, refusal.message)
    toasts.add(request, _("Call with %(lead)s undone.") % {"lead": lead.title})
    return _next(request, first=lead.pk)


@require_POST
@requires(Capability.WORK_LEADS)
def accept(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Accept an offered lead; its card stays, ready for the first call."""
    lead = get_lead(request, pk)

    def act() -> None:
        hand_off.accept(lead=lead, by=_me(request), at=timezone.now())
        toasts.add(request, _("%(lead)s accepted.") % {"lead": lead.title})

    return _act(request, act, then=pk)


@require_POST
@requires(Capability.WORK_LEADS)
def give_back(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Return an offered lead with a reason and show the next one."""
    lead = get_lead(request, pk)
    form = GiveBackForm(request.POST, reasons=reasons())
    if not form.is_valid():
        return _show_work(request, status=422, first=pk, form=form)

    def act() -> None:
        hand_off.reject(lead=lead, **form.cleaned_data, by=_me(request), at=timezone.now())
        toasts.add(request, _("%(lead)s returned to Marketing.") % {"lead": lead.title})

    return _act(request, act)


def _act(request: HttpRequest, act: Callable[[], None], *, then: int | None = None) -> HttpResponse:
    """Do it and show the next card; a refusal (somebody was faster) shows the list as it is now."""
    try:
        act()
    except DomainError as refusal:
        return _refuse(request, refusal.message, status=refusal.status)
    return _next(request, first=then)


def _refuse(request: HttpRequest, message: str, *, status: int = 409) -> HttpResponse:
    return _show_work(request, status=status, refusal=message)


def _next(request: HttpRequest, *, first: int | None = None) -> HttpResponse:
    """Answer with the next card: in place for htmx, by the page otherwise."""
    url = work_url(request, later=read_ids(request.POST.get("later", "")), first=first)
    if wants_fragment(request):
        response = _show_work(request, first=first)
        response["HX-Replace-Url"] = url
        return response
    return HttpResponseRedirect(url, status=303)


def _follow(request: HttpRequest, url: str) -> HttpResponse:
    if not wants_fragment(request):
        return HttpResponseRedirect(url, status=303)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response
