"""What the addresses of forms are tried with, besides those of the first page."""

from typing import Any

from tests.architecture.world import Call, World
from tests.factories import capture


def _form(world: World) -> Any:
    return capture.make_form()


SAMPLES: dict[str, Any] = {
    "capture:form-versions": lambda world: Call({"pk": _form(world).pk}),
    "capture:form-translation": lambda world: Call(
        {"pk": _form(world).pk, "language": "es"}, {"text:title": "Hable con nosotros"}
    ),
    "public:form-script": lambda world: Call({"token": _form(world).token}),
}
