"""App configuration of distribution."""

from django.apps import AppConfig


class DistributionConfig(AppConfig):
    """See the package's docstring."""

    name = "distribution"
