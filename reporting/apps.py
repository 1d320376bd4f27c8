"""App configuration of reporting."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Read-only questions over all rooms."""

    name = "reporting"

    def ready(self) -> None:
        """Show where the reports are."""
        from reporting import navigation

        navigation.register()
