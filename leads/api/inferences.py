"""API of inferences: what admins conclude, of how many leads it says something, and how often it was right."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads import clues, inferences
from leads.api.serializers import Strict
from leads.inferences import Counts
from leads.models import Inference
from leads.models.clue import CERTAIN
from leads.services import inferences as service
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class InferenceIn(Strict):
    """Where the condition holds and nothing certain is known, the question probably has this answer."""

    name = serializers.CharField(max_length=120, help_text="The reason, as the lead page gives it.")
    condition = serializers.DictField(help_text="A tree of the rule language, over what is certain.")
    question = serializers.CharField(
        max_length=80,
        help_text="need, authority, budget, timeline, or custom.<key> of a qualification field.",
    )
    value = serializers.JSONField()
    is_at_least = serializers.BooleanField(required=False, help_text="That much or more; of numbers only.")
    confidence = serializers.IntegerField(min_value=1, max_value=CERTAIN - 1)
    is_active = serializers.BooleanField(required=False, help_text="False withdraws what it set.")


class RecordOut(serializers.Serializer):
    """How often people found it right, and how often wrong, since it claims what it claims."""

    right = serializers.IntegerField()
    wrong = serializers.IntegerField()


class InferenceOut(serializers.Serializer):
    """An inference; ``confidence`` is its author's, ``confidence_now`` what outcomes made of it.

    ``leads``: of how many it says something at this moment. Reps are told neither that nor the record.
    """

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    condition = serializers.DictField()
    question = serializers.CharField()
    value = serializers.JSONField()
    is_at_least = serializers.BooleanField()
    confidence = serializers.IntegerField()
    confidence_now = serializers.SerializerMethodField()
    is_active = serializers.BooleanField()
    leads = serializers.SerializerMethodField()
    record = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def _counts(self, item: Inference) -> Counts:
        found: Counts = self.context["counts"].get(item.pk, Counts())
        return found

    def get_confidence_now(self, item: Inference) -> int:
        """Return the confidence in use, in percent."""
        counts = self._counts(item)
        return clues.corrected(item.confidence, hits=counts.hits, misses=counts.misses)

    def get_leads(self, item: Inference) -> int | None:
        """Return of how many leads it says something now."""
        return None if self.context["hides_counts"] else self._counts(item).open

    @extend_schema_field(RecordOut(allow_null=True))
    def get_record(self, item: Inference) -> dict[str, int] | None:
        """Return how it turned out so far."""
        counts = self._counts(item)
        return None if self.context["hides_counts"] else {"right": counts.hits, "wrong": counts.misses}


class _InferencesView(WorkspaceAPIView):
    """Reading inferences, and changing them as the other lists of the workspace are."""

    scopes = ("catalog:read", "catalog:write")
    capabilities = (Capability.VIEW_LEADS, Capability.EDIT_CATALOG)

    def shown(self, found: Iterable[Inference]) -> Any:
        """Return the inferences as they go out. Queries: one."""
        membership = getattr(self.request._request, "membership", None)
        hides = membership is not None and membership.role == "rep"
        context = {"counts": inferences.counts(), "hides_counts": hides}
        return InferenceOut(found, many=True, context=context).data

    def values(self, request: Request, *, is_partial: bool) -> dict[str, Any]:
        """Return what the body says; raises ValidationError."""
        shape = InferenceIn(data=request.data, partial=is_partial)
        shape.is_valid(raise_exception=True)
        return dict(shape.validated_data)

    def row(self, public_id: UUID) -> Inference:
        """Return one inference or raise Http404."""
        return get_object_or_404(Inference, public_id=public_id)


class InferenceList(_InferencesView):
    """All inferences."""

    pagination_class = CursorPages
    orderings = {"position": ["position", "pk"]}
    default_ordering = "position"

    @extend_schema(operation_id="inferences_list", responses=InferenceOut(many=True))
    def get(self, request: Request) -> Response:
        """List the inferences in the order in which they are asked, with their leads and their record."""
        pages = CursorPages()
        page = pages.paginate_queryset(Inference.objects.all(), request, self)
        return pages.get_paginated_response(self.shown(page))

    @extend_schema(operation_id="inferences_create", request=InferenceIn, responses={201: InferenceOut})
    def post(self, request: Request) -> Response:
        """Add an inference as the last one asked; a job then looks at every lead."""
        values = self.values(request, is_partial=False)
        made = service.add(values=values, by=self.user_id, at=timezone.now())
        return Response(self.shown([made])[0], status=201)


class InferenceDetail(_InferencesView):
    """One inference."""

    @extend_schema(operation_id="inferences_retrieve", responses=InferenceOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the inference."""
        return Response(self.shown([self.row(public_id)])[0])

    @extend_schema(
        operation_id="inferences_update", request=InferenceIn(partial=True), responses=InferenceOut
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is given; ``is_active`` false switches it off. Another claim starts with a clean record."""
        item = self.row(public_id)
        values = self.values(request, is_partial=True)
        who: dict[str, Any] = {"by": self.user_id, "at": timezone.now()}
        if set(values) == {"is_active"}:
            # Also one that cannot be read any more can be switched off.
            changed = item if values["is_active"] == item.is_active else service.toggle(item=item, **who)
        else:
            changed = service.change(item=item, values=values, **who)
        return Response(self.shown([changed])[0])

    @extend_schema(operation_id="inferences_delete", responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Delete an inference that never said anything of a lead; any other is switched off instead (409)."""
        service.delete(item=self.row(public_id), by=self.user_id, at=timezone.now())
        return Response(status=204)
