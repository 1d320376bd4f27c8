"""App configuration of conversion."""

from django.apps import AppConfig


class ConversionConfig(AppConfig):
    """See the package's docstring."""

    name = "conversion"
