"""API of clues: what is believed of a lead's need, authority, budget, timeline and own questions, and why."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads.api import serializers as shapes
from leads.api.base import LeadsView
from leads.models import Clue
from leads.models.clue import CERTAIN
from leads.services import clues
from tenants.models import User


class ClueIn(shapes.Strict):
    """An answer: of 100 % it is certain, becomes what is known and is no "at least"; below, the strongest stands."""

    question = serializers.CharField(
        max_length=80,
        help_text="need, authority, budget, timeline, or custom.<key> of a qualification field.",
    )
    value = serializers.JSONField()
    is_at_least = serializers.BooleanField(required=False, default=False)
    confidence = serializers.IntegerField(min_value=1, max_value=CERTAIN)
    evidence = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ClueOut(serializers.Serializer):
    """An answer, how sure it is and what speaks for it; ``ended_at`` is when it was settled or withdrawn."""

    question = serializers.CharField()
    value = serializers.JSONField()
    is_at_least = serializers.BooleanField()
    confidence = serializers.IntegerField()
    evidence = serializers.SerializerMethodField()
    inference = serializers.UUIDField(source="inference.public_id", allow_null=True, default=None)
    activity = serializers.SerializerMethodField()
    by = serializers.SerializerMethodField()
    at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=Clue.Outcome.choices, allow_blank=True)

    def get_evidence(self, clue: Clue) -> str:
        """Return what speaks for it: the words of a person, or the reason of the inference."""
        return clue.inference.name if clue.inference else clue.evidence

    def get_activity(self, clue: Clue) -> dict[str, Any] | None:
        """Return what it was heard in."""
        heard = clue.activity
        return {"kind": heard.kind, "occurred_at": heard.occurred_at} if heard else None

    def get_by(self, clue: Clue) -> str | None:
        """Return the id of who said so."""
        return self.context["people"].get(clue.by)


class LeadClues(LeadsView):
    """The clues of a lead."""

    pagination_class = CursorPages
    orderings = {"-at": ["-at", "-pk"]}
    default_ordering = "-at"

    @extend_schema(operation_id="leads_clues", responses=ClueOut(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List the clues, newest first, the settled ones too; the lead itself shows which stand."""
        found = Clue.objects.filter(lead=self.lead(public_id)).select_related("inference", "activity")
        pages = CursorPages()
        page = pages.paginate_queryset(found, request, self)
        return pages.get_paginated_response(_shown(page))

    @extend_schema(operation_id="leads_clue", request=ClueIn, responses={201: ClueOut})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Note a clue."""
        lead = self.lead(public_id)
        clue = clues.give(lead=lead, **self.valid(ClueIn, request), by=self.user_id, at=timezone.now())
        return Response(_shown([clue])[0], status=201)


def _shown(found: Any) -> Any:
    """Return the clues as they go out. Queries: one, of the people."""
    ids = {clue.by for clue in found if clue.by}
    people = {pk: str(uuid) for pk, uuid in User.objects.filter(pk__in=ids).values_list("pk", "public_id")}
    return ClueOut(found, many=True, context={"people": people}).data
