"""Where other systems tell us what became of mails: signed, once, and never older than five minutes (W2)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.api import load_json, problem_response
from core.errors import DomainError
from core.scope import workspace_scope
from messaging import tokens
from messaging.engine import inbound as reading
from messaging.engine import signing
from messaging.engine.inbound import Told
from messaging.services import inbound, mail_hook
from messaging.tokens import Kind


SOURCE = "hook"
TOLERANCE = timedelta(minutes=5)
MOST_EVENTS = 1000
SECONDS = re.compile(r"[0-9]{1,11}")


def _refusal(status: HTTPStatus, code: str, message: str) -> DomainError:
    return DomainError(message, code=code, status=int(status))


@csrf_exempt  # programs post here, without a session; the signature is the right
@never_cache
@require_POST
def mail(request: HttpRequest, token: str) -> HttpResponse:
    """Take what another system tells of mails, if it is signed with the workspace's secret."""
    try:
        receipt = _take(request, token, at=timezone.now())
    except DomainError as refusal:
        return problem_response(request, status=refusal.status, code=refusal.code, detail=refusal.message)
    return JsonResponse({"received": receipt.received, "new": receipt.new})


def _take(request: HttpRequest, token: str, *, at: datetime) -> inbound.Receipt:
    numbers = tokens.read(Kind.HOOK, token)
    if numbers is None or len(numbers) != 1:
        raise _nothing_here()
    body = _body(request)
    with workspace_scope(numbers[0]):
        hook = mail_hook.find()
        if hook is None:
            raise _nothing_here()
        signed_at = _verify(request, body, mail_hook.secrets(hook, at=at), at=at)
        told = _events(body, delivery_id=request.headers["webhook-id"], at=signed_at)
        return inbound.record(source=SOURCE, told=told, at=at)


def _nothing_here() -> DomainError:
    return _refusal(HTTPStatus.NOT_FOUND, "not_found", _("There is nothing here."))


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        raise _refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", _("The body is larger than is accepted.")
        ) from error
    except UnreadablePostError as error:
        raise _refusal(
            HTTPStatus.BAD_REQUEST, "interrupted", _("The connection broke. Send it again.")
        ) from error


def _verify(request: HttpRequest, body: bytes, secrets: Sequence[str], *, at: datetime) -> datetime:
    """Return the moment of the signature, at most now.

    Raises: DomainError for one that is not ours, or of another time than now.
    """
    message_id, timestamp, signature = (
        request.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")
    )
    is_ours = signing.is_signed(
        message_id=message_id, timestamp=timestamp, signature=signature, body=body, secrets=secrets
    )
    if not is_ours or not message_id or not SECONDS.fullmatch(timestamp):
        raise _refusal(
            HTTPStatus.UNAUTHORIZED,
            "bad_signature",
            _("The signature is missing, or was not made with our secret."),
        )
    signed_at = datetime.fromtimestamp(int(timestamp), UTC)
    if abs(at - signed_at) > TOLERANCE:
        raise _refusal(
            HTTPStatus.UNAUTHORIZED,
            "bad_timestamp",
            _("The signature is older than five minutes, or of a time to come."),
        )
    return min(signed_at, at)


def _events(body: bytes, *, delivery_id: str, at: datetime) -> list[Told]:
    try:
        told = reading.read(load_json(body), delivery_id=delivery_id, at=at)
    except (ValueError, RecursionError) as error:
        raise _refusal(
            HTTPStatus.BAD_REQUEST, "unreadable", _("The body holds no events that can be read.")
        ) from error
    if len(told) > MOST_EVENTS:
        raise _refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many", _("Send at most a thousand events at once.")
        )
    return told
