"""Judging one case at a time, by keys or by thumb: one key for a good one, two for the others."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core import answers
from core.errors import DomainError
from core.htmx import render_part, wants_fragment
from leads.models import Lead
from scoring import queries
from scoring.models import ReviewCase, ReviewMeeting, ReviewVerdict
from scoring.services import review as reviews
from scoring.services import review_board
from scoring.views import review_case_words, review_words
from scoring.views.draft_acts import refused
from scoring.views.meeting import me
from scoring.views.review import found, may_name, reader_of
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def vote(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show one case with the three verdicts; a verdict given leads to the next case."""
    meeting = found(request, pk)
    if request.method == "POST":
        return _give(request, meeting)
    return _case(request, meeting, asked=request.GET.get("case", ""), after=request.GET.get("after", ""))


def _give(request: HttpRequest, meeting: ReviewMeeting) -> HttpResponse:
    """Keep the verdict; answer htmx with the next case at once, which saves a round trip a verdict."""
    case = _of(meeting, request.POST.get("case", ""))
    verdict, _colon, reason = request.POST.get("answer", "").partition(":")
    mine = ReviewVerdict.objects.filter(case=case, user_id=me(request)).first()
    try:
        reviews.judge(
            case=case,
            verdict=verdict,
            reason=reason,
            comment=request.POST.get("comment", ""),
            by=me(request),
            at=timezone.now(),
        )
    except reviews.BadVerdict as refusal:
        return _case(request, meeting, asked=str(case.pk), error=refusal.message, status=422)
    except DomainError as refusal:
        return refused(request, refusal)
    was = f"{mine.verdict}:{mine.reason}:{mine.comment}" if mine else ""
    if wants_fragment(request):
        return _case(request, meeting, after=str(case.pk), was=was, is_given=True)
    address = reverse("scoring:review-vote", args=[request.workspace.slug, meeting.pk])  # type: ignore[attr-defined]
    return answers.see_other(f"{address}?after={case.pk}")


@require_POST
@requires(Capability.EDIT_LEADS)
def undo(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take the last verdict back, or put back the one that it replaced, and show its case again."""
    meeting = found(request, pk)
    case = _of(meeting, request.POST.get("case", ""))
    verdict, _colon, why = request.POST.get("was", "").partition(":")
    reason, _colon, comment = why.partition(":")
    try:
        if verdict:
            given = {"verdict": verdict, "reason": reason, "comment": comment}
            reviews.judge(case=case, **given, by=me(request), at=timezone.now())
        else:
            reviews.take_back(case=case, by=me(request))
    except DomainError as refusal:
        return refused(request, refusal)
    if wants_fragment(request):
        return _case(request, meeting, asked=str(case.pk))
    address = reverse("scoring:review-vote", args=[request.workspace.slug, meeting.pk])  # type: ignore[attr-defined]
    return answers.see_other(f"{address}?case={case.pk}")


def _cases(meeting: ReviewMeeting) -> QuerySet[ReviewCase]:
    return ReviewCase.objects.filter(meeting=meeting).order_by("position")


def _of(meeting: ReviewMeeting, text: str) -> ReviewCase:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
    found_: ReviewCase = get_object_or_404(_cases(meeting).select_related("meeting"), pk=number)
    return found_


def _case(
    request: HttpRequest,
    meeting: ReviewMeeting,
    *,
    asked: str = "",
    after: str = "",
    was: str = "",
    is_given: bool = False,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    reader = reader_of(request, meeting)
    if not may_name(request, reader):
        raise PermissionDenied
    given = Exists(ReviewVerdict.objects.filter(case_id=OuterRef("pk"), user_id=me(request)))
    every = dict(_cases(meeting).annotate(is_given=given).values_list("pk", "is_given"))
    if not every:
        raise Http404
    keys, mine = list(every), {key for key, is_mine in every.items() if is_mine}
    place = _place(keys, mine, asked, after)
    visible = Lead.objects.visible_to(request.membership).filter(pk=OuterRef("lead_id"))  # type: ignore[attr-defined]
    case = _cases(meeting).annotate(may_open=Exists(visible)).get(pk=keys[place])
    said = (
        review_board.verdicts_on(case)
        if not meeting.is_open or case.pk in mine or not reader.is_seated
        else []
    )
    row = review_board.row(meeting, reader, case, said)
    names = queries.registry()
    values: dict[str, Any] = {
        "page_title": meeting.title,
        "meeting": meeting,
        "case": case,
        "row": review_words.row(row, meeting, is_named=True),
        "place": place + 1,
        "total": len(keys),
        "done": len(mine),
        "left": len(keys) - len(mine) if reader.is_seated else 0,
        "previous": keys[place - 1] if place else None,
        "next": keys[place + 1] if place + 1 < len(keys) else None,
        "can_judge": meeting.is_open and reader.is_seated,
        "is_seated": reader.is_seated,
        "last": _last(keys, after) if is_given or (after and after.isdecimal()) else None,
        "was": was,
        "error": error,
        "comment": request.POST.get("comment", "") if error else row.mine.comment if row.mine else "",
        **review_case_words.case(case, meeting, names),
    }
    answer = render_part(request, "scoring/review_vote.html", "case", values, status=status)
    if wants_fragment(request):
        address = reverse("scoring:review-vote", args=[request.workspace.slug, meeting.pk])  # type: ignore[attr-defined]
        answer["HX-Replace-Url"] = f"{address}?case={case.pk}"
    return answer


def _place(keys: list[int], mine: set[int], asked: str, after: str) -> int:
    """Return the place of the case asked for, else of the first one after the last that has no verdict, else of any."""
    for place, key in enumerate(keys):
        if str(key) == asked:
            return place
    last = next((place for place, key in enumerate(keys) if str(key) == after), -1)
    following = [*range(last + 1, len(keys)), *range(last + 1)]
    return next((place for place in following if keys[place] not in mine), max(last, 0))


def _last(keys: list[int], after: str) -> int | None:
    return next((key for key in keys if str(key) == after), None)
