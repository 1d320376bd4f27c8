"""What the addresses of segments are tried with."""

from collections.abc import Callable
from typing import Any

from leads.models import Segment
from tests.architecture.world import Call, World


FORM: dict[str, Any] = {
    "name": "Large ones",
    "cond-mode": "all",
    "cond-0-field": "company.employees",
    "cond-0-op": "gte",
    "cond-0-value": "50",
}
CONDITION = {"all": [{"field": "company.employees", "op": "gte", "value": 50}]}


def segment(world: World) -> Segment:
    """Make a segment that nothing uses."""
    return Segment.objects.create(name="Large", condition=CONDITION)


SAMPLES: dict[str, Callable[[World], Call]] = {
    "leads:segment": lambda world: Call({"pk": segment(world).pk}),
    "leads:create-segment": lambda world: Call(body=FORM),
    "leads:edit-segment": lambda world: Call({"pk": segment(world).pk}, FORM),
    "leads:preview-segment": lambda world: Call(body=FORM),
    "leads:delete-segment": lambda world: Call({"pk": segment(world).pk}, {}),
    "leads-api:segments": lambda world: Call(body={"name": "Large ones", "condition": CONDITION}),
    "leads-api:segment": lambda world: Call(
        {"public_id": segment(world).public_id}, {"description": "Fifty people and more"}
    ),
}
