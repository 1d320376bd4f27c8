"""Read a mail that came back, or a complaint, into a workspace."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from core.commands import JsonCommand
from core.scope import workspace_scope
from messaging.engine import dsn
from messaging.services import inbound
from tenants.services.finding import workspace_named


MOST_BYTES = 10 * 1024 * 1024


class Command(JsonCommand):
    help = "Read a delivery report or a complaint (RFC 3464, RFC 5965): one mail, from a file or - for standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("file")

    def run(self, *, slug: str, file: str, **_: Any) -> dict[str, Any]:
        workspace = workspace_named(slug)
        at = timezone.now()
        told = dsn.read(_bytes(file), at=at)
        with workspace_scope(workspace.pk):
            # Anybody may write such a mail: it counts only if it brings back one of ours.
            receipt = inbound.record(source="dsn", told=told, at=at, needs_message=True)
        return {"received": receipt.received, "new": receipt.new}


def _bytes(file: str) -> bytes:
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
    if len(raw) > MOST_BYTES:
        raise CommandError("larger than 10 MB", returncode=2)
    return raw
