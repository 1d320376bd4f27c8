"""Webhooks: where events go, what became of each delivery, and sending one again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from messaging import queries
from messaging.events import EVENTS
from messaging.forms.webhooks import WebhookForm
from messaging.models import WebhookEndpoint
from messaging.services import webhooks
from tenants.permissions import Capability, requires
from tenants.views.errors import show_on_form


STATES = ("", "pending", "sent", "failed")


@require_GET
@requires(Capability.MANAGE_WEBHOOKS)
def endpoint_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show where events go and how it goes."""
    counts = queries.delivery_counts()
    rows = [(endpoint, counts.get(endpoint.pk, {})) for endpoint in queries.endpoints()]
    return render(request, "messaging/webhooks.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_WEBHOOKS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make an endpoint; its secret is on this answer and nowhere else."""
    form = WebhookForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "secret": "", "endpoint": None}
    if request.method == "POST" and form.is_valid():
        try:
            context["endpoint"], context["secret"] = webhooks.create(
                **form.cleaned_data, by=request.user.pk, at=timezone.now()
            )
        except DomainError as refusal:
            show_on_form(form, refusal)
    return render(request, "messaging/webhook_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_WEBHOOKS)
def edit(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change an endpoint."""
    endpoint = queries.endpoint_of(pk=pk)
    start = {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events}
    form = WebhookForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            webhooks.change(
                endpoint=endpoint, values=form.cleaned_data, by=request.user.pk, at=timezone.now()
            )
        except DomainError as refusal:
            show_on_form(form, refusal)
        else:
            toasts.add(request, _("Webhook saved."))
            return _to(endpoint, workspace)
    context = {"form": form, "secret": "", "endpoint": endpoint}
    return render(request, "messaging/webhook_form.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Capability.MANAGE_WEBHOOKS)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show one endpoint with its deliveries and every try."""
    endpoint = queries.endpoint_of(pk=pk)
    state = request.GET.get("state", "")
    page = paginate(
        queries.deliveries(endpoint, state), order=("-created_at", "-pk"), cursor=request.GET.get("cursor")
    )
    here = reverse("messaging:webhook", kwargs={"workspace": workspace, "pk": pk})
    labels = {"": _("All"), "pending": _("Under way"), "sent": _("Delivered"), "failed": _("Failed")}
    context = {
        "endpoint": endpoint,
        "page": page,
        "events": [(name, EVENTS[name][1]) for name in endpoint.events if name in EVENTS],
        "tabs": [
            {"label": labels[name], "url": f"{here}?state={name}" if name else here, "current": name == state}
            for name in STATES
        ],
    }
    return render(request, "messaging/webhook.html", context)


@require_POST
@requires(Capability.MANAGE_WEBHOOKS)
def switch(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Switch an endpoint on or off, as the button said that was pressed: it may have changed since."""
    endpoint = queries.endpoint_of(pk=pk)
    wanted = request.POST.get("to") == "on"
    try:
        webhooks.change(
            endpoint=endpoint, values={"is_active": wanted}, by=request.user.pk, at=timezone.now()
        )
        toasts.add(request, _("Webhook switched on.") if wanted else _("Webhook switched off."))
    except DomainError as refusal:
        toasts.add(request, str(refusal.message), level=40)
    return _to(endpoint, workspace)


@require_POST
@requires(Capability.MANAGE_WEBHOOKS)
def rotate(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Turn the secret; the new one is on this answer and nowhere else."""
    endpoint = queries.endpoint_of(pk=pk)
    secret = webhooks.rotate(endpoint=endpoint, by=request.user.pk, at=timezone.now())
    return render(
        request, "messaging/webhook_form.html", {"form": None, "secret": secret, "endpoint": endpoint}
    )


@require_POST
@requires(Capability.MANAGE_WEBHOOKS)
def test(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Send an event that means nothing."""
    endpoint = queries.endpoint_of(pk=pk)
    webhooks.test(endpoint=endpoint, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Test event on its way. Reload to see its answer."))
    return _to(endpoint, workspace)


@require_POST
@requires(Capability.MANAGE_WEBHOOKS)
def resend(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Send one delivery again, or with none named all that failed."""
    endpoint = queries.endpoint_of(pk=pk)
    named = [int(v) for v in request.POST.getlist("message") if v.isdecimal() and len(v) < 19]
    # A name that is none is not "all".
    which = named if "message" in request.POST else None
    sent = webhooks.resend(endpoint=endpoint, message_ids=which, by=request.user.pk, at=timezone.now())
    said = ngettext("%(n)s delivery goes out again.", "%(n)s deliveries go out again.", sent)
    toasts.add(request, said % {"n": sent})
    return _to(endpoint, workspace)


@require_POST
@requires(Capability.MANAGE_WEBHOOKS)
def delete(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Forget an endpoint with its log."""
    webhooks.delete(endpoint=queries.endpoint_of(pk=pk), by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Webhook deleted."))
    return see_other("messaging:webhooks", workspace=workspace)


def _to(endpoint: WebhookEndpoint, workspace: str) -> HttpResponse:
    return see_other("messaging:webhook", workspace=workspace, pk=endpoint.pk)
