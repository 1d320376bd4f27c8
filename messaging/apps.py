"""App configuration of messaging."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Whatever leaves the house: outbox, templates, suppression, webhooks, notifications."""

    name = "messaging"

    def ready(self) -> None:
        """Show where messaging's pages are."""
        from messaging import navigation

        navigation.register()
