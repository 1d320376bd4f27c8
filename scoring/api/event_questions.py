"""API of what Sales would like to know of people met at events: what a form builder makes fields of."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from scoring.api.views import ModelView
from scoring.choices import AnswerKind
from scoring.services import meeting_questions


class EventQuestionOut(serializers.Serializer):
    """A question, the kind of its answer, whether the chair agreed that it is asked, and how many want to know."""

    id = serializers.UUIDField(source="public_id")
    text = serializers.CharField()
    kind = serializers.ChoiceField(AnswerKind.choices)
    options = serializers.ListField(child=serializers.CharField())
    is_agreed = serializers.BooleanField()
    agreed_at = serializers.DateTimeField(allow_null=True)
    wanted = serializers.IntegerField()


class EventQuestions(ModelView):
    """The questions."""

    pagination_class = CursorPages
    orderings = {"asked_at": ["asked_at", "pk"], "-asked_at": ["-asked_at", "-pk"]}
    default_ordering = "asked_at"

    @extend_schema(
        operation_id="scoring_event_questions_list",
        parameters=[OpenApiParameter("agreed", bool, description="True: only those that are asked.")],
        responses=EventQuestionOut(many=True),
        tags=["scoring"],
    )
    def get(self, request: Request) -> Response:
        """List the questions, the oldest first."""
        is_asked = request.query_params.get("agreed", "").lower() in {"1", "true"}
        rows = meeting_questions.agreed() if is_asked else meeting_questions.wanted()
        pages = CursorPages()
        found = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(EventQuestionOut(found, many=True).data)
