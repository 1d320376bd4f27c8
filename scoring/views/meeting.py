"""The definition meeting as who leads it and who follows it see it: begun, given, closed, made a draft, printed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import answers, toasts
from core.errors import DomainError
from core.htmx import render_part, wants_fragment
from scoring.forms_meeting import InviteForm, MeetingForm
from scoring.models import EventQuestion, Meeting, MeetingLine, MeetingSeat
from scoring.services import meeting as meetings
from scoring.services import meeting_board, meeting_draft
from scoring.services.seating import Reader
from scoring.views import meeting_words as words
from scoring.views.draft_acts import refused
from tenants.models import Membership, User
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember


MOST = 50
SHOWN = 40


def found(request: HttpRequest, pk: int) -> Meeting:
    """Return the meeting with whether the person is asked in it, or answer that there is none. Queries: one."""
    seats = MeetingSeat.objects.filter(meeting_id=OuterRef("pk"), user_id=me(request))
    meetings_ = Meeting.objects.select_related("model").annotate(is_seated=Exists(seats))
    meeting: Meeting = get_object_or_404(meetings_, pk=pk)
    return meeting


def me(request: HttpRequest) -> int:
    """Return who asks."""
    user_id: int = request.membership.user_id  # type: ignore[attr-defined]
    return user_id


def reader_of(request: HttpRequest, meeting: Meeting) -> Reader:
    """Return who looks at the meeting."""
    is_chair = request.membership.can(Capability.EDIT_SCORING)  # type: ignore[attr-defined]
    return Reader(me(request), meeting.is_seated, is_chair)  # type: ignore[attr-defined]


@require_GET
@requires(Capability.VIEW_SCORING)
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the meetings, newest first."""
    newest = list(Meeting.objects.select_related("model").order_by("-opened_at", "-pk")[:MOST])
    asked = counts(MeetingLine.objects.filter(is_asked=True), newest)
    people = counts(MeetingSeat.objects.all(), newest)
    values = {
        "page_title": _("Definition meetings"),
        "meetings": [(each, asked.get(each.pk, 0), people.get(each.pk, 0)) for each in newest],
        "questions": EventQuestion.objects.count(),
    }
    return render(request, "scoring/meeting_list.html", values)


def counts(rows: Any, meetings_: Sequence[Any]) -> dict[int, int]:
    """Return how many of the rows each meeting, or each review, has. Queries: one."""
    own = rows.filter(meeting__in=[each.pk for each in meetings_])
    return dict(own.values("meeting_id").annotate(n=Count("pk")).values_list("meeting_id", "n"))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def new(request: HttpRequest, workspace: str) -> HttpResponse:
    """Begin a meeting: what it is called and who is asked."""
    members = meetings.invitable()
    people = choices(members)
    sales = [member.user_id for member in members if member.role != "admin"]
    initial = {"title": _title(timezone.localdate()), "invited": sales or [user for user, _name in people]}
    form = MeetingForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = meetings.begin(**form.cleaned_data, by=request.user.pk, at=timezone.now())
        answer = answers.see_other("scoring:meeting", workspace=workspace, pk=made.pk)
        return remember(answer) if made.is_counting else answer
    values = {"page_title": _("Begin a definition meeting"), "form": form}
    return render(request, "scoring/meeting_new.html", values, status=422 if form.errors else 200)


def choices(members: Sequence[Membership]) -> list[tuple[int, str]]:
    """Return the people to tick."""
    return [(member.user_id, f"{member.user} · {member.get_role_display()}") for member in members]


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def invite(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask more people."""
    meeting = found(request, pk)
    seated = set(MeetingSeat.objects.filter(meeting=meeting).values_list("user_id", flat=True))
    free = [member for member in meetings.invitable() if member.user_id not in seated]
    form = InviteForm(request.POST or None, people=choices(free))
    if request.method == "POST" and form.is_valid():
        try:
            meetings.invite(meeting=meeting, **form.cleaned_data, at=timezone.now())
        except DomainError as refusal:
            return refused(request, refusal)
        return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)
    values = {"page_title": _("Invite more people"), "form": form, "meeting": meeting, "is_alone": not free}
    return render(request, "scoring/meeting_new.html", values, status=422 if form.errors else 200)


@require_POST
@requires(Capability.EDIT_SCORING)
def remind(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Remind those who have not given every value."""
    try:
        told = meetings.remind(meeting=found(request, pk), at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    text = ngettext("%(n)d person reminded.", "%(n)d people reminded.", told) % {"n": told}
    toasts.add(request, text if told else _("Everybody was told today already."))
    return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)


def _title(day: date) -> str:
    return _("Definition of a qualified lead, %(month)s") % {"month": date_format(day, "F Y")}


@require_GET
@requires(Capability.VIEW_SCORING)
def show(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what was given, disagreement first; while it is open the page asks for news every few seconds."""
    meeting = found(request, pk)
    if meeting.is_counting:
        values = {"page_title": meeting.title, **words.counting(request, meeting)}
        return render(request, "scoring/meeting_counting.html", values)
    seen = request.GET.get("seen")
    if seen and wants_fragment(request) and seen == meeting_board.stamp(meeting):
        return HttpResponse(status=204)
    reader = reader_of(request, meeting)
    board = meeting_board.board(meeting, reader)
    rows = board.rows
    category = request.GET.get("category", "")
    shown = [row for row in rows if not category or row.line.category == category]
    values = {
        "page_title": meeting.title,
        "meeting": meeting,
        "stamp": board.stamp,
        "reader": reader,
        "rows": [words.line(row, meeting) for row in shown[: None if "all" in request.GET else SHOWN]],
        "hidden": max(0, len(shown) - SHOWN) if "all" not in request.GET else 0,
        "chips": words.chips(request, [row.line.category for row in rows], category),
        "people": words.people(meeting, board),
        "base": words.share(meeting.won, meeting.known),
    }
    if not wants_fragment(request):
        values |= _frame(request, meeting)
    return render_part(request, "scoring/meeting.html", "board", values)


def _frame(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """Return what stands around the board: who leads, what came of it, and the address to hand round."""
    address = reverse("scoring:meeting-vote", args=[request.workspace.slug, meeting.pk])  # type: ignore[attr-defined]
    return {
        "chair": User.objects.filter(pk=meeting.opened_by).first() if meeting.opened_by else None,
        "link": request.build_absolute_uri(address),
        **words.agreement(request, meeting),
    }


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def ballot(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Choose what is asked, of everything that could be defined."""
    meeting = found(request, pk)
    if meeting.is_counting:
        return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)
    if request.method == "POST":
        # Only what this person changed: others may have added lines since the form was shown.
        chosen = _numbers(request.POST.getlist("line"))
        were = _numbers(request.POST.get("were", "").split(","))
        try:
            meetings.ask(meeting=meeting, lines=sorted(chosen - were), is_asked=True)
            meetings.ask(meeting=meeting, lines=sorted(were - chosen), is_asked=False)
        except DomainError as refusal:
            return refused(request, refusal)
        count = MeetingLine.objects.filter(meeting=meeting, is_asked=True).count()
        text = ngettext("%(n)d criterion is on the ballot.", "%(n)d criteria are on the ballot.", count)
        toasts.add(request, text % {"n": count})
        return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)
    lines = list(MeetingLine.objects.filter(meeting=meeting).order_by("position"))
    values = {
        "page_title": _("What is asked"),
        "meeting": meeting,
        "groups": words.by_category(lines, meeting),
        "were": ",".join(str(line.pk) for line in lines if line.is_asked),
        "base": words.share(meeting.won, meeting.known),
    }
    return render(request, "scoring/meeting_ballot.html", values)


def _numbers(given: list[str]) -> set[int]:
    """Return the ids that the form sent; anything else is passed over."""
    return {int(value) for value in given if value.isascii() and value.isdecimal() and len(value) < 18}


@require_POST
@requires(Capability.EDIT_SCORING)
def close(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Close the vote, or with ``again`` open it once more."""
    meeting = found(request, pk)
    try:
        if request.POST.get("again"):
            meetings.reopen(meeting=meeting)
        else:
            meetings.close(meeting=meeting, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)


@require_POST
@requires(Capability.EDIT_SCORING)
def draft(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Make the draft of the medians, and go there."""
    try:
        built = meeting_draft.build(meeting=found(request, pk), by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    toasts.add(request, words.built(built))
    return answers.see_other("scoring:draft", workspace=workspace)


@require_GET
@requires(Capability.VIEW_SCORING)
def minutes(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the minutes as a page to print; of an open meeting there are none yet."""
    meeting = found(request, pk)
    if not meeting.is_closed:
        return answers.see_other("scoring:meeting", workspace=workspace, pk=pk)
    board = meeting_board.board(meeting, reader_of(request, meeting))
    rows = [words.line(row, meeting) for row in board.rows]
    values = {
        "page_title": meeting.title,
        "meeting": meeting,
        "groups": words.minutes(rows),
        "people": words.people(meeting, board),
        "questions": words.questions(me(request)),
        "base": words.share(meeting.won, meeting.known),
        **_frame(request, meeting),
    }
    return render(request, "scoring/meeting_minutes.html", values)
