"""What the addresses of imports are tried with: the list of a fair, mapped, ready or run."""

from collections.abc import Callable
from typing import Any

from capture.models import Import
from tests.architecture.world import Call, World
from tests.capture import importing


def _of(make: Callable[..., Import], **body: Any) -> Any:
    return lambda world: Call({"pk": make(by=_marketer(world)).pk}, body or None)


def _marketer(world: World) -> int:
    return int(world.members["marketer"].user_id)


SAMPLES: dict[str, Any] = {
    "capture:create-import": lambda world: Call(
        body={"file": importing.upload(), "name": "Fair", "origin": "event", "basis": "unknown"}
    ),
    "capture:import-map": _of(
        importing.bring_in, **{"to:0": "first_name", "to:2": "email", "to:4": "new:number", "policy": "fill"}
    ),
    "capture:import-preview": _of(importing.ready),
    "capture:mend-import": _of(importing.ready, **{"row": 4, "cell:2": "carlos@mas.es"}),
    "capture:discard-import": _of(importing.ready),
    "capture:start-import": _of(importing.ready),
    "capture:import-run": _of(importing.imported),
    "capture:steer-import": _of(importing.imported, do="pause"),
    "capture:undo-import": _of(importing.imported),
    "capture:import-errors": _of(importing.imported),
}
