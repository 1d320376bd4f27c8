"""What the addresses of nurturing's API are tried with."""

from collections.abc import Callable
from typing import Any

from nurturing.models import Workflow
from tests.architecture import samples_nurturing as pages
from tests.architecture.world import Call, World
from tests.factories.nurturing import make_workflow


def _api(make: Callable[[World], Any], **body: Any) -> Any:
    return lambda world: Call({"public_id": make(world).public_id}, body)


def _active(world: World) -> Workflow:
    return make_workflow("Activa", [{"id": "end", "kind": "exit"}])


def _paused(world: World) -> Workflow:
    workflow = _active(world)
    Workflow.objects.filter(pk=workflow.pk).update(state="paused")
    return workflow


def _enroll(world: World) -> Call:
    lead = world.lead("marketing", owner=None, marketing_consent="given")
    return Call({"public_id": lead.public_id}, {"workflow": str(_active(world).public_id)})


SAMPLES: dict[str, Any] = {
    "nurturing-api:content": lambda world: Call(body=pages.GUIDE),
    "nurturing-api:piece": _api(pages.piece, title="Elegir baño"),
    "nurturing-api:enrollment": _api(pages.enrollment),
    "nurturing-api:leave": _api(pages.enrollment),
    "nurturing-api:enroll": _enroll,
    "nurturing-api:workflows": lambda world: Call(body={"name": "Bodas"}),
    "nurturing-api:workflow": _api(pages.flow, name="Bautizos"),
    "nurturing-api:workflow-draft": _api(pages.flow, steps=[{"id": "end", "kind": "exit"}]),
    "nurturing-api:workflow-publish": _api(pages.flow),
    "nurturing-api:workflow-activate": _api(pages.flow),
    "nurturing-api:workflow-pause": _api(_active),
    "nurturing-api:workflow-resume": _api(_paused),
    "nurturing-api:workflow-archive": _api(_active),
    "nurturing-api:workflow-duplicate": _api(_active),
    "nurturing-api:workflow-dry-run": _api(pages.flow),
}
