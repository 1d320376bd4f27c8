"""What the addresses of the review meeting are tried with: two cases, Marketing and Sales invited."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from scoring.models import ReviewCase, ReviewMeeting, ReviewSeat
from scoring.services import review as reviews
from tests.architecture.things import Sample, page
from tests.architecture.world import Call, World


REASONS = [{"slug": "no-need", "label": "No need"}]
CRITERIA = [{"key": "phone", "en": "Phone", "es": "Teléfono", "points": 300, "dimension": "fit"}]


def review(world: World) -> ReviewMeeting:
    """Begin a review without hand-offs, which take their time."""
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
    for place in range(2):
        ReviewCase.objects.create(
            meeting=made,
            position=place,
            lead_id=lead.pk,
            happened_at=now - timedelta(days=3),
            title=f"Case {place}",
            facts={"company.city": "Soria"},
            known=["company.city", "person.phone"],
            version=1,
            fit=300,
            engagement=200,
            score=25,
            grade="C",
            lines=[{"en": "Phone", "es": "Teléfono", "dimension": "fit", "points": 300}],
            hits=["phone"],
            actions=[{"kind": "inquiry", "at": now.isoformat(), "said": "Please call"}],
            counts={"inquiry": 1},
            outcome="returned",
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


def without_rep(world: World) -> ReviewMeeting:
    """Begin one to which the rep is not invited yet."""
    made = review(world)
    made.seats.filter(user_id=world.rep.pk).delete()
    return made


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
    return Call(body=body)


SAMPLES: dict[str, Sample] = {
    "scoring:review-new": _new,
    "scoring:review-alarm": lambda world: Call(body={"number": 5, "share": 25, "least": 20, "days": 30}),
    "scoring:review": page(judged),
    "scoring:review-invite": page(without_rep, invited=lambda world, thing: [world.rep.pk]),
    "scoring:review-remind": page(review),
    "scoring:review-vote": page(review, case=_case, answer="good"),
    "scoring:review-undo": page(judged, case=_case, was=""),
    "scoring:review-close": page(review),
    "scoring:review-decide": page(closed, decisions="Ask for the phone."),
    "scoring:review-draft": page(closed, rule="require/unknown:person.phone", revision="0", based_on="1"),
    "scoring:review-print": page(closed),
}
