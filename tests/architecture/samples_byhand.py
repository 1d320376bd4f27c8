"""What a request to the pages of what people write down by hand carries."""

from typing import Any

from django.utils import timezone

from capture.services import triage
from tests.architecture.world import Call, World


def _accepted(world: World) -> Call:
    inquiry = world.inquiry()
    at = timezone.now()
    triage.accept(
        inquiry=inquiry, corrections={"email": "new@luna.es"}, by=world.members["marketer"].user_id, at=at
    )
    return Call({"pk": inquiry.pk})


SAMPLES: dict[str, Any] = {
    "capture:create-call": lambda world: Call(
        body={"phone": "600 123 456", "direction": "inbound", "outcome": "interested", "key": "k1"}
    ),
    "capture:undo-accept": _accepted,
    "capture:look-up-caller": lambda world: Call(body={"phone": "600 123 456"}),
}
