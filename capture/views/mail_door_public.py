"""``/hooks/mail/<token>/<provider>``: takes the mails that a provider took in for us, if it proves who it is."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from capture import mail_providers, mail_sources, posted
from capture.mail_providers import PASSWORD, Provider
from capture.models import MailDoor
from capture.services import mail_doors, mails
from capture.services.mail_doors import Found, Taken
from core import throttle
from core.api import problem_response
from core.errors import DomainError
from core.scope import workspace_scope


TOO_MANY = "too_many"
# Base64 makes a mail a third larger, and a form puts something around it.
MOST_BYTES = mails.MOST_BYTES * 4 // 3 + 1024 * 1024


def address(door: MailDoor) -> str:
    """Return the address to give to the provider."""
    path = mail_providers.BY_NAME[door.provider].path
    return settings.PUBLIC_URL + reverse("public:mail-door", kwargs={"token": door.token, "provider": path})


@csrf_exempt  # providers post here, without a session; each proves who it is
@never_cache
@require_http_methods(["HEAD", "POST"])
def receive(request: HttpRequest, token: str, provider: str) -> HttpResponse:
    """Take a post with mails; the answer comes after they are stored."""
    now = timezone.now()
    try:
        found, door = _find(token, provider, now)
        if request.method == "HEAD":
            return HttpResponse()
        taken = _take(request, found, door, now)
    except DomainError as refusal:
        answer = problem_response(
            request, status=refusal.status, code=refusal.code, detail=str(refusal.message)
        )
        if refusal.code == TOO_MANY:
            answer["Retry-After"] = str(throttle.MINUTE)
        if refusal.status == 401:
            # Amazon sends its password only after it was asked for it.
            answer["WWW-Authenticate"] = 'Basic realm="Leadcrm"'
        return answer
    return JsonResponse({"received": taken.received, "new": taken.new})


def _find(token: str, provider: str, now: datetime) -> tuple[Found, MailDoor]:
    found = mail_doors.find(token=token, at=now)
    if found is not None:
        with workspace_scope(found.workspace_id):
            door = MailDoor.objects.filter(pk=found.door_id).first()
        known = mail_providers.BY_NAME.get(door.provider) if door else None
        if door is not None and known is not None and provider in {known.path, known.name}:
            if door.is_active:
                return found, door
            raise DomainError(_("This address is switched off."), code="mail_door_closed", status=410)
    raise DomainError(_("There is nothing here."), code="not_found", status=404)


def _take(request: HttpRequest, found: Found, door: MailDoor, now: datetime) -> Taken:
    provider = mail_providers.BY_NAME[door.provider]
    if provider.proof == PASSWORD and "Authorization" not in request.headers:
        raise DomainError(_("The password is missing."), code="no_password", status=401)
    body = _body(request)
    try:
        sources = _sources(request, body, door, provider)
    except mail_providers.Unreadable:
        with workspace_scope(found.workspace_id):
            return mail_doors.receive_unreadable(
                door=door, body=body, content_type=request.headers.get("Content-Type", ""), at=now
            )
    with workspace_scope(found.workspace_id):
        taken = mail_doors.receive(door=door, sources=sources, at=now)
        if not sources and (url := mail_sources.confirmation(posted.Posted(request, body))):
            mail_doors.ask_to_confirm(door=door, url=url)
    if sources and taken.refused == taken.received:
        limit = mails.MOST_BYTES // 1024 // 1024
        detail = _("The mail is empty, or larger than %(limit)s MB.") % {"limit": limit}
        raise DomainError(detail, code="mail_refused", status=413)
    return taken


def _body(request: HttpRequest) -> bytes:
    try:
        return posted.read(request, most_bytes=MOST_BYTES)
    except posted.TooLarge as error:
        detail = _("The body is larger than is accepted.")
        raise DomainError(detail, code="too_large", status=413) from error
    except UnreadablePostError as error:
        detail = _("The connection broke. Send it again.")
        raise DomainError(detail, code="interrupted", status=400) from error


def _sources(request: HttpRequest, body: bytes, door: MailDoor, provider: Provider) -> list[bytes]:
    """Return the mails of the post. Raises: DomainError; mail_providers.Unreadable."""
    forged = DomainError(_("The secret or the signature is wrong."), code="bad_signature", status=403)
    try:
        post = posted.Posted(request, body)
    except ValueError as error:
        raise forged from error
    try:
        view = mail_providers.check(provider, post, secret=mail_doors.secret_of(door), url=address(door))
    except mail_providers.Forged as error:
        raise forged from error
    # Only who proved to be the provider counts: strangers cannot use its turns up.
    if not throttle.is_free(f"mail-door:{door.pk}", most=settings.MAIL_DOOR_LIMIT):
        detail = _("Too many posts at once. Send it again in a minute.")
        raise DomainError(detail, code=TOO_MANY, status=provider.busy_status)
    try:
        return mail_providers.mails(provider, view, post)
    except mail_providers.NoMails as error:
        raise DomainError(str(error), code="no_mails", status=422) from error
