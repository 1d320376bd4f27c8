"""The app of the rule language; it has no models."""

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    name = "conditions"
