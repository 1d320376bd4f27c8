"""API of leads: the list, one lead, what happened to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import DomainError, Invalid
from core.pagination import CursorPages
from leads import facts, lists, queries
from leads.api import serializers as shapes
from leads.api.base import LeadsView
from leads.api.versions import version_of
from leads.choices import ActivityKind, Grade, Light, Stage
from leads.filters import LeadFilter
from leads.models import Activity, Campaign, Source
from leads.services import classification, editing, intake, tags
from tenants.models import User


def _several(name: str, options: Sequence[str]) -> OpenApiParameter:
    return OpenApiParameter(name, str, description=f"One or more, with commas: {', '.join(options)}.")


FILTERS = [
    _several("stage", Stage.values),
    _several("grade", Grade.values),
    _several("light", Light.values),
    OpenApiParameter("owner", str, description='Ids of members, "me" or "none".'),
    OpenApiParameter("source", str, description="Slugs of sources."),
    OpenApiParameter("campaign", str, description="Slugs of campaigns."),
    OpenApiParameter("min_score", int),
    OpenApiParameter("created_after", str, description="A moment or a day, as ISO 8601."),
    OpenApiParameter(
        "search", str, description="Words of name, company, e-mail, phone; the last may be begun."
    ),
    OpenApiParameter("tag", str, description="Tags, as they are written."),
    OpenApiParameter("segment", UUID, description="The id of a segment."),
]
BY_HAND = ("main_topic", "phase", "track")


class AlreadyKnown(DomainError):
    """The lead exists and somebody else's team works on it."""

    code = "already_known"


class LeadPages(CursorPages):
    """Walks the narrow ranks and reads the leads of one page."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any | None = None) -> list[Any]:
        """Return the leads of the page."""
        self._request = request
        self._order(request, view)
        self._page = lists.page(
            queryset,
            ordering=request.query_params.get("ordering") or lists.DEFAULT_ORDER,
            cursor=request.query_params.get("cursor"),
            size=self._size(request),
            active=getattr(view, "active", {}),
        )
        return self._page.items


class LeadList(LeadsView):
    """All leads the caller may see."""

    pagination_class = LeadPages
    orderings = {name: list(keys) for name, keys in lists.ORDERINGS.items()}
    default_ordering = lists.DEFAULT_ORDER

    @extend_schema(operation_id="leads_list", parameters=FILTERS, responses=shapes.LeadOut(many=True))
    def get(self, request: Request) -> Response:
        """List leads; a filter and order that no index serves are refused if they take too long (422)."""
        self._refuse_unknown(request)
        filters = LeadFilter(request.query_params, queryset=self.ranks(), request=request)
        if not filters.is_valid():
            raise Invalid(
                _("Some filters are wrong."),
                errors=[
                    {"path": name, "message": str(message)}
                    for name, messages in filters.errors.items()
                    for message in messages
                ],
            )
        self.active = filters.active()
        pages = LeadPages()
        found = pages.paginate_queryset(filters.qs, request, self)
        return pages.get_paginated_response(shapes.LeadOut(found, many=True).data)

    def _refuse_unknown(self, request: Request) -> None:
        """Refuse a misspelt filter, which would otherwise answer with every lead."""
        known = {*LeadFilter.base_filters, "cursor", "page_size", "ordering"}
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            text = str(_("There is no such filter."))
            raise Invalid(
                _("Some filters are wrong."), errors=[{"path": name, "message": text} for name in unknown]
            )

    @extend_schema(
        operation_id="leads_create",
        request=shapes.LeadIn,
        responses={201: shapes.LeadOut, 200: shapes.LeadOut},
    )
    def post(self, request: Request) -> Response:
        """Find the lead (200, what it lacks is filled in) or make it (201)."""
        data = self.valid(shapes.LeadIn, request)
        source = _named(Source, data.pop("source", None), "source")
        campaign = _named(Campaign, data.pop("campaign", None), "campaign")
        words = queries.vocabulary()
        received = intake.receive(
            facts=facts.read_strictly(data, vocabulary=words),
            source=source,
            campaign=campaign,
            touch={},
            at=timezone.now(),
            by=self.user_id,
            vocabulary=words,
        )
        if not received.created and not self.leads().filter(pk=received.lead.pk).exists():
            raise AlreadyKnown(_("This lead exists already and is not yours."))
        return self.answer(received.lead.pk, status=201 if received.created else 200)


def _named(model: type[Source] | type[Campaign], slug: str | None, path: str) -> Any:
    if not slug:
        return None
    found = model.objects.filter(slug=slug).first()
    if found is None:
        message = _("This does not exist.")
        raise Invalid(message, errors=[{"path": path, "message": str(message)}])
    return found


class LeadDetail(LeadsView):
    """One lead."""

    @extend_schema(operation_id="leads_retrieve", responses=shapes.LeadOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the lead; its version is the ETag."""
        return self.answer(self.lead(public_id).pk)

    @extend_schema(
        operation_id="leads_update",
        request=shapes.LeadPatch,
        responses=shapes.LeadOut,
        parameters=[
            OpenApiParameter(
                "If-Match", str, OpenApiParameter.HEADER, description="The version that was read."
            )
        ],
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is given; a version that is no longer current is refused with 409."""
        lead = self.lead(public_id)
        data = self.valid(shapes.LeadPatch, request)
        version = version_of(request, data.pop("version", None))
        names = data.pop("tags", None)
        by_hand = {name: data.pop(name) for name in BY_HAND if name in data}
        now = timezone.now()
        editing.edit(lead=lead, values=data, version=version, by=self.user_id, at=now)
        for name, value in by_hand.items():
            classification.set_by_hand(lead=lead, name=name, value=value, by=self.user_id, at=now)
        if names is not None:
            tags.set_tags(lead=lead, names=names, by=self.user_id, at=now)
        return self.answer(lead.pk)


class LeadTimeline(LeadsView):
    """What happened to a lead."""

    capabilities = (LeadsView.capabilities[0], None)
    pagination_class = CursorPages
    orderings = {"-occurred_at": ["-occurred_at", "-pk"]}
    default_ordering = "-occurred_at"

    @extend_schema(
        operation_id="leads_timeline",
        parameters=[_several("kind", ActivityKind.values)],
        responses=shapes.ActivityOut(many=True),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """List what happened, newest first; of some kinds only with ``kind``."""
        happened = Activity.objects.filter(lead=self.lead(public_id)).select_related("by")
        kinds = [word for word in request.query_params.get("kind", "").split(",") if word]
        if unknown := set(kinds) - set(ActivityKind.values):
            message = _("This must be one of: %(names)s.") % {"names": ", ".join(ActivityKind.values)}
            raise Invalid(message, errors=[{"path": "kind", "message": ", ".join(sorted(unknown))}])
        pages = CursorPages()
        found = pages.paginate_queryset(happened.filter(kind__in=kinds) if kinds else happened, request, self)
        shown = shapes.ActivityOut(found, many=True, context={"people": _people(found)})
        return pages.get_paginated_response(shown.data)


def _people(found: Sequence[Activity]) -> dict[int, str]:
    """Return the public ids of the people whom the activities' data name. Queries: one."""
    named = {item.data.get("owner") for item in found if isinstance(item.data, dict)}
    ids = [item for item in named if isinstance(item, int)]
    return {
        pk: str(public_id) for pk, public_id in User.objects.filter(pk__in=ids).values_list("pk", "public_id")
    }
