"""The review meeting as who leads it and who follows it see it: its cases while open, what it found afterwards."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core import answers, toasts
from core.errors import DomainError
from core.htmx import render_part, wants_fragment
from scoring.forms_review import DecisionsForm
from scoring.models import ReviewMeeting, ReviewSeat
from scoring.services import review as reviews
from scoring.services import review_board
from scoring.services.review_board import Board
from scoring.services.seating import Reader
from scoring.views import review_finding_words, review_words
from scoring.views.draft_acts import refused
from scoring.views.meeting import me
from tenants.models import User
from tenants.permissions import Capability, requires


def found(request: HttpRequest, pk: int) -> ReviewMeeting:
    """Return the review with whether the person is asked in it, or answer that there is none. Queries: one."""
    seats = ReviewSeat.objects.filter(meeting_id=OuterRef("pk"), user_id=me(request))
    meetings = ReviewMeeting.objects.select_related("model").annotate(is_seated=Exists(seats))
    meeting: ReviewMeeting = get_object_or_404(meetings, pk=pk)
    return meeting


def reader_of(request: HttpRequest, meeting: ReviewMeeting) -> Reader:
    """Return who looks at the review."""
    is_chair = request.membership.can(Capability.LEAD_REVIEWS)  # type: ignore[attr-defined]
    return Reader(me(request), meeting.is_seated, is_chair)  # type: ignore[attr-defined]


def may_name(request: HttpRequest, reader: Reader) -> bool:
    """Say whether the person sees whose cases they are."""
    return reviews.may_name(reader, role=request.membership.role)  # type: ignore[attr-defined]


@require_GET
@requires(Capability.VIEW_SCORING)
def show(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the cases with what was said of them; an open review asks for news every few seconds."""
    meeting = found(request, pk)
    seen = request.GET.get("seen")
    if seen and wants_fragment(request) and seen == review_board.stamp(meeting):
        return HttpResponse(status=204)
    reader = reader_of(request, meeting)
    board = review_board.board(meeting, reader)
    is_named = may_name(request, reader)
    values = {
        "page_title": meeting.title,
        "meeting": meeting,
        "reader": reader,
        "stamp": board.stamp,
        "rows": [review_words.row(each, meeting, is_named=is_named) for each in board.rows],
        # Who may not judge has no page of a single case either.
        "is_linked": is_named and request.membership.can(Capability.EDIT_LEADS),  # type: ignore[attr-defined]
        "people": review_words.people(meeting, board),
        "figures": review_words.figures(meeting, board),
    }
    if not wants_fragment(request):
        values |= _frame(request, meeting, board)
    return render_part(request, "scoring/review.html", "board", values)


def _frame(request: HttpRequest, meeting: ReviewMeeting, board: Board) -> dict[str, Any]:
    """Return what stands around the cases: who leads, the address to hand round, and what a closed review found."""
    values = around(request, meeting)
    if not meeting.is_open:
        values |= review_finding_words.result(meeting, board)
        values["can_draft"] = request.membership.can(Capability.EDIT_SCORING)  # type: ignore[attr-defined]
        values["form"] = DecisionsForm(initial={"decisions": meeting.decisions})
    return values


def around(request: HttpRequest, meeting: ReviewMeeting) -> dict[str, Any]:
    """Return who leads the review, what it looks at, and its address. Queries: one or two."""
    address = reverse("scoring:review-vote", args=[request.workspace.slug, meeting.pk])  # type: ignore[attr-defined]
    return {
        "chair": User.objects.filter(pk=meeting.opened_by).first() if meeting.opened_by else None,
        "about": review_words.about(meeting),
        "link": request.build_absolute_uri(address),
    }


@require_POST
@requires(Capability.LEAD_REVIEWS)
def remind(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Remind those who have not judged every case."""
    try:
        told = reviews.remind(meeting=found(request, pk), at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    text = ngettext("%(n)d person reminded.", "%(n)d people reminded.", told) % {"n": told}
    toasts.add(request, text if told else _("Everybody was told today already."))
    return answers.see_other("scoring:review", workspace=workspace, pk=pk)


@require_POST
@requires(Capability.LEAD_REVIEWS)
def close(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Close the review, or with ``again`` open it once more."""
    meeting = found(request, pk)
    try:
        if request.POST.get("again"):
            reviews.reopen(meeting=meeting)
        else:
            reviews.close(meeting=meeting, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    return answers.see_other("scoring:review", workspace=workspace, pk=pk)
