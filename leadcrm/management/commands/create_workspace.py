"""Make a workspace with its first administrator and working defaults."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.commands import JsonCommand
from leadcrm import onboarding


class Command(JsonCommand):
    help = "Make a workspace, its administrator and working defaults."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug", help="a-z, 0-9 and hyphens; part of every address")
        parser.add_argument("--name", required=True)
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--password", required=True, help="at least 12 characters")
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--country", default="ES")
        parser.add_argument("--time-zone", default="Europe/Madrid")

    def run(self, **options: Any) -> dict[str, Any]:
        keys = ("slug", "name", "admin_email", "password", "language", "country", "time_zone")
        workspace = onboarding.create_workspace(at=timezone.now(), **{key: options[key] for key in keys})
        return {"slug": workspace.slug, "name": workspace.name, "id": str(workspace.public_id)}
