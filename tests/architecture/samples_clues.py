"""What the addresses around clues and inferences are tried with."""

from typing import Any

from django.utils import timezone

from leads.models import Inference
from leads.services import clues
from tests.architecture.things import RULE, Sample, api, lead, page, send
from tests.architecture.world import Call, World


ANSWER = {"name": "Signs as owner", "value": "decides", "confidence": "60"}


def inference(world: World) -> Inference:
    return Inference.objects.create(
        name="Signs as owner",
        condition={"all": [RULE]},
        question="authority",
        value="decides",
        confidence=60,
        claimed_at=timezone.now(),
    )


def of_clue(world: World) -> Call:
    given = clues.give(
        lead=world.lead(), question="timeline", value="now", confidence=50, by=None, at=timezone.now()
    )
    return Call({"pk": given.lead_id, "clue": given.pk}, {})


def new(world: World) -> Call:
    return Call(body=dict[str, Any](ANSWER), query="?question=authority")


SAMPLES: dict[str, Sample] = {
    "leads:clue": page(lead, value="12000", confidence="50", evidence="A new van"),
    "leads:confirm-clue": of_clue,
    "leads:deny-clue": of_clue,
    "leads:create-inference": new,
    "leads:inference": page(inference, **ANSWER),
    "leads:preview-inference": send(question="authority", **ANSWER),
    "leads:toggle-inference": page(inference),
    "leads:move-inference": page(inference, to="up"),
    "leads-api:inferences": send(
        name="Signs", condition={"all": [RULE]}, question="authority", value="decides", confidence=60
    ),
    "leads-api:inference": api(inference, confidence=70),
    "leads-api:lead-clues": api(lead, question="authority", value="decides", confidence=60),
}
