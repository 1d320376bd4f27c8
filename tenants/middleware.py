"""The only place that enters a workspace's scope for a request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, ForeignKeyViolation, SerializationFailure

from core import toasts
from core.api import problem_response
from core.scope import workspace_scope
from tenants import queries
from tenants.models import Membership
from tenants.services import api_keys, people


GetResponse = Callable[[HttpRequest], HttpResponse]
PAGES = "/w/"
API = "/api/v1/"
# PostgreSQL chose this transaction to give way: nothing of it remains, so it may simply run again. So may one whose
# row named a lead that was merged or deleted meanwhile, which shows when deferred keys are checked.
GAVE_WAY = (DeadlockDetected, SerializationFailure, ForeignKeyViolation)
TRIES = 3


class LanguageMiddleware:
    """Shows each person their own language, on every machine; strangers keep what cookie and browser say."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the person's language for this request."""
        if request.path.startswith(("/static/", "/healthz", "/readyz", API)):
            return self.get_response(request)
        language = getattr(request.user, "language", "") if hasattr(request, "user") else ""
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = self.get_response(request)
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen and chosen.value and request.user.is_authenticated:
            people.set_language(user=request.user, language=chosen.value)  # type: ignore[arg-type]
        return response


class WorkspaceMiddleware:
    """Finds the workspace of ``/w/<slug>/…`` by membership and of ``/api/v1/…`` by key or session.

    One transaction a request, with the scope in it; rolled back on any answer of 400 and above. The answer
    leaves after the commit, so a 2xx means committed. A request that PostgreSQL made give way to another one
    (a deadlock) is served again instead of being refused.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request inside its workspace, if it names one."""
        if request.path.startswith(PAGES):
            return self._page(request)
        if request.path.startswith(API):
            return self._api(request)
        return self.get_response(request)

    def _page(self, request: HttpRequest) -> HttpResponse:
        slug = request.path.removeprefix(PAGES).partition("/")[0]
        if not request.user.is_authenticated:
            return _to_sign_in(request, slug)
        membership = _membership(request, slug)
        if membership is None:
            # A stranger learns nothing: the same answer as for a workspace that does not exist.
            raise Http404
        response = self._in_scope(request, membership)
        patch_cache_control(response, no_store=True, private=True)
        return response

    def _api(self, request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        if header:
            key = api_keys.authenticate(header=header, at=timezone.now())
            if key is None:
                return problem_response(
                    request,
                    status=401,
                    code="bad_key",
                    detail=_("This API key is unknown, expired or revoked."),
                )
            request.api_key = key  # type: ignore[attr-defined]
            request.workspace = key.workspace  # type: ignore[attr-defined]
            return self._scoped(request, key.workspace_id)
        slug = request.headers.get("X-Workspace", "")
        if slug and request.user.is_authenticated:
            membership = _membership(request, slug)
            if membership is None:
                return problem_response(
                    request, status=404, code="not_found", detail=_("There is nothing here.")
                )
            return self._in_scope(request, membership)
        return self.get_response(request)

    def _in_scope(self, request: HttpRequest, membership: Membership) -> HttpResponse:
        request.membership = membership  # type: ignore[attr-defined]
        request.workspace = membership.workspace  # type: ignore[attr-defined]
        timezone.activate(membership.workspace.zone)
        try:
            return self._scoped(request, membership.workspace_id)
        finally:
            timezone.deactivate()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say nothing yet of a view that had to give way; it runs again."""
        if getattr(request, "may_run_again", False) and _gave_way(exception):
            request.gave_way = True  # type: ignore[attr-defined]
            return HttpResponse(status=503)
        return None

    def _scoped(self, request: HttpRequest, workspace_id: int) -> HttpResponse:
        tries = TRIES if _read_ahead(request) else 1
        for left in reversed(range(tries)):
            request.may_run_again, request.gave_way = left > 0, False  # type: ignore[attr-defined]
            try:
                response = self._once(request, workspace_id)
            # The latter at the commit, when deferred keys are checked.
            except (OperationalError, IntegrityError) as error:
                if not left or not _gave_way(error):
                    raise
            else:
                if not request.gave_way:  # type: ignore[attr-defined]
                    break
            toasts.forget(request)
        return response

    def _once(self, request: HttpRequest, workspace_id: int) -> HttpResponse:
        with workspace_scope(workspace_id):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response


def _gave_way(error: Exception) -> bool:
    return isinstance(error, OperationalError | IntegrityError) and isinstance(error.__cause__, GAVE_WAY)


def _read_ahead(request: HttpRequest) -> bool:
    """Read the body so that the request can be served again; say whether that was possible."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    fits = length.isdecimal() and int(length) <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    if request.content_type == "multipart/form-data" or not fits:
        return False
    _body = request.body
    return True


def _to_sign_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the person to sign in and back to the page; after a form that cannot be repeated, to the day's start."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else f"{PAGES}{slug}/"
    answer = redirect_to_login(back)
    if "HX-Request" in request.headers:
        # A fragment cannot show the sign-in page; htmx follows this as a whole page.
        page = request.headers.get("HX-Current-URL", "").partition(request.get_host())[2] or back
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(page)["Location"]})
    return answer


def _membership(request: HttpRequest, slug: str) -> Membership | None:
    if "\x00" in slug:
        return None  # PostgreSQL would refuse the question
    return next((one for one in queries.memberships(request.user) if one.workspace.slug == slug), None)
