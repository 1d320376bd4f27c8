"""What the addresses of tracking are tried with: the shop of Acme, with one page seen."""

import json
from typing import Any

from capture.models import Tracker
from tests.architecture.things import api, lead, page
from tests.architecture.world import Call, World
from tests.factories.capture import SHOP, make_tracker, make_visit


BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
VISITOR = "a1b2c3d4e5f60718293a4b5c6d7e8f90"


def tracker(world: World) -> Tracker:
    """Return a tracker to which a page was reported."""
    made = make_tracker()
    make_visit(VISITOR, "/precios", title="Precios", channel="search")
    return made


def set_up(world: World) -> Call:
    """Ask for a page of a workspace that tracks."""
    tracker(world)
    return Call()


SAMPLES: dict[str, Any] = {
    "capture:tracking": lambda world: Call(
        body={"allowed_origins": SHOP, "asks_consent": "yes", "retention_days": "90", "is_active": "on"}
    ),
    "capture:tracking-waiting": set_up,
    "capture:lead-touches": page(lead),
    "capture-api:touches": api(lead),
    "public:track": lambda world: Call(
        {"token": tracker(world).token},
        raw=json.dumps({"visitor": VISITOR, "kind": "page_view", "url": f"{SHOP}/"}).encode(),
        headers={"Origin": SHOP, "User-Agent": BROWSER},
    ),
    "public:track-script": lambda world: Call({"token": tracker(world).token}),
}
