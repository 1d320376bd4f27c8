"""The workspace's own settings."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tenants.models import Workspace
from tenants.services import audit


EDITABLE = ("name", "language", "time_zone", "currency", "country")


@transaction.atomic
def edit(*, workspace: Workspace, by: int | None, at: datetime, **values: Any) -> None:
    """Change the named settings; others are refused as a programming fault."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {sorted(unknown)}")
    changed = {key: value for key, value in values.items() if getattr(workspace, key) != value}
    if not changed:
        return
    Workspace.objects.filter(pk=workspace.pk).update(**changed, updated_at=at)
    for key, value in changed.items():
        setattr(workspace, key, value)
    audit.record(
        action="workspace.changed", target=workspace.name, by=by, at=at, data={"fields": sorted(changed)}
    )
