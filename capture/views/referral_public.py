"""``/r/<token>/``: a referral link. It stores nothing and leads on, to where its workspace said."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capture.models import ReferralLink
from capture.public_pages import refuse
from capture.services import referrals
from core import throttle
from core.networks import ip_class
from core.scope import workspace_scope


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on to the form or the page; a link that is switched off, and one that never was, are not found."""
    network = ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
    if not throttle.is_free(f"refer:{network}", most=settings.TRACK_LIMIT_PER_NETWORK):
        response = refuse(request, 429, "too_many", _("Too many at once. Try again in a minute."))
        response["Retry-After"] = "60"
        return response
    url = _target(token)
    if not url:
        return refuse(request, 404, "not_found", _("This link leads nowhere any more."))
    response = HttpResponseRedirect(url)
    # It may be switched off, or lead elsewhere, the next time.
    patch_cache_control(response, no_store=True)
    return response


def _target(token: str) -> str:
    found = referrals.find(token=token, at=timezone.now())
    if found is None:
        return ""
    with workspace_scope(found.workspace_id):
        link = ReferralLink.objects.filter(pk=found.link_id).first()
        return referrals.target(link) if link else ""
