"""The public form ``/f/<token>/``: a page without scripts and cookies, and the target of embedded forms."""

import hashlib
import logging
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from capture import origins, queries, stamp
from capture.choices import Reason
from capture.forms import STAMP, TRAP, PublicForm
from capture.models import Form, FormVersion, Inquiry
from capture.parsers import body
from capture.parsers.body import Parsed
from capture.services import forms, submit
from core.answers import see_other
from core.api import problem_response
from core.csp import CSP
from core.networks import ip_class
from core.scope import workspace_scope
from leads.choices import Channel
from tenants.models import Workspace


logger = logging.getLogger(__name__)
# Faster than this is a program; a person who fills in by a password manager takes longer.
FASTEST_SECONDS = 0.3
MULTIPART = "multipart/form-data"
UNREADABLE = (MultiPartParserError, SuspiciousOperation, BadRequest, UnreadablePostError, ValueError)


@csrf_exempt  # strangers post here from anywhere; there is no session to abuse
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def form_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form, take what is posted to it, or tell a browser whether a page may post."""
    now = timezone.now()
    found = forms.find(token=token, at=now)
    if found is None:
        return _refuse(request, 404, "not_found", _("There is no form here."))
    with workspace_scope(found.workspace_id):
        form = Form.objects.select_related("source", "campaign").get(pk=found.form_id)
        with translation.override(form.language):
            response = _answer(request, form, now)
    if origins.is_allowed(origin := origins.origin_of(request), form.allowed_origins):
        origins.allow(response, origin=origin)
    patch_cache_control(response, no_store=True)
    return response


def _answer(request: HttpRequest, form: Form, now: datetime) -> HttpResponse:
    if request.method == "OPTIONS":
        allowed = origins.is_allowed(origins.origin_of(request), form.allowed_origins)
        return origins.preflight(origin=origins.origin_of(request) if allowed else "")
    if not form.is_active:
        return _refuse(request, 410, "form_closed", _("This form is closed. Nothing was sent."))
    version = forms.current_version(form)
    if request.method == "POST":
        return _take(request, form, version, now)
    return _page(request, form, version, _form(version), stamp.make(form.token, at=now))


def _take(request: HttpRequest, form: Form, version: FormVersion, now: datetime) -> HttpResponse:
    try:
        raw = request.body
    except RequestDataTooBig:
        return _refuse(request, 413, "too_large", _("This is larger than 2 MB. Send less."))
    except UnreadablePostError:
        return _refuse(request, 400, "interrupted", _("The connection broke. Send it again."))
    network = ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
    limit = queries.Limit(settings.FORM_LIMIT_PER_NETWORK, settings.FORM_LIMIT)
    if wait := queries.seconds_to_wait(form=form, ip_class=network, limit=limit, at=now):
        return _too_many(request, wait)
    parsed = _parse(request, raw)
    seal = stamp.read(parsed.private.get(STAMP, ""), form.token)
    if seal and _wants_page(request):
        checked = _form(version, data=body.as_posted(parsed.payload))
        if not checked.is_valid():
            return _page(request, form, version, checked, parsed.private[STAMP], status=422)
    arrival = submit.Arrival(
        raw=raw,
        payload=parsed.payload,
        channel=Channel.FORM,
        content_type=request.headers.get("Content-Type", ""),
        form=form,
        form_version=version,
        idempotency_key=_key(request, form, seal, raw),
        signs=[*parsed.signs, *_signs(request, form, parsed, seal, now)],
        ip_class=network,
        user_agent=request.headers.get("User-Agent", ""),
    )
    try:
        inquiry, _is_new = submit.receive(arrival=arrival, at=now)
    except submit.KeyReused as error:
        return _refuse(request, error.status, error.code, error.message)
    return _thank(request, form, version, inquiry)


def _parse(request: HttpRequest, raw: bytes) -> Parsed:
    """Read the body by what it says it is; a body that lies about that is unreadable, not refused."""
    kind = request.headers.get("Content-Type", "")
    media = body.media_type(kind)
    if media in body.JSON_TYPES or media.endswith("+json"):
        return body.parse_json(raw)
    if media != MULTIPART:
        return body.parse_urlencoded(raw, charset=(request.content_params or {}).get("charset", "utf-8"))
    try:
        pairs = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        logger.info("A multipart body could not be read; its bytes are kept")
        return Parsed(signs=(Reason.UNREADABLE,))
    return body.from_pairs(pairs)


def _signs(
    request: HttpRequest, form: Form, parsed: Parsed, seal: stamp.Stamp | None, now: datetime
) -> list[str]:
    """Return what is odd about how it came: the trap filled in, too fast, from a page that is not listed."""
    found: list[str] = []
    if parsed.private.get(TRAP):
        found.append(Reason.HONEYPOT)
    if seal and (now - seal.shown_at).total_seconds() < FASTEST_SECONDS:
        found.append(Reason.TOO_FAST)
    origin = origins.origin_of(request)
    ours = f"{request.scheme}://{request.get_host()}"
    if origin and form.allowed_origins and origin != ours:
        found += [] if origins.is_allowed(origin, form.allowed_origins) else [Reason.FOREIGN_ORIGIN]
    return found


def _key(request: HttpRequest, form: Form, seal: stamp.Stamp | None, raw: bytes) -> str | None:
    """Return what makes two posts one: the sender's key, or for our page the same showing with the same words."""
    if named := request.headers.get("Idempotency-Key", "")[:200].replace("\x00", ""):
        return f"form:{form.pk}:{named}"
    return f"form:{form.pk}:{hashlib.sha256(raw).hexdigest()}" if seal else None


def _form(version: FormVersion, **kwargs: Any) -> PublicForm:
    fields = [field for field in queries.shown_fields(version) if queries.has_choices(field)]
    return PublicForm(fields=fields, consent=version.text("consent"), **kwargs)


def _page(
    request: HttpRequest,
    form: Form,
    version: FormVersion,
    filled: PublicForm,
    seal: str,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": filled,
        "texts": version.texts,
        "page_title": version.text("title") or form.name,
        "brand_name": _owner(form).name,
        "stamp": seal,
        "stamp_name": STAMP,
        "trap_name": TRAP,
        "embed_url": "",
    }
    response = render(request, "capture/public_form.html", context, status=status)
    return _may_lead_on(response, version)


def _may_lead_on(response: HttpResponse, version: FormVersion) -> HttpResponse:
    """Let the form's post end on the page it is set to; Chrome counts redirects as form targets."""
    parts = urlsplit(version.text("redirect_url"))
    if parts.netloc:
        policy = {**settings.SECURE_CSP, "form-action": [CSP.SELF, f"{parts.scheme}://{parts.netloc}"]}
        response._csp_config = policy  # type: ignore[attr-defined]
    return response


def _owner(form: Form) -> Workspace:
    return Workspace.objects.only("name").get(pk=form.workspace_id)


def _wants_page(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "") and request.content_type not in body.JSON_TYPES


def _thank(request: HttpRequest, form: Form, version: FormVersion, inquiry: Inquiry) -> HttpResponse:
    if not _wants_page(request):
        receipt = {"id": str(inquiry.public_id), "state": inquiry.state, "reference": inquiry.reference}
        return JsonResponse(receipt, status=202)
    ours = reverse("public:thanks", kwargs={"token": form.token, "public_id": inquiry.public_id})
    return see_other(version.text("redirect_url") or ours)


def _refuse(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    if not _wants_page(request) and request.method == "POST":
        return problem_response(request, status=status, code=code, detail=message)
    context = {"message": message, "code": status, "page_title": message}
    return render(request, "capture/public_refusal.html", context, status=status)


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    message = _(
        "Too many inquiries at once. Try again in a minute; what you wrote is not lost if you go back."
    )
    response = _refuse(request, 429, "too_many", message)
    response["Retry-After"] = str(wait)
    return response


@require_GET
def thanks(request: HttpRequest, token: str, public_id: UUID) -> HttpResponse:
    """Say that the inquiry arrived, with a reference to quote."""
    found = forms.find(token=token, at=timezone.now())
    if found is None:
        raise Http404
    with workspace_scope(found.workspace_id):
        inquiry: Inquiry = get_object_or_404(
            Inquiry.objects.select_related("form", "form_version"), public_id=public_id, form_id=found.form_id
        )
        texts = inquiry.form_version.texts if inquiry.form_version else {}
        with translation.override(inquiry.form.language):
            context = {
                "inquiry": inquiry,
                "texts": texts,
                "page_title": texts.get("thanks_title") or _("Thank you"),
                "brand_name": _owner(inquiry.form).name,
                "form_url": reverse("public:form", kwargs={"token": token}),
            }
            response = render(request, "capture/public_thanks.html", context)
    patch_cache_control(response, no_store=True)
    return response
