"""API of inquiries and forms."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from capture import origins
from capture.api import serializers
from capture.filters import InquiryFilter
from capture.models import Form, Inquiry
from capture.parsers import facts
from capture.services import submit
from core.errors import DomainError, Forbidden, Invalid
from core.networks import ip_class
from core.pagination import CursorPages
from leads.choices import Channel
from tenants.api.views import WorkspaceAPIView
from tenants.models import ApiKey
from tenants.permissions import Capability


MAX_BODY = 256 * 1024
PAGING = [
    OpenApiParameter("cursor", str),
    OpenApiParameter("page_size", int),
    OpenApiParameter("ordering", str, enum=["-received_at", "received_at"]),
]
FILTERS = [
    OpenApiParameter("state", str, enum=["received", "accepted", "quarantined", "failed"]),
    OpenApiParameter("reason", str),
    OpenApiParameter("channel", str),
    OpenApiParameter("form", str, description="Id of a form."),
    OpenApiParameter("lead", str, description="Id of a lead."),
    OpenApiParameter("received_after", str),
    OpenApiParameter("received_before", str),
]


class BodyTooLarge(DomainError):
    """The body is larger than an inquiry may be."""

    code, status = "too_large", 413


class OriginNotAllowed(Forbidden):
    """A publishable key is used from a page it was not made for."""

    code = "origin_not_allowed"


class InquiryList(WorkspaceAPIView):
    """All inquiries; the one call that a publishable key is good for is posting here."""

    scopes = ("inquiries:read", "inquiries:write")
    capabilities = (Capability.TRIAGE_INBOX, Capability.TRIAGE_INBOX)
    orderings = {"-received_at": ["-received_at", "-pk"], "received_at": ["received_at", "pk"]}
    default_ordering = "-received_at"

    def get_permissions(self) -> Any:
        """Ask nothing of a browser that only wants to know whether it may post."""
        return [] if self.request.method == "OPTIONS" else super().get_permissions()

    def check_permissions(self, request: Request) -> None:
        """Check key or role, then the page a publishable key is bound to, then the size."""
        super().check_permissions(request)
        key = publishable(request)
        if key and not origins.is_allowed(origins.origin_of(request._request), key.origins):
            raise OriginNotAllowed(_("This key is not made for this page."))
        if len(request._request.body) > MAX_BODY:
            raise BodyTooLarge(_("The body is larger than 256 KB."))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Let the page of a publishable key read the answer, refusals included."""
        response = super().finalize_response(request, response, *args, **kwargs)
        key, origin = publishable(request), origins.origin_of(request._request)
        if key and origins.is_allowed(origin, key.origins):
            origins.allow(response, origin=origin)
        return response

    @extend_schema(exclude=True)
    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Answer a preflight; which page a key may be used from is decided when it posts."""
        return origins.preflight(origin=origins.origin_of(request._request))

    @extend_schema(
        operation_id="inquiries_create",
        request=serializers.InquiryInput,
        responses={202: serializers.InquiryReceipt},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
    )
    def post(self, request: Request) -> Response:
        """Store an inquiry; 202 means that it is committed and will be looked at."""
        payload = request.data
        if not isinstance(payload, dict):
            raise Invalid(_("The body must be a JSON object."))
        if fault := named(payload):
            raise fault
        inquiry, _is_new = submit.receive(arrival=_arrival(request, payload), at=timezone.now())
        receipt = serializers.InquiryReceipt(inquiry, context={"status_url": self._status_url})
        return Response(receipt.data, status=202)

    @extend_schema(
        operation_id="inquiries_list",
        parameters=[*PAGING, *FILTERS],
        responses=serializers.InquiryPage,
    )
    def get(self, request: Request) -> Response:
        """List inquiries, newest first."""
        found = InquiryFilter(request.query_params, queryset=Inquiry.objects.select_related("form", "lead"))
        if not found.is_valid():
            raise Invalid(
                _("Some filters are wrong."),
                errors=[{"path": name, "message": " ".join(texts)} for name, texts in found.errors.items()],
            )
        pages = CursorPages()
        rows = pages.paginate_queryset(found.qs.defer("raw"), request, self)
        return pages.get_paginated_response(serializers.page_of(rows, serializers.InquiryOutput))

    def _status_url(self, inquiry: Inquiry) -> str:
        path = reverse("capture-api:inquiry", kwargs={"public_id": inquiry.public_id})
        return self.request.build_absolute_uri(path)


def publishable(request: Request) -> ApiKey | None:
    """Return the browser's key that asks, None for anybody else."""
    key = getattr(request._request, "api_key", None)
    return key if key and key.kind == ApiKey.Kind.PUBLISHABLE else None


def named(payload: dict[str, Any]) -> Invalid | None:
    """Return what is wrong with an inquiry of nobody; None if any contact is given, be it of a doubtful kind."""
    values = (payload.get(name) for name in facts.CONTACT)
    if any(value.strip() if isinstance(value, str) else value for value in values):
        return None
    message = str(_("Give at least one of these."))
    return Invalid(
        _("Give at least one of e-mail, phone or company."),
        errors=[{"path": name, "message": message} for name in facts.CONTACT],
    )


def _arrival(request: Request, payload: dict[str, Any]) -> submit.Arrival:
    http = request._request
    key = http.headers.get("Idempotency-Key", "")
    return submit.Arrival(
        raw=http.body,
        payload=payload,
        channel=Channel.API,
        content_type=http.content_type or "",
        idempotency_key=f"api:{key}" if key else None,
        ip_class=ip_class(http, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER)),
        user_agent=http.headers.get("User-Agent", ""),
    )


class InquiryDetail(WorkspaceAPIView):
    """One inquiry."""

    scopes = ("inquiries:read", None)
    capabilities = (Capability.TRIAGE_INBOX, None)

    @extend_schema(operation_id="inquiries_retrieve", responses=serializers.InquiryOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Say what became of the inquiry."""
        inquiry: Inquiry = get_object_or_404(
            Inquiry.objects.select_related("form", "lead"), public_id=public_id
        )
        return Response(serializers.InquiryOutput(inquiry).data)


class FormList(WorkspaceAPIView):
    """All forms."""

    scopes = ("forms:read", None)
    capabilities = (Capability.EDIT_FORMS, None)
    orderings = {"-created_at": ["-created_at", "-pk"]}
    default_ordering = "-created_at"

    @extend_schema(
        operation_id="forms_list",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        responses=serializers.FormPage,
    )
    def get(self, request: Request) -> Response:
        """List forms, newest first."""
        pages = CursorPages()
        rows = pages.paginate_queryset(Form.objects.select_related("source", "campaign"), request, self)
        data = serializers.page_of(rows, serializers.FormOutput, public_url=_public_url(request))
        return pages.get_paginated_response(data)


class FormDetail(WorkspaceAPIView):
    """One form."""

    scopes = ("forms:read", None)
    capabilities = (Capability.EDIT_FORMS, None)

    @extend_schema(operation_id="forms_retrieve", responses=serializers.FormOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Return the form."""
        form: Form = get_object_or_404(Form.objects.select_related("source", "campaign"), public_id=public_id)
        output = serializers.FormOutput(form, context={"public_url": _public_url(request)})
        return Response(output.data)


def _public_url(request: Request) -> Any:
    return lambda form: request.build_absolute_uri(reverse("public:form", kwargs={"token": form.token}))
