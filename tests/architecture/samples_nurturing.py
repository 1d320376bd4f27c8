"""What the addresses of nurturing's pages are tried with."""

from typing import Any

from django.core import signing
from django.utils import timezone

from nurturing.models import ContentPiece, Enrollment, Workflow
from nurturing.services import enroll, workflows
from nurturing.views.outline import SALT
from tests.architecture.world import Call, World
from tests.factories import leads


GUIDE = {"title": "Elegir cocina", "url": "https://acme.example/guia", "format": "guide"}


def piece(world: World) -> ContentPiece:
    return ContentPiece.objects.create(slug="guia", title="Guía", url=GUIDE["url"])


def _named(make: Any, **body: Any) -> Any:
    return lambda world: Call({"pk": make(world).pk}, body or None)


def _brief(world: World) -> Call:
    topic = leads.make_topic("baths")
    return Call(query=f"?topic={topic.slug}&phase=decision")


def flow(world: World) -> Workflow:
    """Make a workflow in dry run, with a wait and an end."""
    return workflows.create(
        name="Bodas",
        text=workflows.Text(steps=[{"id": "s1", "kind": "wait", "days": 1}, {"id": "s2", "kind": "exit"}]),
        by=None,
        at=timezone.now(),
    )


def _step(world: World, **body: Any) -> Call:
    return Call({"pk": flow(world).pk, "step": "s1"}, body or None)


def _removed(world: World) -> Call:
    removed = {"step": {"id": "s3", "kind": "wish"}, "index": 0, "heir": "s1", "turned": []}
    return Call({"pk": flow(world).pk, "token": signing.dumps(removed, salt=SALT, compress=True)}, {})


def enrollment(world: World) -> Enrollment:
    lead = world.lead("marketing", owner=None, marketing_consent="given")
    workflow = Workflow.objects.get(is_default=True)
    enroll.enroll(lead_ids=[lead.pk], workflow=workflow, by=None, at=timezone.now())
    return Enrollment.objects.get(lead=lead)


SAMPLES: dict[str, Any] = {
    "nurturing:create-workflow": lambda world: Call(body={"start": "blank", "name": "Bodas"}),
    "nurturing:edit-workflow": _named(flow),
    "nurturing:entry": _named(flow, reentry="never"),
    "nurturing:leaving": _named(flow),
    "nurturing:add-step": lambda world: Call({"pk": flow(world).pk}, {}, "?kind=wish&after=s1"),
    "nurturing:restore-step": _removed,
    "nurturing:step": lambda world: _step(world, amount="2", unit="days"),
    "nurturing:move-step": lambda world: _step(world, to="down"),
    "nurturing:delete-step": lambda world: Call(_step(world).kwargs, {}),
    "nurturing:workflow-settings": _named(flow, name="Bodas"),
    "nurturing:move-workflow": _named(flow, to="up"),
    "nurturing:dry-run": _named(flow),
    "nurturing:activate": _named(flow, go="1"),
    "nurturing:people": _named(flow),
    "nurturing:stats": _named(flow),
    "nurturing:history": _named(flow),
    "nurturing:workflow-verb": lambda world: Call({"pk": flow(world).pk, "verb": "duplicate"}, {}),
    "nurturing:enroll": lambda world: Call(
        {"pk": world.lead("marketing", owner=None, marketing_consent="given").pk},
        {"workflow": Workflow.objects.get(is_default=True).pk},
    ),
    "nurturing:leave": lambda world: Call({"pk": enrollment(world).pk}, {}),
    "nurturing:move-on": lambda world: Call({"pk": enrollment(world).pk}, {}),
    "nurturing:create-piece": lambda world: Call(body=GUIDE),
    "nurturing:piece": _named(piece, **GUIDE),
    "nurturing:archive-piece": _named(piece),
    "nurturing:brief": _brief,
}
