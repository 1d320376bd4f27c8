"""The base of our management commands: ``--json``, and refusals as clear errors instead of tracebacks."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError


class JsonCommand(BaseCommand):
    """A command whose ``run`` returns a dict: printed as ``key: value`` lines, or as JSON with ``--json``.

    A refusal ends with its sentence on stderr and exit code 2; nothing is changed.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--json``; subclasses call super first."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def run(self, *args: Any, **options: Any) -> Any:
        """Do the work and return what to print."""
        raise NotImplementedError

    def handle(self, *_: Any, as_json: bool, **options: Any) -> None:
        """Run, then print."""
        try:
            result = self.run(**options)
        except DomainError as error:
            details = [f"  {fault.get('path', '')}: {fault.get('message', '')}" for fault in error.errors]
            raise CommandError("\n".join([error.message, *details]), returncode=2) from error
        if as_json:
            self.stdout.write(json.dumps(result, default=str, ensure_ascii=False))
        else:
            self.print_result(result)

    def print_result(self, result: Any) -> None:
        """Print for a person."""
        for key, value in result.items():
            self.stdout.write(f"{key}: {value}")
