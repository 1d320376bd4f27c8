"""The public form ``/f/<token>/``: a page without scripts and cookies, the target of embedded ones, their script."""

import hashlib
import logging
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from capture import origins, stamp
from capture.choices import Reason
from capture.forms import LANGUAGE, PROOF, STAMP, TRAP, VERSION
from capture.models import Form
from capture.parsers import body
from capture.parsers.body import Parsed
from capture.public_pages import PublicPage, manner_of, received, refuse, showing_of, wants_page
from capture.services import forms, proofs, submit
from core import sets
from core.scope import workspace_scope
from leads.choices import Channel


logger = logging.getLogger(__name__)
# Faster than this is a program; a person who fills in by a password manager takes longer.
FASTEST_SECONDS = 0.3
SCRIPT = Path("static") / "js" / "form.js"
# How long a browser keeps the script; the form itself is fetched each time.
SCRIPT_SECONDS = 300
MULTIPART = "multipart/form-data"
UNREADABLE = (MultiPartParserError, SuspiciousOperation, BadRequest, UnreadablePostError, ValueError)


@csrf_exempt  # strangers post here from anywhere; there is no session to abuse
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def form_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form, take what is posted to it, or tell a browser whether a page may post."""
    now = timezone.now()
    found = forms.find(token=token, at=now)
    if found is None:
        return refuse(request, 404, "not_found", _("There is no form here."))
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
        return refuse(request, 410, "form_closed", _("This form is closed. Nothing was sent."))
    if request.method == "POST":
        return _take(request, form, now)
    showing = showing_of(request, form, forms.current_version(form))
    with translation.override(showing.language):
        return PublicPage(request, showing, manner_of(request)).empty(at=now)


def _take(request: HttpRequest, form: Form, now: datetime) -> HttpResponse:
    post = received(request, form, at=now)
    if isinstance(post, HttpResponse):
        return post
    raw, network = post
    parsed = _parse(request, raw)
    version = forms.version_numbered(form, parsed.private.get(VERSION, ""))
    showing = showing_of(request, form, version, asked=str(parsed.payload.get(LANGUAGE, "")))
    with translation.override(showing.language):
        return _take_parsed(PublicPage(request, showing, manner_of(request)), raw, parsed, network, now)


def _take_parsed(page: PublicPage, raw: bytes, parsed: Parsed, network: str, now: datetime) -> HttpResponse:
    request, form, version = page.request, page.form, page.showing.version
    seal = stamp.read(parsed.private.get(STAMP, ""), form.token)
    if seal and wants_page(request):
        checked = page.showing.public_form(data=body.as_posted(parsed.payload), **page.naming)
        if not checked.is_valid():
            return page.filled(checked, parsed.private[STAMP], at=now, status=422)
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
        seconds=(now - seal.shown_at).total_seconds() if seal else None,
    )
    try:
        inquiry, _is_new = submit.receive(arrival=arrival, at=now)
    except submit.KeyReused as error:
        return refuse(request, error.status, error.code, error.message)
    if wants_page(request):
        return page.thank(inquiry)
    receipt = {"id": str(inquiry.public_id), "state": inquiry.state, "reference": inquiry.reference}
    return JsonResponse(receipt, status=202)


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
    """Return what is odd about how it came: trap filled in, too fast, without proof, from a page that is not listed."""
    found: list[str] = []
    if parsed.private.get(TRAP):
        found.append(Reason.HONEYPOT)
    if seal and (now - seal.shown_at).total_seconds() < FASTEST_SECONDS:
        found.append(Reason.TOO_FAST)
    solution = parsed.private.get(PROOF, "")
    if form.asks_proof and not proofs.spend(solution=solution, token=form.token, at=now):
        found.append(Reason.UNPROVEN)
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


@require_safe
def script(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the script that puts the form into another page; of a closed form it leaves a link."""
    found = forms.find(token=token, at=timezone.now())
    if found is None:
        return HttpResponse(status=404)
    with workspace_scope(found.workspace_id):
        form = Form.objects.get(pk=found.form_id)
        title = forms.current_version(form).text("title") or form.name
        with translation.override(form.language):
            failed = _("It could not be sent. Try again, or use our own page:")
    to = settings.PUBLIC_URL + reverse("public:form", kwargs={"token": token})
    rules = {"to": to, "box": f"leadcrm-{token}", "title": title, "failed": failed}
    text = f"{source()}({sets.dump([rules])[1:-1]});\n"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    # Also where a page lets in only what says that it may be.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=SCRIPT_SECONDS)
    return response


@cache
def source() -> str:
    """Return the script without its rules, as it is in the tree: a function in brackets."""
    return (settings.BASE_DIR / SCRIPT).read_text().rstrip()
