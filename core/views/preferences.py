"""Theme, density, keys and language: one POST each, kept in a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from core.answers import see_other
from core.preferences import PREFERENCES


YEAR = 365 * 24 * 3600


@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep what the form names and go back to the page it came from; unknown values are left out."""
    response = see_other(_back(request))
    for name, preference in PREFERENCES.items():
        if request.POST.get(name) in preference.choices:
            _keep(response, preference.cookie, request.POST[name], request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language, request)
    return response


def _keep(response: HttpResponse, cookie: str, value: str, request: HttpRequest) -> None:
    response.set_cookie(
        cookie, value, max_age=YEAR, secure=request.is_secure(), samesite="Lax", httponly=True, path="/"
    )


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else "/"
