"""What the addresses of nurturing's pages are tried with."""

from typing import Any

from nurturing.models import ContentPiece
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


SAMPLES: dict[str, Any] = {
    "nurturing:create-piece": lambda world: Call(body=GUIDE),
    "nurturing:piece": _named(piece, **GUIDE),
    "nurturing:archive-piece": _named(piece),
    "nurturing:brief": _brief,
}
