"""App configuration of scoring."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """See the package's docstring."""

    name = "scoring"
