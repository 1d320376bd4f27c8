"""The memory of what keys already did: kept seven days, so that a form that was offline may still repeat."""

from datetime import datetime, timedelta

from tenants.models import Idempotency


KEPT = timedelta(days=7)


def forget(*, at: datetime) -> int:
    """Delete the answers of the workspace in scope that are older than seven days; return how many."""
    count, _by_model = Idempotency.objects.filter(created_at__lt=at - KEPT).delete()
    return count
