"""Check what must hold at any moment."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from leadcrm import invariants


class Command(BaseCommand):
    help = "Check every invariant; prints what is broken and exits with 1, or says that nothing is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--ledger", type=Path, help="file of acknowledged inquiry ids, one a line")

    def handle(self, *_: Any, as_json: bool, ledger: Path | None, **__: Any) -> None:
        found = list(invariants.violations())
        if ledger:
            found += invariants.ledger_violations(ledger)
        if as_json:
            self.stdout.write(invariants.as_json(found))
        else:
            for item in found:
                self.stdout.write(f"{item.workspace} {item.check}: {', '.join(map(str, item.ids))}")
            self.stdout.write(f"{len(found)} violations")
        if found:
            sys.exit(1)
