"""``/hooks/<token>/``: takes whatever a platform posts, answers its greetings, and thinks later."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from capture import origins, queries
from capture.models import Hook, Inquiry
from capture.parsers.hooks import answers, presets, proof, tree
from capture.parsers.hooks.proof import Post
from capture.parsers.hooks.shapes import Preset
from capture.services import hook_posts, hooks
from core import seal
from core.answers import see_other
from core.api import problem_response
from core.networks import ip_class
from core.scope import workspace_scope
from core.text import clean
from tenants.models import Workspace


LONGEST_URL = 2000


@csrf_exempt  # programs and other people's pages post here, without a session
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def receive(request: HttpRequest, token: str) -> HttpResponse:
    """Take a post, or answer what a platform asks before it sends any."""
    now = timezone.now()
    found = hooks.find(token=token, at=now)
    if found is None:
        return problem_response(request, status=404, code="not_found", detail=_("There is no hook here."))
    with workspace_scope(found.workspace_id):
        hook = Hook.objects.get(pk=found.hook_id)
        response = _answer(request, hook, now)
    if presets.known(hook.preset).answers_as and (origin := origins.origin_of(request)):
        origins.allow(response, origin=origin)
    patch_cache_control(response, no_store=True)
    return response


def _answer(request: HttpRequest, hook: Hook, now: datetime) -> HttpResponse:
    preset = presets.known(hook.preset)
    if request.method == "OPTIONS":
        return origins.preflight(origin=origins.origin_of(request) if preset.answers_as else "")
    if not hook.is_active:
        return problem_response(
            request, status=410, code="hook_closed", detail=_("This hook is switched off.")
        )
    try:
        body = request.body
    except RequestDataTooBig:
        detail = _("This is larger than 2 MB. Send less.")
        return problem_response(request, status=413, code="too_large", detail=detail)
    except UnreadablePostError:
        detail = _("The connection broke. Send it again.")
        return problem_response(request, status=400, code="interrupted", detail=detail)
    post = _post(request, body, preset)
    if request.method != "POST" and not (preset.takes_get and post.query):
        return _greet(request, hook, preset, post) or JsonResponse({"ready": True})
    return _greet(request, hook, preset, post) or _take(request, hook, post, now)


def _post(request: HttpRequest, body: bytes, preset: Preset) -> Post:
    wanted = proof.wanted_headers(preset)
    query = clean(request.META.get("QUERY_STRING", ""))[:20_000]
    headers = {
        name.lower(): clean(value)[:2000] for name, value in request.headers.items() if name.lower() in wanted
    }
    kind = request.headers.get("Content-Type", "")
    return Post(
        body=body,
        method=request.method or "POST",
        url=clean(request.build_absolute_uri())[:LONGEST_URL],
        query=query,
        headers=headers,
        tree=tree.read(body, content_type=kind, query=query).value,
    )


def _greet(request: HttpRequest, hook: Hook, preset: Preset, post: Post) -> HttpResponse | None:
    """Answer a platform that asks whether this is ours; what is asked with a wrong word is refused."""
    try:
        secret = hooks.secret_of(hook)
    except seal.Broken:
        secret = ""
    if found := proof.greeting(post, preset=preset, secret=secret, token=hook.token):
        content_type, text = found
        return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    if request.method == "GET" and {"hub.challenge", "challengeCode"} & request.GET.keys():
        detail = _("The word that proves who asks is not ours.")
        return problem_response(request, status=403, code="not_verified", detail=detail)
    return None


def _take(request: HttpRequest, hook: Hook, post: Post, now: datetime) -> HttpResponse:
    network = ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
    believed = hook_posts.is_believed(hook=hook, post=post, at=now)
    if believed and (wait := _seconds_to_wait(hook, network, now)):
        detail = _("Too many posts at once. Send it again in a minute.")
        response = problem_response(request, status=429, code="too_many", detail=detail)
        response["Retry-After"] = str(wait)
        return response
    received = hook_posts.receive(
        hook=hook,
        post=post,
        content_type=request.headers.get("Content-Type", ""),
        ip_class=network,
        user_agent=request.headers.get("User-Agent", ""),
        is_believed=believed,
        at=now,
    )
    if received.inquiry is None or not received.is_believed:
        detail = _("The secret or the signature is wrong, or too old.")
        return problem_response(request, status=403, code="bad_signature", detail=detail)
    return _thank(request, hook, post, received.inquiry)


def _seconds_to_wait(hook: Hook, network: str, now: datetime) -> int:
    """Return how long the sender must wait. Who proved to be the platform has only the hook's own limit."""
    most = settings.FORM_LIMIT if hook.secret else settings.FORM_LIMIT_PER_NETWORK
    limit = queries.Limit(most, settings.FORM_LIMIT)
    return queries.hook_seconds_to_wait(hook=hook, ip_class=network, limit=limit, at=now)


def _thank(request: HttpRequest, hook: Hook, post: Post, inquiry: Inquiry) -> HttpResponse:
    """Answer as the one that the hook stands in for: a page or a way back to browsers, JSON to programs."""
    kind = presets.known(hook.preset).answers_as
    receipt = {"id": str(inquiry.public_id), "state": inquiry.state, "reference": inquiry.reference}
    if kind == "hubspot":
        return JsonResponse({"inlineMessage": _("Thank you. We have received your message."), **receipt})
    if kind and "text/html" in request.headers.get("Accept", "") and isinstance(post.tree, dict):
        if back := _way_back(request, hook, post):
            return see_other(back)
        owner = Workspace.objects.only("name").get(pk=hook.workspace_id)
        context = {"inquiry": inquiry, "page_title": _("Thank you"), "brand_name": owner.name}
        return render(request, "capture/hook_thanks.html", context)
    return JsonResponse(receipt)


def _way_back(request: HttpRequest, hook: Hook, post: Post) -> str:
    """Return the page that a form wants shown next, if it is on the form's own site or one the hook names."""
    wanted = answers.dig(post.tree, "retURL")
    if not isinstance(wanted, str):
        return ""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return ""
    came_from = hooks.host_of(request.headers.get("Origin", "") or request.headers.get("Referer", ""))
    host = (parts.hostname or "").lower()
    is_allowed = parts.scheme in {"http", "https"} and bool(host) and host in {came_from, *hook.return_hosts}
    return wanted if is_allowed and len(wanted) <= LONGEST_URL else ""
