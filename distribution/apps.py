"""App configuration of distribution."""

from django.apps import AppConfig


class DistributionConfig(AppConfig):
    """Routes, pools, hand-offs, today."""

    name = "distribution"

    def ready(self) -> None:
        """Show where today and the hand-off are, and what they add to the lead page."""
        from distribution import navigation

        navigation.register()
