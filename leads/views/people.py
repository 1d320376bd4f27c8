"""Members, as the lead pages name and offer them."""

from functools import cached_property

from django.http import HttpRequest

from leads.services import ownership
from tenants.models import Membership, User


class People:
    """The workspace's members, read once a page."""

    def __init__(self, request: HttpRequest, members: list[Membership] | None = None) -> None:
        self._request = request
        self._given = members

    @cached_property
    def _members(self) -> list[Membership]:
        if self._given is not None:
            return self._given
        members = Membership.objects.filter(workspace=self._request.workspace).select_related("user")  # type: ignore[attr-defined]
        return list(members.order_by("user__name", "user__email", "pk"))

    @cached_property
    def names(self) -> dict[int, str]:
        """Return every member's name by user id, former members included."""
        return {member.user_id: str(member.user) for member in self._members}

    @cached_property
    def users(self) -> dict[int, User]:
        """Return every member by user id."""
        return {member.user_id: member.user for member in self._members}

    @cached_property
    def owners(self) -> list[tuple[int, str]]:
        """Return who may be given a lead, as choices."""
        return [
            (member.user_id, str(member.user))
            for member in self._members
            if member.is_active and member.user.is_active and member.role in ownership.OWNERS
        ]

    @cached_property
    def assignees(self) -> list[tuple[int, str]]:
        """Return who may be given a task, the reader first."""
        me: int = self._request.membership.user_id  # type: ignore[attr-defined]
        others = [
            (member.user_id, str(member.user))
            for member in self._members
            if member.is_active and member.user.is_active and member.role != "viewer" and member.user_id != me
        ]
        return [(me, str(self._request.user)), *others]
