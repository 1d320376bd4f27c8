"""``/t/<token>/``: the tracking script, and the address it posts to. Answers 2xx or 4xx with nothing in it."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from capture import origins
from capture.models import Tracker
from capture.parsers import agents, beacon
from capture.parsers.beacon import Beacon
from capture.queries import Limit
from capture.services import tracking
from core import sets, throttle
from core.networks import ip_class
from core.scope import workspace_scope


MOST_BYTES = 8 * 1024
SCRIPT = Path("static") / "js" / "track.js"
# How long a browser keeps the script: a changed setting is everywhere after as long.
SCRIPT_SECONDS = 300


@csrf_exempt  # other people's pages post here; there is no session to abuse, and no cookie is read or set
@require_http_methods(["POST", "OPTIONS"])
def receive(request: HttpRequest, token: str) -> HttpResponse:
    """Store what a page reports. Programs, and browsers that ask not to be followed, are answered and passed over."""
    origin = origins.origin_of(request)
    response = _answer(request, token, origin)
    if origin and response.status_code < 300:
        origins.allow(response, origin=origin)
    patch_cache_control(response, no_store=True)
    return response


def _answer(request: HttpRequest, token: str, origin: str) -> HttpResponse:
    told = _read(request) if request.method == "POST" else None
    if isinstance(told, HttpResponse):
        return told
    if told and not told.is_farewell and _is_passed_over(request):
        return HttpResponse(status=204)
    now = timezone.now()
    found = tracking.find(token=token, at=now)
    if found is None:
        return HttpResponse(status=404)
    with workspace_scope(found.workspace_id):
        if told and told.is_farewell:
            return _forget(request, told, found.workspace_id)
        tracker = Tracker.objects.filter(pk=found.tracker_id).first()
        if tracker is None or not tracker.is_active:
            return HttpResponse(status=404)
        if not origins.is_allowed(origin, tracker.allowed_origins):
            return HttpResponse(status=403)
        return _take(request, told, origin) if told else origins.preflight(origin=origin)


def _is_passed_over(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")[:1000]
    return agents.objects(request.headers) or agents.is_ahead(request.headers) or agents.is_program(agent)


def _read(request: HttpRequest) -> Beacon | HttpResponse:
    try:
        raw = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except UnreadablePostError:
        return HttpResponse(status=400)
    if len(raw) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        return beacon.read(raw)
    except beacon.Unreadable:
        return HttpResponse(status=400)


def _forget(request: HttpRequest, told: Beacon, workspace_id: int) -> HttpResponse:
    """Forget who withdraws: also where tracking is off by now, or the website no longer on the list."""
    network = _network(request)
    if not (
        throttle.is_free(f"forget:{workspace_id}:{network}", most=settings.TRACK_LIMIT_PER_NETWORK)
        and throttle.is_free(f"forget:{workspace_id}", most=settings.TRACK_LIMIT)
    ):
        return _too_many()
    tracking.forget_visitor(visitor=told.visitor)
    return HttpResponse(status=204)


def _take(request: HttpRequest, told: Beacon, origin: str) -> HttpResponse:
    if told.origin != origin:
        # A page speaks for itself only.
        return HttpResponse(status=403)
    limit = Limit(settings.TRACK_LIMIT_PER_NETWORK, settings.TRACK_LIMIT)
    if tracking.receive(beacon=told, ip_class=_network(request), limit=limit, at=timezone.now()):
        return HttpResponse(status=204)
    return _too_many()


def _network(request: HttpRequest) -> str:
    return ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))


def _too_many() -> HttpResponse:
    response = HttpResponse(status=429)
    response["Retry-After"] = "60"
    return response


@require_safe
def script(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the script with the workspace's rules; one that is switched off can but forget who withdraws."""
    found = tracking.find(token=token, at=timezone.now())
    if found is None:
        return HttpResponse(status=404)
    with workspace_scope(found.workspace_id):
        tracker = Tracker.objects.filter(pk=found.tracker_id).first()
    if tracker is None:
        return HttpResponse(status=404)
    rules = {
        "to": settings.PUBLIC_URL + reverse("public:track", kwargs={"token": token}),
        "asks": tracker.asks_consent,
        **({} if tracker.is_active else {"off": True}),
    }
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
