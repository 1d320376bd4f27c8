"""Measure this machine: each figure beside the least that the same machine needs for it."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from core.commands import JsonCommand
from leadcrm.bench import plan
from leadcrm.bench.database import own_database


LINE = (
    "{bench:<36} {leads:>9} {workers:>7} {value:>11} {unit:<12} {floor:>8} {ratio:>8} {target:>7} "
    "{p50_ms:>8} {p95_ms:>8}"
)


class Command(JsonCommand):
    help = "Measure lists, search, reports, scores, impact, conversion, intake or nurture, in a database of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name", choices=[*sorted(plan.NAMES), "all"])
        parser.add_argument("--leads", type=int, default=100_000)
        parser.add_argument(
            "--activities", type=int, default=6, help="per lead on average; six leads in ten have any"
        )
        parser.add_argument("--keep", action="store_true", help="keep the bench's database for the next run")

    def run(self, **options: Any) -> list[dict[str, Any]]:
        names = plan.NAMES if options["name"] == "all" else (options["name"],)
        with own_database(keep=options["keep"]) as owner:
            found = plan.run(
                names,
                leads=options["leads"],
                activities=options["activities"],
                at=timezone.now(),
                owner=owner,
            )
        return [result.as_dict() for result in found]

    def print_result(self, result: list[dict[str, Any]]) -> None:
        """Print a table; a dash is a field that does not apply."""
        heads = ("bench", "leads", "workers", "value", "unit", "floor", "ratio", "target", "p50_ms", "p95_ms")
        self.stdout.write(LINE.format(**{name: name for name in heads}))
        for row in result:
            self.stdout.write(
                LINE.format(**{name: "-" if row[name] is None else row[name] for name in heads})
            )
