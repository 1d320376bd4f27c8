"""Event mode ``/f/<token>/event/<seal>/``: a page that works without a network, what it sends, and its worker."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from capture.forms import VERSION
from capture.models import Form
from capture.parsers import body
from capture.public_pages import received, refuse, showing_of
from capture.services import forms, kiosk, submit
from core.scope import workspace_scope
from leads.choices import Channel
from tenants.models import Workspace


WORKER = Path("static") / "js" / "event_worker.js"
SCRIPT, STYLES, ICON = "js/event.js", "css/open.css", "img/favicon.svg"


@csrf_exempt  # there is no session: the address is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str, seal: str) -> HttpResponse:
    """Show the form of the event, or take one entry with its ``Idempotency-Key``."""
    form = _form(token, seal)
    with workspace_scope(form.workspace_id):
        showing = showing_of(request, form, forms.current_version(form))
        with translation.override(showing.language):
            if request.method == "POST":
                response = _take(request, form)
            elif not form.is_active:
                response = refuse(request, 410, "form_closed", _("This form is closed. Nothing was sent."))
            else:
                values = {
                    "form": showing.public_form(),
                    "texts": showing.texts,
                    "page_title": showing.title,
                    "brand_name": Workspace.objects.only("name").get(pk=form.workspace_id).name,
                    "store": f"leadcrm-event-{token}",
                    "version": showing.version.number,
                }
                response = render(request, "capture/event.html", values)
    patch_cache_control(response, no_store=True)
    return response


@require_safe
def worker(request: HttpRequest, token: str, seal: str) -> HttpResponse:
    """Serve the script that keeps the page on the device."""
    _form(token, seal)
    kept = [request.path.removesuffix("worker.js"), static(SCRIPT), static(STYLES), static(ICON)]
    response = HttpResponse(
        f"{source()}({json.dumps(kept)});\n", content_type="text/javascript; charset=utf-8"
    )
    patch_cache_control(response, no_cache=True)
    return response


@cache
def source() -> str:
    """Return the worker's script as it stands in the repository."""
    return (settings.BASE_DIR / WORKER).read_text(encoding="utf-8").strip().removesuffix(";")


def _form(token: str, seal: str) -> Form:
    found = forms.find(token=token, at=timezone.now())
    if found is None or not kiosk.is_sealed(token, seal):
        raise Http404
    with workspace_scope(found.workspace_id):
        return Form.objects.select_related("source", "campaign").get(pk=found.form_id)


def _take(request: HttpRequest, form: Form) -> HttpResponse:
    """Keep one entry; the same key again is the same entry, however often the device asks."""
    now = timezone.now()
    if not form.is_active:
        return refuse(request, 410, "form_closed", _("This form is closed. Nothing was sent."))
    key = request.headers.get("Idempotency-Key", "")[:200].replace("\x00", "")
    if not key or request.content_type not in body.JSON_TYPES:
        return refuse(request, 400, "bad_request", _("Send JSON with an Idempotency-Key."))
    post = received(request, form, at=now)
    if isinstance(post, HttpResponse):
        return post
    raw, network = post
    parsed = body.parse_json(raw)
    version = forms.version_numbered(form, str(parsed.private.get(VERSION, "")))
    arrival = submit.Arrival(
        raw=raw,
        payload=parsed.payload,
        channel=Channel.EVENT,
        content_type=request.content_type,
        form=form,
        form_version=version,
        idempotency_key=f"form:{form.pk}:{key}",
        signs=parsed.signs,
        ip_class=network,
        user_agent=request.headers.get("User-Agent", ""),
    )
    try:
        inquiry, _is_new = submit.receive(arrival=arrival, at=now)
    except submit.KeyReused as error:
        return refuse(request, error.status, error.code, error.message)
    return JsonResponse({"id": str(inquiry.public_id), "state": inquiry.state}, status=202)
