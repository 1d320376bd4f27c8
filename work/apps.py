"""App configuration of work."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The queue."""

    name = "work"
