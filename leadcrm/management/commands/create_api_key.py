"""Make an API key and print it, once."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from core.commands import JsonCommand
from core.scope import workspace_scope
from tenants.models import ApiKey
from tenants.services import api_keys
from tenants.services.finding import workspace_named


class Command(JsonCommand):
    help = "Make an API key; it is printed once and never again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("--scopes", default="inquiries:write", help="comma-separated; * = all")
        parser.add_argument("--name", default="Command line")
        parser.add_argument(
            "--origins", default="", help="comma-separated; makes a publishable key for browsers"
        )

    def run(self, *, slug: str, scopes: str, name: str, origins: str, **_: Any) -> dict[str, Any]:
        workspace = workspace_named(slug)
        kind = ApiKey.Kind.PUBLISHABLE if origins else ApiKey.Kind.SECRET
        with workspace_scope(workspace.pk):
            key, secret = api_keys.create(
                name=name,
                scopes=[scope.strip() for scope in scopes.split(",") if scope.strip()],
                kind=kind,
                origins=[origin.strip() for origin in origins.split(",") if origin.strip()],
                by=None,
                at=timezone.now(),
            )
        return {"key": secret, "scopes": key.scopes, "id": str(key.public_id)}
