"""API of many inquiries in one post, each with a verdict of its own."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from capture.api import batch_shapes as shapes
from capture.api.views import MAX_BODY, BodyTooLarge, named, publishable
from capture.models import Inquiry
from capture.services import submit
from core.api import problem
from core.errors import DomainError, Forbidden, Invalid
from core.networks import ip_class
from leads.choices import Channel
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


MOST = 500
LONGEST_KEY = 255
KEY = "idempotency_key"


class InquiryBatch(WorkspaceAPIView):
    """Inquiries that a program has gathered."""

    scopes = (None, "inquiries:write")
    capabilities = (None, Capability.TRIAGE_INBOX)

    def check_permissions(self, request: Request) -> None:
        """Check key or role; a browser's key posts one inquiry at a time."""
        super().check_permissions(request)
        if publishable(request):
            raise Forbidden(_("A publishable key posts one inquiry at a time."))

    @extend_schema(
        operation_id="inquiries_batch_create",
        request=shapes.BatchInput,
        responses={202: shapes.BatchReceipt},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
    )
    def post(self, request: Request) -> Response:
        """Store up to 500 inquiries; 202 means that those called stored are committed. Queries: four."""
        items = _items(request.data)
        refused = {place: fault for place, item in enumerate(items) if (fault := _fault(item))}
        places = [place for place in range(len(items)) if place not in refused]
        arrivals = [_arrival(request, items[place]) for place in places]
        found = submit.receive_many(arrivals=arrivals, at=timezone.now())
        stored: dict[int, Inquiry] = {}
        for place, one in zip(places, found, strict=True):
            if isinstance(one, DomainError):
                refused[place] = one
            else:
                stored[place] = one
        results = [
            self._refusal(place, refused[place]) if place in refused else self._receipt(place, stored[place])
            for place in range(len(items))
        ]
        return Response({"stored": len(stored), "refused": len(refused), "results": results}, status=202)

    def _receipt(self, place: int, inquiry: Inquiry) -> dict[str, Any]:
        path = reverse("capture-api:inquiry", kwargs={"public_id": inquiry.public_id})
        return {
            "index": place,
            "status": 202,
            "id": str(inquiry.public_id),
            "state": inquiry.state,
            "status_url": self.request.build_absolute_uri(path),
        }

    def _refusal(self, place: int, fault: DomainError) -> dict[str, Any]:
        told = problem(
            status=fault.status, code=fault.code, detail=fault.message, errors=fault.errors or None
        )
        return {"index": place, "status": fault.status, "problem": told}


def _items(body: Any) -> list[Any]:
    """Return the inquiries of the body. Raises: Invalid."""
    items = body.get("inquiries") if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise Invalid(
            _("Give the inquiries as a list."),
            errors=[{"path": "inquiries", "message": str(_("Give the inquiries as a list."))}],
        )
    if not 1 <= len(items) <= MOST:
        message = _("Give 1 to %(most)s inquiries.") % {"most": MOST}
        raise Invalid(message, errors=[{"path": "inquiries", "message": str(message)}])
    return items


def _fault(item: Any) -> DomainError | None:
    """Return why this one is not taken; what is only doubtful is stored and judged later."""
    if not isinstance(item, dict):
        return Invalid(_("An inquiry must be a JSON object."))
    key = item.get(KEY)
    if key is not None and not (isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and "\x00" not in key):
        message = str(_("Give a text of 1 to %(most)s characters.") % {"most": LONGEST_KEY})
        return Invalid(
            _("The key of this inquiry cannot be used."), errors=[{"path": KEY, "message": message}]
        )
    if len(submit.written(item)) > MAX_BODY:
        return BodyTooLarge(_("The inquiry is larger than 256 KB."))
    return named(item)


def _arrival(request: Request, item: dict[str, Any]) -> submit.Arrival:
    http, key = request._request, item.get(KEY)
    payload = {name: value for name, value in item.items() if name != KEY}
    return submit.Arrival(
        raw=submit.written(payload),
        payload=payload,
        channel=Channel.API,
        content_type="application/json",
        idempotency_key=f"item:{key}" if key else None,
        ip_class=ip_class(http, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER)),
        user_agent=http.headers.get("User-Agent", ""),
    )
