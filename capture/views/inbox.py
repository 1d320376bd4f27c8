"""The inbox: inquiries by state, the open one beside the list, and what a person decides about it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from capture import inbox as boxes
from capture import rule_defaults
from capture.forms import AcceptForm
from capture.inbox import Line, Opened
from capture.models import Form, Inquiry
from capture.services import triage, triage_undo
from capture.services.triage_undo import WHY, Why
from core import toasts
from core.answers import see_other
from core.pagination import BadCursor, Page, paginate
from tenants.permissions import Capability, requires


DEFAULT = "quarantine"


@require_GET
@requires(Capability.TRIAGE_INBOX)
def inbox(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show a tab of the inbox with one inquiry opened: the chosen one, else the first."""
    return _page(request)


def _page(
    request: HttpRequest, *, inquiry: Inquiry | None = None, form: AcceptForm | None = None, status: int = 200
) -> HttpResponse:
    state = _state(request)
    page = _rows(request, state)
    opened = _opened(request, page, inquiry)
    if opened and form is None:
        form = AcceptForm(initial={"email": opened.reading.facts.get("email", "")})
    context = {
        "tab": boxes.NAMES[state],
        "tabs": _tabs(request, state),
        "page": page,
        "lines": [_line(request, state, Line(row), opened) for row in page.items],
        "opened": opened,
        "next_url": _after(request, state, page, opened),
        "form": form,
        "of_form": _of_form(request),
        "shows_rule": _shows_rule(request, opened),
        **_undoing(opened),
    }
    return render(request, "capture/inbox.html", context, status=status)


def _shows_rule(request: HttpRequest, opened: Opened | None) -> bool:
    """Say whether the rule that held the inquiry back can be looked at by this person."""
    rule = opened.inquiry.rule if opened else None
    may = request.membership.can(Capability.EDIT_FORMS)  # type: ignore[attr-defined]
    is_kept = rule is not None and rule.removed_at is None and rule.built_in not in rule_defaults.ALWAYS
    return bool(may and is_kept)


def _undoing(opened: Opened | None) -> dict[str, Any]:
    """Return whether the acceptance may be taken back, or why not; of what nobody accepted there is nothing to say."""
    why = triage_undo.obstacle(opened.inquiry, at=timezone.now()) if opened else Why.NOT_ACCEPTED
    silent = {Why.NOT_ACCEPTED, Why.BY_FILTER, Why.OLD}
    return {"can_undo": why is None, "stands": WHY[why] if why and why not in silent else ""}


def _state(request: HttpRequest) -> str:
    asked = request.GET.get("state", DEFAULT)
    return asked if asked in boxes.NAMES else DEFAULT


def _of_form(request: HttpRequest) -> Form | None:
    pk = request.GET.get("form", "")
    return Form.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 15 else None


def _rows(request: HttpRequest, state: str) -> Page:
    rows = boxes.inquiries(state)
    if form := _of_form(request):
        rows = rows.filter(form=form)
    order = ["-received_at", "-pk"]
    try:
        return paginate(rows, order=order, cursor=request.GET.get("cursor"))
    except BadCursor:
        return paginate(rows, order=order, cursor=None)


def _opened(request: HttpRequest, page: Page, inquiry: Inquiry | None) -> Opened | None:
    asked = request.GET.get("open", "")
    if inquiry is None and asked.isdecimal() and len(asked) < 15:
        inquiry = _with_ways().filter(pk=int(asked)).first()
    if inquiry is None and page.items:
        inquiry = page.items[0]
    return Opened(inquiry) if inquiry else None


def _url(request: HttpRequest, **query: Any) -> str:
    kept = {name: request.GET[name] for name in ("form",) if name in request.GET}
    base = reverse("capture:inbox", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    return f"{base}?{urlencode({**query, **kept})}"


def _tabs(request: HttpRequest, state: str) -> list[dict[str, Any]]:
    return [
        {
            "url": _url(request, state=tab.name),
            "label": tab.label,
            "current": tab.name == state,
            "count": boxes.count(tab.name) or None if tab.is_counted else None,
        }
        for tab in boxes.TABS
    ]


def _line(request: HttpRequest, state: str, line: Line, opened: Opened | None) -> dict[str, Any]:
    query = {"state": state, "open": line.inquiry.pk}
    if cursor := request.GET.get("cursor"):
        query["cursor"] = cursor
    current = opened is not None and opened.inquiry.pk == line.inquiry.pk
    return {"line": line, "url": _url(request, **query) + "#inquiry", "current": current}


def _after(request: HttpRequest, state: str, page: Page, opened: Opened | None) -> str:
    """Return where to go once the open inquiry is decided: to the one after it, else to the one before."""
    ids = [row.pk for row in page.items]
    if opened is None or opened.inquiry.pk not in ids:
        return _url(request, state=state)
    at = ids.index(opened.inquiry.pk)
    rest = ids[at + 1 :] or ids[:at][-1:]
    return _url(request, state=state, **({"open": rest[0]} if rest else {}))


@require_POST
@requires(Capability.TRIAGE_INBOX)
def accept(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Make the inquiry part of a lead, with the address put right if the person did so."""
    inquiry = _inquiry(pk)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, inquiry=inquiry, form=form, status=422)
    try:
        accepted = triage.accept(
            inquiry=inquiry, corrections=form.corrections, by=request.user.pk, at=timezone.now()
        )
    except triage.StillNoLead as refusal:
        form.add_error("email", refusal.message)
        return _page(request, inquiry=inquiry, form=form, status=422)
    except triage.AlreadyAccepted as conflict:
        return _conflict(request, conflict.message)
    _say_accepted(request, accepted)
    return _onward(request)


def _say_accepted(request: HttpRequest, inquiry: Inquiry) -> None:
    """Say which lead it is now, with a way back, or why there is none."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    url = reverse("leads:detail", kwargs={"workspace": slug, "pk": inquiry.lead_id})
    why = triage_undo.obstacle(inquiry, at=timezone.now())
    stands = _stands(WHY[why]) if why else ""
    sentence = format_html('{} <a href="{}">{}</a> {}', _("Accepted."), url, inquiry.lead.title, stands)
    undo = "" if why else reverse("capture:undo-accept", kwargs={"workspace": slug, "pk": inquiry.pk})
    toasts.add(request, sentence, undo_url=undo)


@require_POST
@requires(Capability.TRIAGE_INBOX)
def undo_accept(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put an accepted inquiry back where it was and take the lead away that it made."""
    try:
        triage_undo.undo_accept(inquiry=_inquiry(pk), by=request.user.pk, at=timezone.now())
    except triage_undo.Stands as conflict:
        return _conflict(request, _stands(conflict.message))
    toasts.add(request, _("Put back."))
    return _onward(request)


def _stands(why: str | Promise) -> str:
    return " ".join([_("This cannot be undone."), str(why)])


@require_POST
@requires(Capability.TRIAGE_INBOX)
def spam(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put the inquiry among the spam; the toast takes it back."""
    inquiry = _inquiry(pk)
    try:
        triage.mark_spam(inquiry=inquiry, by=request.user.pk, at=timezone.now())
    except triage.AlreadyAccepted as conflict:
        return _conflict(request, conflict.message)
    undo = reverse("capture:undo-spam", kwargs={"workspace": workspace, "pk": pk})
    toasts.add(request, _("Marked as spam."), undo_url=undo)
    return _onward(request)


@require_POST
@requires(Capability.TRIAGE_INBOX)
def undo_spam(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put the inquiry back where it was."""
    try:
        triage.undo_spam(inquiry=_inquiry(pk), by=request.user.pk, at=timezone.now())
    except (triage.NothingToUndo, triage.AlreadyAccepted) as conflict:
        return _conflict(request, conflict.message)
    toasts.add(request, _("Put back."))
    return _onward(request)


@require_POST
@requires(Capability.TRIAGE_INBOX)
def replay(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Send the inquiry through the filter again."""
    try:
        triage.replay(inquiry=_inquiry(pk), by=request.user.pk, at=timezone.now())
    except triage.AlreadyAccepted as conflict:
        return _conflict(request, conflict.message)
    toasts.add(request, _("The filter looks at it again."))
    return _onward(request)


def _inquiry(pk: int) -> Inquiry:
    return get_object_or_404(_with_ways(), pk=pk)


def _with_ways() -> QuerySet[Inquiry]:
    return Inquiry.objects.select_related("form", "hook", "lead", "source", "rule")


def _conflict(request: HttpRequest, message: str) -> HttpResponse:
    context = {"message": message, "back_url": _url(request)}
    return render(request, "409.html", context, status=409)


def _onward(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return see_other(target if ours else _url(request))
