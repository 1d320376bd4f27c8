"""The base of the API's views: scopes, capabilities, and writes that may be repeated safely."""

import hashlib
import json
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from core.errors import DomainError, Invalid
from core.scope import current_workspace_id, has_scope
from tenants.models import Idempotency
from tenants.permissions import Capability


class KeyInFlight(DomainError):
    """The same key is being worked on right now."""

    code, status, retry_after = "idempotency_in_flight", 409, 1


class KeyReused(DomainError):
    """The key was used for another request."""

    code, status = "idempotency_key_reused", 422


class _Replay(Exception):
    """Carries the stored answer past the view."""

    def __init__(self, record: Idempotency) -> None:
        super().__init__()
        self.record = record


class WorkspaceAPIView(APIView):
    """A view of one workspace's data.

    ``scopes`` and ``capabilities`` are (for reading, for writing); None refuses. A write with an
    ``Idempotency-Key`` stores its 2xx answer in the same transaction as its effect: the same request gets the
    same answer, another request under the key 422, one still under way 409 (invariant I3).
    """

    scopes: tuple[str | None, str | None] = (None, None)
    capabilities: tuple[Capability | None, Capability | None] = (None, None)

    @property
    def user_id(self) -> int | None:
        """Return who acts: the member's user id, None for a key."""
        membership = getattr(self.request._request, "membership", None)
        return membership.user_id if membership else None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check access as DRF does, then whether the key's answer is known already."""
        super().initial(request, *args, **kwargs)
        self._idempotency: tuple[str, str] | None = None
        key = request.headers.get("Idempotency-Key", "")
        if key and request.method not in {"GET", "HEAD", "OPTIONS"} and has_scope():
            self._begin(request, key)

    def _begin(self, request: Request, key: str) -> None:
        if len(key) > 255 or "\x00" in key:
            raise Invalid(_("The Idempotency-Key is too long."))
        body = request._request.body
        digest = hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"idempotency:{current_workspace_id()}:{key}"],
            )
            if not cursor.fetchone()[0]:
                raise KeyInFlight(_("A request with this Idempotency-Key is still being worked on."))
        record = Idempotency.objects.filter(key=key).first()
        if record and record.fingerprint != digest:
            raise KeyReused(_("This Idempotency-Key was used for another request."))
        if record:
            raise _Replay(record)
        self._idempotency = (key, digest)

    def handle_exception(self, error: Exception) -> Response:
        """Answer a replay from the store, anything else as a problem."""
        if isinstance(error, _Replay):
            response = Response(error.record.body, status=error.record.status)
            response["Idempotency-Replayed"] = "true"
            return response
        return super().handle_exception(error)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Remember a successful answer under its key; failures are not kept, so they can be tried again."""
        response = super().finalize_response(request, response, *args, **kwargs)
        pending = getattr(self, "_idempotency", None)
        if pending and response.status_code < 300:
            key, digest = pending
            body = json.loads(json.dumps(response.data, cls=JSONEncoder))
            Idempotency.objects.create(key=key, fingerprint=digest, status=response.status_code, body=body)
        return response
