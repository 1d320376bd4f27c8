"""Bring the Spanish catalog into line with the sources and with locale/parts."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from leadcrm import catalogs


class Command(BaseCommand):
    help = "Merge locale/parts/*.py into the catalog; --check only tells whether it is fresh and complete."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if anything is wanting")
        parser.add_argument("--language", default="es")

    def handle(self, *_: Any, check: bool, language: str, **__: Any) -> None:
        path = catalogs.catalog_path(settings.BASE_DIR, language)
        content, findings = catalogs.merge(settings.BASE_DIR, language=language)
        is_fresh = path.exists() and path.read_bytes() == content
        self._tell(findings)
        if not check and not is_fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self.stdout.write(f"wrote {path}")
        if check and not is_fresh:
            self.stderr.write("The catalog is stale: run `manage.py merge_translations` and commit it.")
        if findings.missing or findings.broken or findings.doubled or (check and not is_fresh):
            sys.exit(1)

    def _tell(self, findings: catalogs.Findings) -> None:
        for text in findings.missing:
            self.stderr.write(f"untranslated: {text!r}")
        for text in findings.broken:
            self.stderr.write(f"placeholders differ: {text!r}")
        for text in findings.doubled:
            self.stderr.write(f"translated in another part already: {text}")
        for text in findings.unused:
            self.stdout.write(f"in locale/parts but not in the sources: {text}")
