"""App configuration of messaging."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Whatever leaves the house: outbox, templates, suppression, webhooks, notifications."""

    name = "messaging"

    def ready(self) -> None:
        """Show where messaging's pages are, and hear which long work is over."""
        from messaging import navigation
        from messaging.services import notices
        from work import jobs

        navigation.register()
        jobs.listen("notices", notices.job_ended)
