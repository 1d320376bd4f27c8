"""Measure the live rules against an imported outcome."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from core.commands import JsonCommand
from core.scope import workspace_scope
from scoring.services import evaluate
from tenants.services.finding import workspace_named


class Command(JsonCommand):
    help = "Measure the live scoring rules against the custom field “outcome” (won or lost)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument(
            "--half", choices=["odd", "even"], help="only leads whose numeric external id is odd or even"
        )

    def run(self, *, slug: str, half: str | None, **_: Any) -> dict[str, Any]:
        workspace = workspace_named(slug)
        with workspace_scope(workspace.pk):
            return evaluate.evaluate(at=timezone.now(), half=half)
