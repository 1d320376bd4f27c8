"""App configuration of core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Templates, tags and static behavior shared by every room; no models."""

    name = "core"

    def ready(self) -> None:
        """Register the system checks, and what the palette can do everywhere."""
        from core import checks, everywhere, lookups  # noqa: F401 - checks need the URL conf, which needs every app loaded

        everywhere.register()
