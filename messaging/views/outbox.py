"""The outbox: every message with its tries, and what a person decides about those a machine cannot."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.answers import see_other
from core.csp import csp_override
from core.errors import DomainError
from core.pagination import BadCursor, Page, paginate
from messaging import queries
from messaging.choices import MessageState, Transport
from messaging.engine.render import Rendered
from messaging.frames import MAIL_POLICY, PAGE_POLICY
from messaging.models import Message
from messaging.phrases import reason, standing, what_happened
from messaging.services import resolving, templates
from tenants.permissions import Capability, requires


ORDER = ("-created_at", "-pk")
LONGEST_SEARCH = 200


@require_GET
@requires(Capability.VIEW_OUTBOX)
def outbox(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the messages of a state, or those looked for, newest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "transport", "search")}
    state = asked["state"] if asked["state"] in queries.STATES else ""
    transport = asked["transport"] if asked["transport"] in Transport.values else ""
    search = asked["search"].replace("\x00", "")[:LONGEST_SEARCH]
    found = queries.messages(state, transport)
    if search:
        found = queries.looked_for(found, search)
    page = _page(found, request)
    context = {
        "page": page,
        "rows": [(message, reason(message)) for message in page.items],
        "state": state,
        "transport": transport,
        "transports": Transport.choices,
        "search": search,
        "tabs": _tabs(request, state),
        "is_narrowed": bool(search or transport),
    }
    return render(request, "messaging/outbox.html", context)


def _page(found: Any, request: HttpRequest) -> Page:
    try:
        return paginate(found, order=ORDER, cursor=request.GET.get("cursor"))
    except BadCursor:
        return paginate(found, order=ORDER, cursor=None)


def _tabs(request: HttpRequest, state: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        "ambiguous": _("Uncertain"),
        "waiting": _("Waiting"),
        "sent": _("Sent"),
        "failed": _("Failed"),
        "withheld": _("Withheld"),
    }
    counted = queries.counts()
    slug = request.workspace.slug  # type: ignore[attr-defined]
    here = reverse("messaging:outbox", kwargs={"workspace": slug})
    return [
        {
            "label": label,
            "url": f"{here}?state={name}" if name else here,
            "current": name == state,
            "count": counted.get(name) or "",
        }
        for name, label in labels.items()
    ]


@require_GET
@requires(Capability.VIEW_OUTBOX)
@csp_override(PAGE_POLICY)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show one message: what it says, where it stands, every try."""
    message = queries.message_of(pk)
    context = {
        "message": message,
        "rendered": rendered(message),
        "tries": [(attempt, what_happened(attempt)) for attempt in message.tries.all()],
        "reason": reason(message),
        "standing": standing(message),
        "can_decide": message.transport == Transport.EMAIL
        and message.state in {MessageState.AMBIGUOUS, MessageState.FAILED},
        "is_ambiguous": message.state == MessageState.AMBIGUOUS,
    }
    return render(request, "messaging/outbox_detail.html", context)


@require_GET
@requires(Capability.VIEW_OUTBOX)
@xframe_options_sameorigin
@csp_override(MAIL_POLICY)
def preview(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show a mail's HTML as its reader's program does; the page puts it into a sandboxed frame."""
    return HttpResponse(rendered(queries.message_of(pk)).html)


def rendered(message: Message) -> Rendered:
    """Return what the mail says; its links lead nowhere, so that looking changes nothing."""
    if message.template_version is None:
        subject, html, text = (str(message.content.get(name, "")) for name in ("subject", "html", "text"))
        return Rendered(subject, html, text)
    return templates.render(version=message.template_version, values=message.values, message=None)


@require_POST
@requires(Capability.VIEW_OUTBOX)
def mark_as_sent(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take an uncertain mail for sent."""
    return _decide(request, workspace, pk, resolving.mark_as_sent, _("Marked as sent."))


@require_POST
@requires(Capability.VIEW_OUTBOX)
def send_again(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Queue an uncertain or failed mail once more."""
    return _decide(request, workspace, pk, resolving.send_again, _("On its way again."))


def _decide(
    request: HttpRequest, workspace: str, pk: int, verb: Callable[..., Message], said: str
) -> HttpResponse:
    queries.email_of(pk)
    at: datetime = timezone.now()
    try:
        verb(message_id=pk, by=request.user.pk, at=at)
        toasts.add(request, said)
    except DomainError as refusal:
        toasts.add(request, refusal.message, level=40)
    return see_other("messaging:message", workspace=workspace, pk=pk)
