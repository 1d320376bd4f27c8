"""Event mode ``/f/<token>/event/<seal>/``: a page that works without a network, what it sends, and its worker."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from capture import queries
from capture.forms import VERSION
from capture.models import Form
from capture.parsers import body
from capture.public_pages import refuse, showing_of
from capture.services import forms, kiosk, submit
from core.api import problem_response
from core.networks import ip_class
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
    try:
        raw = request.body
    except RequestDataTooBig:
        return _problem(request, 413, "too_large", _("This is larger than 2 MB. Send less."))
    except UnreadablePostError:
        return _problem(request, 400, "interrupted", _("The connection broke. Send it again."))
    if not form.is_active:
        return _problem(request, 410, "form_closed", _("This form is closed. Nothing was sent."))
    key = request.headers.get("Idempotency-Key", "")[:200].replace("\x00", "")
    if not key or request.content_type not in body.JSON_TYPES:
        return _problem(request, 400, "bad_request", _("Send JSON with an Idempotency-Key."))
    network = ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
    limit = queries.Limit(settings.FORM_LIMIT_PER_NETWORK, settings.FORM_LIMIT)
    if wait := queries.seconds_to_wait(form=form, ip_class=network, limit=limit, at=now):
        response = _problem(request, 429, "too_many", _("Too many inquiries at once. Try again in a minute."))
        response["Retry-After"] = str(wait)
        return response
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
        return _problem(request, error.status, error.code, error.message)
    return JsonResponse({"id": str(inquiry.public_id), "state": inquiry.state}, status=202)


def _problem(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    return problem_response(request, status=status, code=code, detail=message)
