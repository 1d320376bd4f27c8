"""Measure this machine: each figure beside the least that the same machine needs for it; or kill what serves (I1)."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from core.commands import JsonCommand
from leadcrm.bench import plan
from leadcrm.bench.database import own_database
from leadcrm.bench.faults import counting
from leadcrm.bench.faults import run as faults


LINE = (
    "{bench:<36} {leads:>9} {workers:>7} {value:>11} {unit:<12} {floor:>8} {ratio:>8} {target:>7} "
    "{p50_ms:>8} {p95_ms:>8}"
)

FAULTS = "faults"


class Command(JsonCommand):
    help = (
        "Measure lists, search, reports, scores, impact, conversion, intake or nurture, in a database of its own; "
        "faults: kill a copy of its own again and again while inquiries come in, and count (exit 1 if any is wrong)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name", choices=[*sorted(plan.NAMES), "all", FAULTS])
        parser.add_argument("--leads", type=int, default=100_000)
        parser.add_argument(
            "--activities", type=int, default=6, help="per lead on average; six leads in ten have any"
        )
        parser.add_argument("--keep", action="store_true", help="keep the bench's database for the next run")

        parser.add_argument("--faults", type=int, default=100, help="of faults: how many kills")
        parser.add_argument("--seed", type=int, help="of faults: chooses the same victims again")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Measure or kill, print, and end with 1 where an inquiry went wrong."""
        if options["name"] != FAULTS:
            super().handle(*arguments, **options)
            return
        found = faults.run(faults=options["faults"], seed=options["seed"])
        self.stdout.write(
            json.dumps(found) if options["as_json"] else "\n".join(f"{k}: {v}" for k, v in found.items())
        )
        if not counting.is_sound(found):
            sys.exit(1)

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
