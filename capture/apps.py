"""App configuration of capture."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    """See the package's docstring."""

    name = "capture"

    def ready(self) -> None:
        """Show where inbox and forms are, and what capture adds to other rooms' pages."""
        from capture import navigation

        navigation.register()
