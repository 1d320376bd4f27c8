"""App configuration of conversion."""

from django.apps import AppConfig


class ConversionConfig(AppConfig):
    """Accounts, contacts, opportunities, and the step that makes them."""

    name = "conversion"

    def ready(self) -> None:
        """Show where the deals are, and what they add to the lead page."""
        from conversion import finding, navigation
        from core import palette

        navigation.register()
        palette.register(*finding.FINDERS)
