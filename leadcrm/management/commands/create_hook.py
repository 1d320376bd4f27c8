"""Make a hook: an address that an ad platform, a form service or another program posts to."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from capture.services import hooks
from core.commands import JsonCommand
from core.scope import workspace_scope
from tenants.services.finding import workspace_named


class Command(JsonCommand):
    help = "Make a hook and print its token and address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument(
            "--preset", default="generic", help="google_ads, meta, typeform, hubspot, … or generic"
        )
        parser.add_argument("--secret", default="", help="what the platform signs with or sends along")
        parser.add_argument("--name", default="", help="the preset's name if not given")

    def run(self, *, slug: str, preset: str, secret: str, name: str, **_: Any) -> dict[str, Any]:
        workspace = workspace_named(slug)
        with workspace_scope(workspace.pk):
            hook = hooks.create(preset=preset, name=name, secret=secret, by=None, at=timezone.now())
        url = settings.PUBLIC_URL + reverse("public:hook", kwargs={"token": hook.token})
        return {"token": hook.token, "url": url, "preset": hook.preset, "id": str(hook.public_id)}
