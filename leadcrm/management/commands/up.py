"""Start the servers, the web, the worker and the clock, and keep them running."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from leadcrm.runtime.console import Console
from leadcrm.runtime.home import here
from leadcrm.runtime.supervisor import Supervisor


class Command(BaseCommand):
    help = "Start everything: embedded servers unless named outside, web, worker and beat. Ctrl-C stops all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-sample", action="store_true", help="do not load the sample workspaces")
        parser.add_argument("--stores-only", action="store_true", help="start only PostgreSQL and Valkey")

    def handle(self, *_: Any, no_sample: bool, stores_only: bool, **__: Any) -> None:
        console = Console()
        supervisor = Supervisor(here(), console, with_sample=not no_sample, stores_only=stores_only)
        sys.exit(supervisor.run())
