"""Where reviews begin: the list, what came back lately, the alarm that proposes one, and who is asked."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import answers, toasts
from core.errors import DomainError
from core.scope import current_workspace_id
from scoring.choices import ReviewKind
from scoring.forms_review import AlarmForm, ReviewForm, ReviewInviteForm
from scoring.models import ReviewAlarm, ReviewCase, ReviewMeeting, ReviewSeat
from scoring.services import reasons, review_alarm, review_returns
from scoring.services import review as reviews
from scoring.views import review_finding_words
from scoring.views.draft_acts import refused
from scoring.views.meeting import choices, counts
from scoring.views.review import found
from tenants.models import Membership, Team
from tenants.permissions import Capability, requires


MOST = 50
SIZE = 30


@require_GET
@requires(Capability.VIEW_SCORING)
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the reviews, newest first, under what came back lately and what the alarm proposes."""
    newest = list(ReviewMeeting.objects.select_related("model").order_by("-opened_at", "-pk")[:MOST])
    cases, people = (counts(model.objects.all(), newest) for model in (ReviewCase, ReviewSeat))
    values = {
        "page_title": _("Reviews"),
        "reviews": [(each, cases.get(each.pk, 0), people.get(each.pk, 0)) for each in newest],
        "alarms": review_alarm.ringing(),
        **review_finding_words.returns(review_returns.count(at=timezone.now())),
    }
    return render(request, "scoring/review_list.html", values)


@require_http_methods(["GET", "POST"])
@requires(Capability.LEAD_REVIEWS)
def new(request: HttpRequest, workspace: str) -> HttpResponse:
    """Begin a review; an alarm comes with its kind, reason and sample filled in."""
    members = reviews.invitable()
    form = ReviewForm(
        request.POST or None,
        people=choices(members),
        reasons=[(reason.slug, reason.label) for reason in reasons.every()],
        teams=list(Team.objects.filter(workspace_id=current_workspace_id()).values_list("pk", "name")),
        initial=_initial(members, _alarm(request)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = reviews.begin(
                title=form.cleaned_data["title"],
                wanted=form.wanted(),
                size=form.cleaned_data["size"],
                invited=form.cleaned_data["invited"],
                by=request.user.pk,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            _tell_size(request, made)
            return answers.see_other("scoring:review", workspace=workspace, pk=made.pk)
    values = {"page_title": _("Begin a review"), "form": form}
    return render(request, "scoring/review_new.html", values, status=422 if form.errors else 200)


def _tell_size(request: HttpRequest, made: ReviewMeeting) -> None:
    """Say so where there were fewer leads than asked for."""
    cases = ReviewCase.objects.filter(meeting=made).count()
    if cases < made.size:
        toasts.add(request, _("There are only %(n)d such leads; all of them are in.") % {"n": cases})


def _alarm(request: HttpRequest) -> ReviewAlarm | None:
    text = request.GET.get("alarm", "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 18
    return ReviewAlarm.objects.filter(pk=int(text)).first() if is_number else None


def _initial(members: list[Membership], alarm: ReviewAlarm | None) -> dict[str, Any]:
    people = [member.user_id for member in members if member.role != "admin"]
    return {
        "title": _title(timezone.localdate(), alarm),
        "kind": ReviewKind.HAND_OFFS,
        "size": SIZE,
        "reason": alarm.reason if alarm else "",
        "days": 0,
        "invited": people or [member.user_id for member in members],
    }


def _title(day: date, alarm: ReviewAlarm | None) -> str:
    if alarm:
        return _("Given back: %(reason)s") % {"reason": alarm.label}
    return _("Review of hand-offs, %(month)s") % {"month": date_format(day, "F Y")}


@require_http_methods(["GET", "POST"])
@requires(Capability.LEAD_REVIEWS)
def invite(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask more people."""
    meeting = found(request, pk)
    seated = set(ReviewSeat.objects.filter(meeting=meeting).values_list("user_id", flat=True))
    free = [member for member in reviews.invitable() if member.user_id not in seated]
    form = ReviewInviteForm(request.POST or None, people=choices(free))
    if request.method == "POST" and form.is_valid():
        try:
            reviews.invite(meeting=meeting, **form.cleaned_data, at=timezone.now())
        except DomainError as refusal:
            return refused(request, refusal)
        return answers.see_other("scoring:review", workspace=workspace, pk=pk)
    values = {"page_title": _("Invite more people"), "form": form, "meeting": meeting, "is_alone": not free}
    return render(request, "scoring/review_new.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Capability.LEAD_REVIEWS)
def alarm(request: HttpRequest, workspace: str) -> HttpResponse:
    """Say when too many leads came back."""
    rule = review_alarm.rule()
    initial = {"number": rule.number, "share": rule.share, "least": rule.least, "days": rule.days}
    form = AlarmForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        review_alarm.set_rule(wanted=form.rule(), by=request.user.pk, at=timezone.now())
        toasts.add(request, _("Saved."))
        return answers.see_other("scoring:reviews", workspace=workspace)
    values = {"page_title": _("Learning alarm"), "form": form}
    return render(request, "scoring/review_alarm.html", values, status=422 if form.errors else 200)


def card(request: HttpRequest, lead: Any) -> dict[str, Any] | None:
    """Return what today's page says of what came back, and of what the alarm proposes; None for who does not review."""
    if not request.membership.can(Capability.LEAD_REVIEWS):  # type: ignore[attr-defined]
        return None
    counted = review_returns.count(at=timezone.now(), with_what=False)
    alarms = review_alarm.ringing()
    if not counted.whole.handed and not alarms:
        return None
    return {"alarms": alarms, **review_finding_words.headline(counted)}
