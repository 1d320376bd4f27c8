"""The scoring API: why a lead has its score, the grade by hand, and models."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Forbidden, Invalid
from core.pagination import CursorPages
from leads.api.base import LeadFinder
from leads.models import Lead
from scoring import queries
from scoring.api.model_shapes import DraftIn, ModelDetailOut, ModelOut, PublishIn, PublishOut
from scoring.api.serializers import GradeIn, HistoryOut, ScoreOut, score_of, week_of
from scoring.api.valuations import without_valuations
from scoring.models import ScoringModel
from scoring.services import drafts, explain, history, manual, probability, publish
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class _LeadView(LeadFinder):
    """What concerns one lead."""

    def score(self, lead: Lead) -> Response:
        """Answer with the lead's score, worked out now."""
        found = explain.explain(lead=lead, at=timezone.now())
        return Response(ScoreOut(score_of(lead.public_id, found, probability.of(lead.rank))).data)


class LeadScore(_LeadView):
    """Why a lead has its score."""

    scopes = ("leads:read", None)
    capabilities = (Capability.VIEW_LEADS, None)

    @extend_schema(operation_id="leads_score_retrieve", responses=ScoreOut, tags=["leads"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return every contribution, the sum, and what reaches the next grade."""
        return self.score(self.lead(public_id))


class LeadHistory(_LeadView):
    """How a lead's score came about."""

    scopes = ("leads:read", None)
    capabilities = (Capability.VIEW_LEADS, None)

    @extend_schema(operation_id="leads_score_history_retrieve", responses=HistoryOut, tags=["leads"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the scores that were kept, and the lines that moved in the last seven days."""
        lead = self.lead(public_id)
        week = history.week(lead=lead, at=timezone.now())
        return Response(HistoryOut({"points": history.points(lead=lead), "week": week_of(week)}).data)


class LeadGrade(_LeadView):
    """The grade by hand."""

    scopes = (None, "leads:write")
    capabilities = (None, Capability.GRADE_BY_HAND)

    @extend_schema(operation_id="leads_grade_create", request=GradeIn, responses=ScoreOut, tags=["leads"])
    def post(self, request: Request, public_id: UUID) -> Response:
        """Set the lead's grade with a reason, or give it back to the rules with null."""
        lead = self.lead(public_id)
        form = GradeIn(data=request.data)
        form.is_valid(raise_exception=True)
        manual.set_grade(lead=lead, **form.validated_data, by=self.user_id, at=timezone.now())
        return self.score(lead)


class ModelView(WorkspaceAPIView):
    """What concerns scoring models."""

    scopes: tuple[str | None, str | None] = ("scoring:read", "scoring:write")
    capabilities: tuple[Capability | None, Capability | None] = (
        Capability.VIEW_SCORING,
        Capability.EDIT_SCORING,
    )


def _seen_by(request: Request) -> QuerySet[ScoringModel]:
    """Return the versions, and the draft for keys and for members who may see it."""
    membership = getattr(request._request, "membership", None)
    if membership and not membership.can(Capability.VIEW_DRAFT):
        return ScoringModel.objects.versions()
    return ScoringModel.objects.all()


class Models(ModelView):
    """The list of versions, the draft included for who may see it."""

    orderings = {"-created_at": ["-created_at", "-pk"]}
    default_ordering = "-created_at"
    pagination_class = CursorPages

    @extend_schema(operation_id="scoring_models_list", responses=ModelOut(many=True), tags=["scoring"])
    def get(self, request: Request) -> Response:
        """Return the versions, newest first."""
        pages = CursorPages()
        rows = pages.paginate_queryset(_seen_by(request), request, view=self)
        return pages.get_paginated_response(ModelOut(rows, many=True).data)


class ModelDetail(ModelView):
    """One version."""

    @extend_schema(operation_id="scoring_models_retrieve", responses=ModelDetailOut, tags=["scoring"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the version with its rules."""
        return Response(ModelDetailOut(get_object_or_404(_seen_by(request), public_id=public_id)).data)


class Draft(ModelView):
    """The draft of the next version."""

    capabilities = (Capability.VIEW_DRAFT, Capability.EDIT_SCORING)

    @extend_schema(operation_id="scoring_draft_retrieve", responses=ModelDetailOut, tags=["scoring"])
    def get(self, request: Request) -> Response:
        """Return the draft; 404 if there is none."""
        draft = queries.draft()
        if draft is None:
            raise Http404
        return self._answer(draft)

    @extend_schema(
        operation_id="scoring_draft_update", request=DraftIn, responses=ModelDetailOut, tags=["scoring"]
    )
    def put(self, request: Request) -> Response:
        """Replace the draft by this model. ``If-Match`` with the draft's revision refuses to lose an edit."""
        if not isinstance(request.data, dict):
            raise Invalid(_("Give an object."))
        document = without_valuations(dict(request.data))
        based_on = document.pop("based_on", None)
        if based_on is not None and (isinstance(based_on, bool) or not isinstance(based_on, int)):
            raise Invalid(_("“based_on” is the number of the live version."))
        draft = drafts.save(
            document=document,
            by=self.user_id,
            at=timezone.now(),
            revision=revision_of(request),
            based_on=based_on,
        )
        return self._answer(draft)

    def _answer(self, draft: ScoringModel) -> Response:
        return Response(ModelDetailOut(draft).data, headers={"ETag": f'"{draft.revision}"'})


class Publish(ModelView):
    """Going live."""

    scopes = (None, "scoring:write")
    capabilities = (None, Capability.PUBLISH_SCORING)

    @extend_schema(
        operation_id="scoring_models_publish", request=PublishIn, responses=PublishOut, tags=["scoring"]
    )
    def post(self, request: Request) -> Response:
        """Make the draft live, or with ``version`` an older version again; every lead is rescored."""
        form = PublishIn(data=request.data or {})
        form.is_valid(raise_exception=True)
        version = form.validated_data.get("version")
        who: dict[str, Any] = {"by": self.user_id, "at": timezone.now()}
        if version is None:
            reason = form.validated_data["override_reason"]
            if reason and getattr(request._request, "membership", None) is None:
                raise Forbidden(_("A key cannot publish without the signatures; an administrator can."))
            model, job = publish.publish(revision=revision_of(request), override_reason=reason, **who)
        else:
            asked = {name: form.validated_data.get(name) for name in ("live", "confirm")}
            model, job = publish.publish_again(version=version, **asked, **who)
        model.rescore_job = job.public_id  # type: ignore[attr-defined]
        return Response(PublishOut(model).data)


def revision_of(request: Request) -> int | None:
    """Return the draft's revision that ``If-Match`` names, None without the header."""
    text = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    if not text.isdecimal() or len(text) > 9:
        raise Invalid(_("If-Match takes the draft's revision."))
    return int(text)
