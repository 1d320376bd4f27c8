"""Behavior that another system saw and reports."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from leads import changes
from leads.models import Activity, Lead


@transaction.atomic
def report(
    *, lead: Lead, kind: str, occurred_at: datetime, data: Mapping[str, Any], reported_id: str = ""
) -> tuple[Activity, bool]:
    """Write the activity and return it, and whether it is new.

    A repeated ``reported_id`` of the lead and UTC day is the same activity, also when two reports race.
    """
    day = occurred_at.astimezone(UTC).date()
    key = f"reported:{lead.pk}:{reported_id}" if reported_id else None
    if known := _known(key, day):
        return known, False
    try:
        with transaction.atomic():
            written = Activity.objects.create(
                lead=lead, kind=kind, occurred_at=occurred_at, day=day, data=dict(data), dedup_key=key
            )
    except IntegrityError:
        if known := _known(key, day):
            return known, False
        raise
    changes.mark([lead.pk])
    return written, True


def _known(key: str | None, day: date) -> Activity | None:
    if key is None:
        return None
    return Activity.objects.select_related("lead").filter(dedup_key=key, day=day).first()
