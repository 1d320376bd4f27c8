"""Measure the live rules, and what can be learned, against how leads ended."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from core.commands import JsonCommand
from core.scope import workspace_scope
from scoring.services import evaluate
from tenants.services.finding import workspace_named


class Command(JsonCommand):
    help = (
        "Measure the live scoring rules, and what outcomes would teach, on the leads whose outcome is known."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument(
            "--half", choices=["odd", "even"], help="only leads whose numeric external id is odd or even"
        )

    def run(self, *, slug: str, half: str | None, **_: Any) -> dict[str, Any]:
        workspace = workspace_named(slug)
        with workspace_scope(workspace.pk):
            reading = evaluate.read(at=timezone.now(), half=half)
        # Outside the scope, hence outside its transaction: learning takes seconds, and a database waits for nobody.
        return evaluate.evaluate(reading)
