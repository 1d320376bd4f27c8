"""Giving values, one criterion at a time, by keys or by thumb."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from core import answers
from core.errors import DomainError
from core.htmx import render_part, wants_fragment
from scoring.engine.meeting_tally import VALUES
from scoring.forms_meeting import VoteForm
from scoring.models import Meeting, MeetingLine, MeetingVote
from scoring.services import meeting as meetings
from scoring.services import meeting_board
from scoring.services.seating import Reader
from scoring.views import meeting_words as words
from scoring.views.draft_acts import refused
from scoring.views.meeting import found, me
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.WORK_LEADS)
def vote(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show one criterion with its figures and seven values; a value given leads to the next criterion."""
    meeting = found(request, pk)
    if not meeting.is_open:
        return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)
    if request.method == "POST":
        return _give(request, meeting)
    return _ballot(request, meeting)


def _give(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    line = _line(meeting, request.POST.get("line", ""))
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _ballot(request, meeting, line=line, form=form, status=422)
    try:
        meetings.vote(line=line, **form.cleaned_data, by=me(request), at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    address = reverse("scoring:meeting-vote", args=[request.workspace.slug, meeting.pk])  # type: ignore[attr-defined]
    return answers.see_other(f"{address}?after={line.pk}")


def _line(meeting: Meeting, text: str) -> MeetingLine:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
    line: MeetingLine = get_object_or_404(
        MeetingLine.objects.select_related("meeting"), pk=number, meeting=meeting, is_asked=True
    )
    return line


def _ballot(
    request: HttpRequest,
    meeting: Meeting,
    *,
    line: MeetingLine | None = None,
    form: VoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = list(MeetingLine.objects.filter(meeting=meeting, is_asked=True).order_by("position"))
    if not lines:
        raise Http404
    votes = MeetingVote.objects.filter(line__meeting=meeting, user_id=me(request))
    mine = {vote.line_id: vote for vote in votes}
    current = line or _current(request, lines, mine)
    at = next(place for place, each in enumerate(lines) if each.pk == current.pk)
    given = mine.get(current.pk)
    left = sum(each.pk not in mine for each in lines)
    row = meeting_board.row(meeting, _voter(request, meeting), current)
    values: dict[str, Any] = {
        "page_title": meeting.title,
        "meeting": meeting,
        "row": words.line(row, meeting),
        "base": words.share(meeting.won, meeting.known),
        "place": at + 1,
        "total": len(lines),
        "done": len(lines) - left,
        "left": left,
        "previous": lines[at - 1] if at else None,
        "next": lines[at + 1] if at + 1 < len(lines) else None,
        "form": form or VoteForm(initial={"comment": given.comment if given else ""}),
        "choices": [
            {
                "value": value,
                "label": words.signed(value),
                "key": key,
                "is_mine": given and given.value == value,
            }
            for key, value in enumerate(VALUES, 1)
        ],
        "groups": _overview(lines, mine, current),
        "is_seated": meeting.is_seated,  # type: ignore[attr-defined]
    }
    answer = render_part(request, "scoring/meeting_vote.html", "vote", values, status=status)
    if wants_fragment(request):
        answer["HX-Replace-Url"] = f"{request.path}?line={current.pk}"
    return answer


def _current(request: HttpRequest, lines: list[MeetingLine], mine: dict[int, MeetingVote]) -> MeetingLine:
    """Return the line asked for, else the first without a value after the one just given, else any such."""
    asked, after = request.GET.get("line", ""), request.GET.get("after", "")
    for line in lines:
        if str(line.pk) == asked:
            return line
    place = next((place for place, line in enumerate(lines) if str(line.pk) == after), -1)
    following = [*lines[place + 1 :], *lines[: place + 1]]
    return next((line for line in following if line.pk not in mine), lines[max(place, 0)])


def _overview(
    lines: list[MeetingLine], mine: dict[int, MeetingVote], current: MeetingLine
) -> list[dict[str, Any]]:
    """Return the whole ballot by category, with the values given so far."""
    groups: list[dict[str, Any]] = []
    for line in lines:
        if not groups or groups[-1]["name"] != line.category:
            groups.append({"name": line.category, "label": line.get_category_display(), "lines": []})
        given = mine.get(line.pk)
        groups[-1]["lines"].append(
            {
                "pk": line.pk,
                "label": words.label(line),
                "mine": words.signed(given.value) if given else "",
                "is_current": line.pk == current.pk,
            }
        )
    return groups


def _voter(request: HttpRequest, meeting: Meeting) -> Reader:
    return Reader(me(request), meeting.is_seated, is_chair=False)  # type: ignore[attr-defined]


@require_GET
@requires(Capability.WORK_LEADS)
def spread(request: HttpRequest, workspace: str, pk: int, line: int) -> HttpResponse:
    """Show what others gave for a line one gave a value for; asked every few seconds while the vote is open."""
    meeting = found(request, pk)
    found_line = _line(meeting, str(line))
    row = meeting_board.row(meeting, _voter(request, meeting), found_line)
    values = {"row": words.line(row, meeting), "meeting": meeting, "page_title": meeting.title}
    return render_part(request, "scoring/meeting_spread.html", "spread", values)
