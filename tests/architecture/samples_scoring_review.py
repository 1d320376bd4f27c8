"""What the addresses of the review meeting are tried with: two cases, Marketing and Sales invited."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from leads.models import Activity
from leads.services import timeline
from scoring.models import ReviewMeeting, ReviewSeat
from scoring.services import review as reviews
from scoring.services import review_findings
from tests.architecture.things import Sample, api, page
from tests.architecture.world import Call, World
from tests.factories.scoring import make_case, make_snapshot


REASONS = [{"slug": "no-need", "label": "No need"}]
CRITERIA = [{"key": "phone", "en": "Phone", "es": "Teléfono", "points": 300, "dimension": "fit"}]


def review(world: World, cases: int = 2) -> ReviewMeeting:
    """Begin a review without hand-offs, which take their time; of every other lead the size is known."""
    now = timezone.now()
    made = ReviewMeeting.objects.create(
        title="Spring",
        kind="hand_offs",
        size=20,
        version=1,
        criteria=CRITERIA,
        reasons=REASONS,
        opened_at=now,
        opened_by=world.actor.user_id,
    )
    lead = world.lead()
    for place in range(cases):
        make_case(
            made,
            lead,
            now - timedelta(days=3),
            position=place,
            title=f"Case {place}",
            facts={"company.city": "Soria"},
            known=["company.city", *(["company.employees"] if place % 2 else [])],
            lines=[{"en": "Phone", "es": "Teléfono", "dimension": "fit", "points": 300}],
            hits=["phone"],
            actions=[{"kind": "inquiry", "at": now.isoformat(), "said": "Please call"}],
            counts={"inquiry": 1},
            reason="No need",
        )
    for member in reviews.invitable():
        ReviewSeat.objects.create(meeting=made, user_id=member.user_id)
    return made


def _judge(world: World, made: ReviewMeeting, user_id: int) -> None:
    for case in made.cases.select_related("meeting"):
        reviews.judge(case=case, verdict="good", by=user_id, at=timezone.now())


def judged(world: World) -> ReviewMeeting:
    """Begin one in which whoever asks judged every case."""
    made = review(world)
    if made.seats.filter(user_id=world.actor.user_id).exists():
        _judge(world, made, world.actor.user_id)
    return made


def closed(world: World) -> ReviewMeeting:
    """Close one that the rep judged."""
    made = review(world)
    _judge(world, made, world.rep.pk)
    reviews.close(meeting=made, by=None, at=timezone.now())
    return made


def telling(world: World) -> ReviewMeeting:
    """Close one that tells something: where the size was known it was good, elsewhere too early."""
    made = review(world, cases=20)
    for case in made.cases.select_related("meeting"):
        verdict = "good" if case.position % 2 else "too_early"
        reviews.judge(case=case, verdict=verdict, by=world.rep.pk, at=timezone.now())
    reviews.close(meeting=made, by=None, at=timezone.now())
    return made


def without_rep(world: World) -> ReviewMeeting:
    """Begin one to which the rep is not invited yet."""
    made = review(world)
    made.seats.filter(user_id=world.rep.pk).delete()
    return made


def handed_over(world: World) -> None:
    """Hand a lead over, with the snapshot that the pipeline would keep of it."""
    now, lead = timezone.now(), world.lead()
    timeline.record(lead_id=lead.pk, kind="handed_off", at=now)
    activity = Activity.objects.filter(lead=lead).latest("pk").pk
    lines, facts = {"fit": {}, "engagement": {}}, {"company.city": "Soria"}
    make_snapshot(lead, now, "handed_off", activity=activity, grade="C", lines=lines, facts=facts)


def _case(world: World, made: ReviewMeeting) -> int:
    found: int = made.cases.order_by("position").values_list("pk", flat=True).first()
    return found


def _new(world: World) -> Call:
    body: dict[str, Any] = {
        "title": "Spring",
        "kind": "hand_offs",
        "size": 20,
        "days": 0,
        "invited": [world.rep.pk],
    }
    handed_over(world)
    return Call(body=body)


SAMPLES: dict[str, Sample] = {
    "scoring-api:review": api(judged),
    "scoring-api:review-verdicts": api(review, case=1, verdict="good"),
    "scoring:review-new": _new,
    "scoring:review-alarm": lambda world: Call(body={"number": 5, "share": 25, "least": 20, "days": 30}),
    "scoring:review": page(judged),
    "scoring:review-invite": page(without_rep, invited=lambda world, thing: [world.rep.pk]),
    "scoring:review-remind": page(review),
    "scoring:review-vote": page(review, case=_case, answer="good"),
    "scoring:review-undo": page(judged, case=_case, was=""),
    "scoring:review-close": page(review),
    "scoring:review-decide": page(closed, decisions="Ask for the phone."),
    "scoring:review-draft": page(
        telling,
        rule="require/unknown:company.employees",
        revision=lambda world, made: review_findings.draft_document()[2],
        based_on=lambda world, made: review_findings.draft_document()[1],
    ),
    "scoring:review-print": page(closed),
}
