"""Settings of what comes back: where other systems report, with which secret, and what they told."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.pagination import BadCursor, Page, paginate
from messaging import tokens
from messaging.services import inbound, mail_hook
from messaging.tokens import Kind
from tenants.permissions import Capability, requires


ORDER = ("-received_at", "-pk")


@require_GET
@requires(Capability.MANAGE_SENDING)
def events(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show where other systems report, and what they told."""
    return render(request, "messaging/mail_events.html", _context(request))


@require_POST
@requires(Capability.MANAGE_SENDING)
def turn_secret(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make the secret or a new one; it is on this answer and nowhere else."""
    secret = mail_hook.turn(by=request.user.pk, at=timezone.now())
    return render(request, "messaging/mail_events.html", _context(request) | {"secret": secret})


def _context(request: HttpRequest) -> dict[str, Any]:
    token = tokens.make(Kind.HOOK, request.workspace.pk)  # type: ignore[attr-defined]
    hook = mail_hook.find()
    return {
        "address": settings.PUBLIC_URL + reverse("messages:mail-hook", kwargs={"token": token}),
        "hook": hook,
        "page": _page(request),
        "secret": "",
        "is_turning": hook is not None
        and hook.former_secret_until is not None
        and timezone.now() < hook.former_secret_until,
    }


def _page(request: HttpRequest) -> Page:
    try:
        return paginate(inbound.events(), order=ORDER, cursor=request.GET.get("cursor"))
    except BadCursor:
        return paginate(inbound.events(), order=ORDER, cursor=None)
