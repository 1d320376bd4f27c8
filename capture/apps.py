"""App configuration of capture."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    """See the package's docstring."""

    name = "capture"

    def ready(self) -> None:
        """Show where inbox and forms are, and what capture adds to other rooms' pages."""
        from capture import navigation
        from capture.services import import_check, import_run, import_undo, tracking
        from messaging.services import clicks

        navigation.register()
        import_check.register()
        import_run.register()
        import_undo.register()
        clicks.register_carrier("visit", tracking.carry)
