"""App configuration of leads."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The lead and its timeline."""

    name = "leads"
