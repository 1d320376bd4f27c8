"""App configuration of capture."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    """See the package's docstring."""

    name = "capture"
