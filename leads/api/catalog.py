"""API of the workspace's own lists: sources, campaigns, topics, products, fields, classification rules."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from core.errors import Invalid
from core.pagination import CursorPages
from leads.api import catalog_shapes as shapes
from leads.models import Campaign, ClassificationRule, FieldDefinition, Product, Source, Topic
from leads.services import catalog
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class CatalogView(WorkspaceAPIView):
    """One of the lists; subclasses name the model and its shapes."""

    scopes = ("catalog:read", "catalog:write")
    capabilities = (Capability.VIEW_LEADS, Capability.EDIT_CATALOG)
    model: ClassVar[Any]
    shape_in: ClassVar[type[Serializer]]
    shape_out: ClassVar[type[Serializer]]
    # Names in the body that are slugs of another list.
    references: ClassVar[dict[str, type[Model]]] = {}

    def rows(self) -> QuerySet:
        """Return the whole list."""
        return self.model.objects.select_related(*self.references)

    def row(self, public_id: UUID) -> Any:
        """Return one item or raise Http404."""
        return get_object_or_404(self.rows(), public_id=public_id)

    def values(self, request: Request, *, is_partial: bool) -> dict[str, Any]:
        """Return what the body says, with slugs of other lists as their items."""
        serializer = self.shape_in(data=request.data, partial=is_partial)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        for name, model in self.references.items():
            if values.get(name):
                values[name] = self._named(model, values[name], name)
        return values

    @staticmethod
    def _named(model: Any, slug: str, path: str) -> Any:
        found = model.objects.filter(slug=slug).first()
        if found is None:
            message = _("This does not exist.")
            raise Invalid(message, errors=[{"path": path, "message": str(message)}])
        return found


class CatalogList(CatalogView):
    """A list as a whole."""

    pagination_class = CursorPages
    orderings = {"created_at": ["created_at", "pk"], "-created_at": ["-created_at", "-pk"]}
    default_ordering = "created_at"

    def get(self, request: Request) -> Response:
        """List the items."""
        pages = CursorPages()
        found = pages.paginate_queryset(self.rows(), request, self)
        return pages.get_paginated_response(self.shape_out(found, many=True).data)

    def post(self, request: Request) -> Response:
        """Add an item."""
        values = self.values(request, is_partial=False)
        item = catalog.add(model=self.model, values=values, by=self.user_id, at=timezone.now())
        return Response(self.shape_out(item).data, status=201)


class CatalogDetail(CatalogView):
    """One item."""

    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the item."""
        return Response(self.shape_out(self.row(public_id)).data)

    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is given; ``is_active`` false takes it out of use."""
        item = self.row(public_id)
        values = self.values(request, is_partial=True)
        catalog.change(item=item, values=values, by=self.user_id, at=timezone.now())
        return Response(self.shape_out(self.row(public_id)).data)


def views_of(
    name: str,
    model: type[Model],
    shape_in: type[Serializer],
    shape_out: type[Serializer],
    **more: Any,
) -> tuple[type[CatalogList], type[CatalogDetail]]:
    """Return the two views of a list; ``name`` is its plural in addresses and operation ids."""
    known = {"model": model, "shape_in": shape_in, "shape_out": shape_out, **more}
    title = name.title().replace("-", "")
    operation = name.replace("-", "_")
    whole = type(f"{title}List", (CatalogList,), {**known, "__doc__": f"All {name}."})
    single = type(f"{title}Detail", (CatalogDetail,), {**known, "__doc__": f"One of the {name}."})
    extend_schema_view(
        get=extend_schema(operation_id=f"{operation}_list", responses=shape_out(many=True)),
        post=extend_schema(operation_id=f"{operation}_create", request=shape_in, responses={201: shape_out}),
    )(whole)
    extend_schema_view(
        get=extend_schema(operation_id=f"{operation}_retrieve", responses=shape_out),
        patch=extend_schema(
            operation_id=f"{operation}_update", request=shape_in(partial=True), responses=shape_out
        ),
    )(single)
    return whole, single


ADMINS = {"capabilities": (Capability.VIEW_LEADS, Capability.EDIT_FIELDS)}
LISTS = {
    "sources": views_of("sources", Source, shapes.SourceIn, shapes.SourceOut),
    "campaigns": views_of(
        "campaigns", Campaign, shapes.CampaignIn, shapes.CampaignOut, references={"source": Source}
    ),
    "topics": views_of("topics", Topic, shapes.TopicIn, shapes.TopicOut),
    "products": views_of(
        "products", Product, shapes.ProductIn, shapes.ProductOut, references={"topic": Topic}
    ),
    "fields": views_of("fields", FieldDefinition, shapes.FieldIn, shapes.FieldOut, **ADMINS),
    "classification-rules": views_of(
        "classification-rules", ClassificationRule, shapes.RuleIn, shapes.RuleOut
    ),
}
