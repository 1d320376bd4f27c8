"""Editing a lead by hand or by a program, without overwriting what somebody else just wrote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from leads import facts, normalize, queries
from leads.models import Lead
from leads.readers import Vocabulary
from leads.services import matching, writing


class EditConflict(DomainError):
    """The lead was changed since it was read; ``errors`` hold for each field what it is now and what was given."""

    code = "edit_conflict"


@transaction.atomic
def edit(
    *,
    lead: Lead,
    values: Mapping[str, Any],
    version: int | None,
    by: int | None,
    at: datetime,
) -> Lead:
    """Write the values and return the lead as it then is; an empty value empties the field.

    ``values`` are named as Lead's columns, ``custom`` holds only the keys to change (None empties one).
    ``version`` is the one that was read, None to overwrite whatever is there. The same values again change
    nothing and conflict with nothing.
    Raises: Invalid, EditConflict, EmailTaken.
    """
    words = queries.vocabulary()
    read = facts.read_strictly(values, vocabulary=words)
    _hold(read, words)
    locked = Lead.objects.select_for_update(of=("self",), no_key=True).select_related("rank").get(pk=lead.pk)
    changed = writing.differences(locked, read)
    if version is not None and version != locked.version and changed:
        raise _conflict(changed)
    _check_identity(locked, read)
    writing.write(lead=locked, values=read, country=words.country, by=by, at=at, origin="edit")
    return locked


def _hold(read: Mapping[str, Any], words: Vocabulary) -> None:
    """Take the new address's lock before the row's, as intake does, so that the two cannot deadlock."""
    if read.get("email"):
        matching.hold([Lead(email_norm=normalize.email(read["email"]))])


def _check_identity(lead: Lead, read: Mapping[str, Any]) -> None:
    names = ("email", "phone", "company", "first_name", "last_name")
    after = {name: read.get(name, getattr(lead, name)) for name in names}
    if not facts.has_identity(after) and not lead.external_id:
        raise Invalid(_("Leave at least an e-mail address, a phone number, a company or a name."))


def _conflict(changed: Mapping[str, tuple[Any, Any]]) -> EditConflict:
    return EditConflict(
        _("Somebody changed this lead since you opened it. Check what it says now and save again."),
        errors=[
            {
                "path": path,
                "message": gettext("It is now “%(current)s”; you wrote “%(yours)s”.")
                % {"current": shown(old), "yours": shown(new)},
                "current": shown(old),
                "yours": shown(new),
            }
            for path, (old, new) in changed.items()
        ],
    )


def shown(value: Any) -> str:
    """Return a stored value as text."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
