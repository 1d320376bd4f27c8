"""What a request to the pages of what people write down by hand carries."""

from typing import Any

from django.utils import timezone

from capture.services import triage
from leads.models import Lead
from tests.architecture.world import Call, World
from tests.capture import importing


def _accepted(world: World) -> Call:
    inquiry = world.inquiry()
    at = timezone.now()
    triage.accept(
        inquiry=inquiry, corrections={"email": "new@luna.es"}, by=world.members["marketer"].user_id, at=at
    )
    return Call({"pk": inquiry.pk})


def _cold_list(world: World) -> Call:
    text = "Nombre,Telefono\nEva Mora,600 111 222\n"
    columns = {"Nombre": "full_name", "Telefono": "phone"}
    by = int(world.members["marketer"].user_id)
    batch = importing.imported(text, by=by, columns=columns, origin="cold", basis="interest")
    lead = Lead.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return Call({"pk": batch.pk}, {"lead": lead, "outcome": "no_answer", "reason": "no_need"})


SAMPLES: dict[str, Any] = {
    "capture:create-call": lambda world: Call(
        body={"phone": "600 123 456", "direction": "inbound", "outcome": "interested", "key": "k1"}
    ),
    "capture:undo-accept": _accepted,
    "capture:create-cold-list": lambda world: Call(
        body={"file": importing.upload(), "name": "Cold", "origin": "cold", "basis": "interest"}
    ),
    "capture:call-list": _cold_list,
    "capture:look-up-caller": lambda world: Call(body={"phone": "600 123 456"}),
}
