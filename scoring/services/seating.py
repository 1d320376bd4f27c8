"""What every meeting needs: who may be asked, that it is begun once, and that people are told."""

from collections.abc import Iterable, Sequence

from core.scope import current_workspace_id
from messaging.choices import NotificationKind
from messaging.services import notify
from scoring.services import turns
from tenants.models import Membership
from tenants.permissions import Capability, capabilities_of


def invitable(*capabilities: Capability) -> list[Membership]:
    """Return the active members who may do any of these things. Queries: one."""
    members = Membership.objects.filter(
        workspace_id=current_workspace_id(), is_active=True, user__is_active=True
    )
    wanted = frozenset(capabilities)
    return [
        member
        for member in members.select_related("user").order_by("user__name", "pk")
        if wanted & capabilities_of(member.role)
    ]


def wait_for_turn(*, kind: str, by: int) -> None:
    """Wait until nobody else begins a meeting of the kind for the same person: the second click finds the first's."""
    turns.wait(kind=kind, of=by)


def told(users: Sequence[int], *, title: str, path: str, key: str) -> Iterable[notify.Notice]:
    """Return what to tell the people who are asked: the meeting's name and where it is."""
    data = {"title": title}
    return [notify.Notice(user, NotificationKind.MEETING, key, data=data, path=path) for user in users]
