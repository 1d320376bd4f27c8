"""Workflows of the tests that part their ways, and when somebody is due."""

from datetime import timedelta

from tests.factories.nurturing import NOW
from work.models import WorkItem


LATER = NOW + timedelta(days=3)


def due_at(enrollment):
    return WorkItem.objects.get(queue="enrollment", key=enrollment.pk).due_at
