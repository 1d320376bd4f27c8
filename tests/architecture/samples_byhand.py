"""What a request to the pages of what people write down by hand carries."""

from typing import Any

from tests.architecture.world import Call


SAMPLES: dict[str, Any] = {
    "capture:create-call": lambda world: Call(
        body={"phone": "600 123 456", "direction": "inbound", "outcome": "interested", "key": "k1"}
    ),
    "capture:look-up-caller": lambda world: Call(body={"phone": "600 123 456"}),
}
