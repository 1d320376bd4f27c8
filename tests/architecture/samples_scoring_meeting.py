"""What the addresses of the definition meeting are tried with: two lines, everybody of Sales invited."""

import json

from django.utils import timezone

from scoring.models import EventQuestion, Meeting, MeetingLine, MeetingSeat
from scoring.services import meeting as meetings
from scoring.services import meeting_counting, meeting_questions
from tests.architecture.things import RULE, Sample, page, send
from tests.architecture.world import Call, World


ASKED = (
    ("person", {"field": "person.phone", "op": "is_not_empty"}),
    ("company", {"field": "company.employees", "op": "gte", "value": 50}),
)


def meeting(world: World) -> Meeting:
    """Begin a meeting without counting, which takes its time."""
    now = timezone.now()
    made = Meeting.objects.create(
        title="Spring", scale=300, opened_at=now, opened_by=world.actor.user_id, counted_at=now
    )
    for place, (category, condition) in enumerate(ASKED):
        MeetingLine.objects.create(
            meeting=made,
            position=place,
            category=category,
            label_en="Phone",
            label_es="Teléfono",
            condition=condition,
            dimension="fit",
        )
    for member in meetings.invitable():
        MeetingSeat.objects.create(meeting=made, user_id=member.user_id)
    return made


def counting(world: World) -> Meeting:
    """Begin one that a worker has yet to count."""
    made = meeting(world)
    made.counted_at = None
    made.save(update_fields=["counted_at"])
    meeting_counting.again(meeting=made, by=world.actor.user_id, at=timezone.now())
    return made


def without_rep(world: World) -> Meeting:
    """Begin one to which the rep is not invited yet."""
    made = meeting(world)
    made.seats.filter(user_id=world.rep.pk).delete()
    return made


def voted(world: World) -> Meeting:
    """Begin one in which whoever asks gave a value for each line."""
    made = meeting(world)
    user_id = world.actor.user_id
    if made.seats.filter(user_id=user_id).exists():
        for line in made.lines.select_related("meeting"):
            meetings.vote(line=line, value=2, comment="", by=user_id, at=timezone.now())
    return made


def closed(world: World) -> Meeting:
    """Close one with values of the rep."""
    made = meeting(world)
    for line in made.lines.select_related("meeting"):
        meetings.vote(line=line, value=2, comment="Yes", by=world.rep.pk, at=timezone.now())
    meetings.close(meeting=made, by=None, at=timezone.now())
    return made


def _line(world: World, made: Meeting) -> int:
    found: int = made.lines.order_by("position").values_list("pk", flat=True).first()
    return found


def _spread(world: World) -> Call:
    made = voted(world)
    return Call({"pk": made.pk, "line": _line(world, made)})


def _question(world: World) -> EventQuestion:
    return meeting_questions.wish(text="When does the lease end?", by=world.actor.user_id, at=timezone.now())


SAMPLES: dict[str, Sample] = {
    "scoring:meeting-new": lambda world: Call(body={"title": "Spring", "invited": [world.rep.pk]}),
    "scoring:meeting": page(voted),
    "scoring:meeting-ballot": page(meeting, line=_line),
    "scoring:meeting-line-new": page(meeting, **{"cond-json": json.dumps(RULE | {"value": 60})}),
    "scoring:meeting-counting": page(counting),
    "scoring:meeting-count": page(counting),
    "scoring:meeting-vote": page(meeting, line=_line, value=2),
    "scoring:meeting-spread": _spread,
    "scoring:meeting-close": page(meeting),
    "scoring:meeting-invite": page(without_rep, invited=lambda world, thing: [world.rep.pk]),
    "scoring:meeting-remind": page(meeting),
    "scoring:meeting-draft": page(closed),
    "scoring:meeting-minutes": page(closed),
    "scoring:event-question-ask": send(text="When does the lease end?"),
    "scoring:event-question-drop": page(_question),
    "scoring:event-question": page(_question, text="When does the lease end?", kind="text", is_agreed="on"),
}
