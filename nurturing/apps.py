"""App configuration of nurturing."""

from django.apps import AppConfig


class NurturingConfig(AppConfig):
    """Content, workflows, enrollments: care for leads that are not ready."""

    name = "nurturing"
