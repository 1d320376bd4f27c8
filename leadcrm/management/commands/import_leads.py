"""Import leads from a file."""

from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from capture.parsers import mapping as mappings
from capture.parsers.table import open_table
from capture.services import imports
from core.api import load_json
from core.commands import JsonCommand
from tenants.services.finding import workspace_named


class Command(JsonCommand):
    help = "Import leads from a file (docs/imports.md); without a mapping the columns are guessed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path)

    def run(self, *, slug: str, file: Path, mapping: Path | None, **_: Any) -> dict[str, Any]:
        workspace = workspace_named(slug)
        table = open_table(file)
        chosen = (
            mappings.parse(_document(mapping), header=table.header)
            if mapping
            else mappings.guess(table.header, [row.cells for row in islice(table, mappings.SAMPLE_ROWS)])
        )
        summary = imports.run(
            workspace_id=workspace.pk,
            file=table,
            mapping=chosen,
            errors_to=_error_path(slug, file),
            by=None,
            clock=timezone.now,
        )
        return summary.as_dict()


def _error_path(slug: str, file: Path) -> Path:
    started = timezone.now().strftime("%Y%m%d-%H%M%S")
    return settings.DATA_DIR / "imports" / slug / f"{file.name.partition('.')[0]}-{started}-errors.csv"


def _document(path: Path) -> Any:
    try:
        return load_json(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path}: not JSON that can be read: {error}", returncode=2) from error
