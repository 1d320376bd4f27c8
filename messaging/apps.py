"""App configuration of messaging."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Whatever leaves the house: outbox, templates, suppression, webhooks, notifications."""

    name = "messaging"
