"""What comes of a closed review: decisions in words, rules for the draft, and minutes to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core import answers, toasts
from core.errors import DomainError
from scoring import queries
from scoring.forms_review import DecisionsForm
from scoring.services import review as reviews
from scoring.services import review_board, review_draft
from scoring.views import review_finding_words, review_words
from scoring.views.draft_acts import number, refused, revision
from scoring.views.review import around, found, may_name, reader_of
from tenants.permissions import Capability, requires


@require_POST
@requires(Capability.LEAD_REVIEWS)
def decide(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Keep what was decided."""
    meeting, form = found(request, pk), DecisionsForm(request.POST)
    if not form.is_valid():
        values = {"form": form, "meeting": meeting, "page_title": meeting.title}
        return render(request, "scoring/review_decide.html", values, status=422)
    reviews.decide(meeting=meeting, **form.cleaned_data, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Saved."))
    return answers.see_other("scoring:review", workspace=workspace, pk=pk)


@require_POST
@requires(Capability.EDIT_SCORING)
def draft(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put the ticked rules into the draft, and go where one sees what it would change."""
    meeting, names = found(request, pk), queries.registry()
    try:
        taken = review_draft.take(
            meeting=meeting,
            chosen=request.POST.getlist("rule"),
            based_on=number(request, "based_on"),
            revision=revision(request) or 0,
            say=lambda proposal: review_finding_words.told(proposal, names),
            by=request.user.pk,
            at=timezone.now(),
        )
    except DomainError as refusal:
        return refused(request, refusal)
    n = len(taken.made)
    text = ngettext("%(n)d rule is in the draft.", "%(n)d rules are in the draft.", n) % {"n": n}
    toasts.add(request, text if n else _("The draft has these rules already."))
    return answers.see_other("scoring:impact", workspace=workspace)


@require_GET
@requires(Capability.VIEW_SCORING)
def minutes(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the minutes as a page to print; of an open review there are none yet."""
    meeting = found(request, pk)
    if meeting.is_open:
        return answers.see_other("scoring:review", workspace=workspace, pk=pk)
    reader = reader_of(request, meeting)
    board = review_board.board(meeting, reader)
    is_named = may_name(request, reader)
    rows = sorted(board.rows, key=lambda each: each.case.position)
    values = {
        "page_title": meeting.title,
        "meeting": meeting,
        "rows": [review_words.row(each, meeting, is_named=is_named) for each in rows],
        "people": review_words.people(meeting, board),
        "figures": review_words.figures(meeting, board),
        **around(request, meeting),
        **review_finding_words.result(meeting, board, with_rules=False),
    }
    return render(request, "scoring/review_minutes.html", values)
