"""What the addresses of the filter's rules are tried with, and those of an inquiry beside a lead."""

import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from capture.models import FilterRule
from capture.services import rules
from leads.services import indexing
from tests.architecture.world import Call, World
from tests.factories.capture import make_inquiry
from tests.factories.leads import make_lead


FREE = {"field": "quality.email_free", "op": "is", "value": True}
RULE = {"cond-json": json.dumps(FREE), "action": "quarantine", "reason": "rule", "name": "No free mail"}


def rule(world: World) -> FilterRule:
    """Return a rule of the workspace's own, the last of its filter."""
    rules.create_defaults()
    return FilterRule.objects.create(
        name="No free mail", condition=FREE, action="quarantine", reason="rule", position=99
    )


def _of(**body: Any) -> Callable[[World], Call]:
    return lambda world: Call({"pk": rule(world).pk}, body)


def removed(world: World) -> Call:
    """Bring back a rule that was removed."""
    found = rule(world)
    rules.remove(rule=found, by=None, at=timezone.now())
    return Call({"pk": found.pk})


def like_a_lead(world: World) -> tuple[int, int]:
    """Return a lead and an inquiry that may be of the same person."""
    ana = {"first_name": "Ana", "last_name": "Ruiz", "company": "Reformas Sol", "phone": "600 11 22 33"}
    lead = make_lead(email="ana@reformassol.test", **ana)
    indexing.reindex([lead])
    inquiry = make_inquiry({"email": "ana.ruiz@sol.test", **ana}, state="quarantined")
    return lead.pk, inquiry.pk


def _compared(world: World) -> Call:
    return Call({"pk": like_a_lead(world)[1]})


def _accepted(world: World) -> Call:
    lead, inquiry = like_a_lead(world)
    return Call({"pk": inquiry, "lead": lead})


SAMPLES: dict[str, Any] = {
    "capture:create-rule": lambda world: Call(body=RULE),
    "capture:preview-rule": lambda world: Call(body=RULE),
    "capture:rule": _of(**RULE),
    "capture:move-rule": _of(to="up"),
    "capture:switch-rule": _of(to="off"),
    "capture:remove-rule": _of(),
    "capture:restore-rule": removed,
    "capture:compare": _compared,
    "capture:accept-same": _accepted,
}
