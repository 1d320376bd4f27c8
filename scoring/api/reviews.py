"""The API of reviews: what was reviewed, what was said as far as the caller may see it, and one's own verdicts."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads.models import Lead
from scoring import queries
from scoring.api.review_shapes import ReviewDetailOut, ReviewOut, VerdictIn
from scoring.api.views import ModelView
from scoring.choices import Verdict
from scoring.engine.review_patterns import Pattern
from scoring.models import ReviewCase, ReviewMeeting, ReviewSeat
from scoring.services import review as reviews
from scoring.services import review_board, review_findings
from scoring.services.review_board import Board, Row
from scoring.services.seating import Reader
from tenants.choices import NO_KEY
from tenants.permissions import Capability
from tenants.services import api_keys


Json = dict[str, Any]
TAGS = ["scoring"]


class ReviewView(ModelView):
    """What concerns reviews; a key sees what was said when a review is closed."""

    capabilities = (Capability.VIEW_SCORING, Capability.EDIT_LEADS)

    def reader(self, meeting: ReviewMeeting) -> Reader:
        """Return who looks."""
        membership = getattr(self.request._request, "membership", None)
        is_chair = membership is not None and membership.can(Capability.LEAD_REVIEWS)
        return Reader(self.user_id or 0, meeting.is_seated, is_chair)  # type: ignore[attr-defined]

    def review(self, public_id: UUID) -> ReviewMeeting:
        """Return the review with whether the caller is asked in it; 404 where there is none."""
        seats = ReviewSeat.objects.filter(meeting_id=OuterRef("pk"), user_id=self.user_id or 0)
        rows = _sized().annotate(is_seated=Exists(seats))
        found: ReviewMeeting = get_object_or_404(rows, public_id=public_id)
        return found

    def detail(self, meeting: ReviewMeeting) -> Response:
        """Answer with the review as the caller may see it."""
        reader = self.reader(meeting)
        board = review_board.board(meeting, reader)
        is_named = self.may_name(reader)
        return Response(ReviewDetailOut(_detail(meeting, board, is_named=is_named)).data)

    def may_name(self, reader: Reader) -> bool:
        """Say whether the cases tell which leads they are: to keys that read leads, to members as on the page."""
        http = self.request._request
        if key := getattr(http, "api_key", None):
            return api_keys.allows(key, "leads:read")
        membership = getattr(http, "membership", None)
        return membership is not None and reviews.may_name(reader, role=membership.role)


class Reviews(ReviewView):
    """Reviews."""

    pagination_class = CursorPages
    orderings = {"opened_at": ["opened_at", "pk"], "-opened_at": ["-opened_at", "-pk"]}
    default_ordering = "-opened_at"

    @extend_schema(operation_id="reviews_list", responses=ReviewOut(many=True), tags=TAGS)
    def get(self, request: Request) -> Response:
        """List the reviews, the newest first."""
        rows = _sized()
        pages = CursorPages()
        found = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(ReviewOut([_summary(each) for each in found], many=True).data)


class ReviewDetail(ReviewView):
    """One review."""

    @extend_schema(operation_id="reviews_retrieve", responses=ReviewDetailOut, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return cases, agreement and, once it is closed, patterns; verdicts one may not see yet are null."""
        return self.detail(self.review(public_id))


class Verdicts(ReviewView):
    """One's own verdicts, given by whoever is signed in: a program has no opinion, and speaks for nobody."""

    scopes = ("scoring:read", NO_KEY)

    @extend_schema(
        operation_id="reviews_verdicts_create", request=VerdictIn, responses=ReviewDetailOut, tags=TAGS
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give a verdict on a case, or another one than before; the last one stands."""
        meeting = self.review(public_id)
        form = VerdictIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        rows = ReviewCase.objects.select_related("meeting")
        case = get_object_or_404(rows, meeting=meeting, position=given.pop("case") - 1)
        reviews.judge(case=case, **given, by=self.user_id or 0, at=timezone.now())
        return self.detail(meeting)


def _sized() -> QuerySet[ReviewMeeting]:
    """Return the reviews with how many cases each has."""
    cases = ReviewCase.objects.filter(meeting_id=OuterRef("pk")).order_by().values("meeting_id")
    return ReviewMeeting.objects.annotate(size_found=Subquery(cases.annotate(n=Count("pk")).values("n")))


def _summary(meeting: ReviewMeeting) -> Json:
    return {
        "id": meeting.public_id,
        "title": meeting.title,
        "kind": meeting.kind,
        "state": meeting.state,
        "filters": meeting.filters,
        "cases": meeting.size_found,  # type: ignore[attr-defined]
        "model_version": meeting.version,
        "opened_at": meeting.opened_at,
        "closed_at": meeting.closed_at,
    }


def _detail(meeting: ReviewMeeting, board: Board, *, is_named: bool) -> Json:
    """Return the review as JSON. Queries: one, two of a closed review."""
    leads = dict(
        Lead.objects.filter(pk__in=[row.case.lead_id for row in board.rows]).values_list("pk", "public_id")
    )
    agreement = board.agreement
    rows = sorted(board.rows, key=lambda row: row.case.position)
    found = () if meeting.is_open else review_findings.findings(board, queries.registry()).shown
    return _summary(meeting) | {
        "reasons": meeting.reasons,
        "agreement": {
            "cases": agreement.cases,
            "same": agreement.same,
            "share": agreement.share,
            "alpha": agreement.alpha,
        },
        "results": [_case(row, leads.get(row.case.lead_id or 0), is_named=is_named) for row in rows],
        "patterns": [_pattern(each) for each in found],
        "decisions": meeting.decisions,
        "changes": [change["key"] for change in meeting.changes],
    }


def _case(row: Row, lead: UUID | None, *, is_named: bool) -> Json:
    case = row.case
    return {
        "case": case.position + 1,
        "lead": lead if is_named else None,
        "title": case.title if is_named else None,
        "grade": case.grade,
        "score": case.score,
        "outcome": case.outcome,
        "outcome_reason": case.reason,
        "mine": row.mine.verdict if row.mine else None,
        "given": row.count,
        "verdicts": None
        if row.verdicts is None
        else {verdict: row.said.count(verdict) for verdict in Verdict.values},
    }


def _pattern(found: Pattern) -> Json:
    return {
        "feature": found.feature.key,
        "counts": dict(found.counts),
        "totals": dict(found.totals),
        "ratios": {verdict: [round(each, 2) for each in ratio] for verdict, ratio in found.ratios.items()},
    }
