"""Saved views of a list, and each person's own columns and stars."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from leads.models import ListSetting, SavedView


# The only list that has views so far.
PAGE = "leads"
# More tabs than this are a second list.
MOST_EACH = 50


class TooManyViews(DomainError):
    """The person keeps too many views."""

    code = "too_many_views"


@transaction.atomic
def save(
    *,
    view: SavedView | None,
    membership: Any,
    name: str,
    visibility: str,
    query: str,
    columns: Sequence[str],
) -> SavedView:
    """Save a new view, or write over one; a new one becomes a tab of who saved it.

    Raises: TooManyViews.
    """
    values = {
        "name": name,
        "visibility": visibility,
        "query": query,
        "columns": list(columns),
        "team_id": membership.team_id if visibility == SavedView.Visibility.TEAM else None,
    }
    if view is not None:
        for key, value in values.items():
            setattr(view, key, value)
        view.save(update_fields=[*values, "updated_at"])
        return view
    mine = SavedView.objects.filter(owner_id=membership.user_id, deleted_at=None)
    if mine.count() >= MOST_EACH:
        raise TooManyViews(_("You keep %(limit)s views already. Delete one first.") % {"limit": MOST_EACH})
    made = SavedView.objects.create(owner_id=membership.user_id, **values)
    star(user_id=membership.user_id, view_id=made.pk)
    return made


def delete(*, view: SavedView, at: datetime) -> None:
    """Take the view away from everybody; ``restore`` brings it back."""
    SavedView.objects.filter(pk=view.pk).update(deleted_at=at, updated_at=at)


def restore(*, view: SavedView, at: datetime) -> None:
    """Bring a deleted view back."""
    SavedView.objects.filter(pk=view.pk).update(deleted_at=None, updated_at=at)


def _setting(user_id: int) -> ListSetting:
    ListSetting.objects.bulk_create([ListSetting(user_id=user_id)], ignore_conflicts=True)
    return ListSetting.objects.select_for_update(no_key=True).get(user_id=user_id, page=PAGE)


@transaction.atomic
def set_columns(*, user_id: int, columns: Sequence[str]) -> None:
    """Let the person see these columns where no view says others; none means the usual ones."""
    setting = _setting(user_id)
    setting.columns = list(columns)
    setting.save(update_fields=["columns"])


@transaction.atomic
def star(*, user_id: int, view_id: int) -> bool:
    """Make the view a tab of this person, the last one, or no longer a tab; return whether it is one now."""
    setting = _setting(user_id)
    is_star = view_id not in setting.stars
    setting.stars = [*setting.stars, view_id] if is_star else [pk for pk in setting.stars if pk != view_id]
    setting.save(update_fields=["stars"])
    return is_star


@transaction.atomic
def move(*, user_id: int, view_id: int, by: int, shown: Sequence[int]) -> None:
    """Move the tab by so many places among those that are ``shown``."""
    setting = _setting(user_id)
    stars = [pk for pk in setting.stars if pk in shown]
    if view_id not in stars:
        return
    at = stars.index(view_id)
    stars.insert(min(max(at + by, 0), len(stars) - 1), stars.pop(at))
    setting.stars = stars
    setting.save(update_fields=["stars"])


def forget(*, at: datetime) -> None:
    """Delete views that were deleted a month ago."""
    SavedView.objects.filter(deleted_at__lt=at - timedelta(days=30)).delete()
