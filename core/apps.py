"""App configuration of core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Templates, tags and static behavior shared by every room; no models."""

    name = "core"

    def ready(self) -> None:
        """Register the system checks."""
        from core import checks  # noqa: F401 - checks need the URL conf, which needs every app loaded
