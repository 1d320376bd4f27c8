"""Compile the translations, without gettext."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from leadcrm import catalogs


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po where the compiled form is older; `up` does this by itself."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        for path in catalogs.compile_stale(settings.BASE_DIR / "locale"):
            self.stdout.write(f"compiled {path}")
