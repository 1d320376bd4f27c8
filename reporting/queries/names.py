"""What sources, campaigns, people, teams and reasons are called."""

from core.scope import current_workspace_id
from distribution.models import RejectReason
from leads import wording
from leads.models import Campaign, Source
from tenants.models import Membership, Team


def sources() -> dict[int, tuple[str, str]]:
    """Return slug and name of each source, by name. Queries: one."""
    found = Source.objects.order_by("name", "pk").values_list("pk", "slug", "name")
    return {pk: (slug, name) for pk, slug, name in found}


def campaigns() -> dict[int, tuple[str, str]]:
    """Return slug and name of each campaign, by name. Queries: one."""
    found = Campaign.objects.order_by("name", "pk").values_list("pk", "slug", "name")
    return {pk: (slug, name) for pk, slug, name in found}


def people() -> dict[int, str]:
    """Return the name of each member, former ones included, by user. Queries: one."""
    members = Membership.objects.filter(workspace_id=current_workspace_id()).select_related("user")
    return {
        member.user_id: str(member.user) for member in members.order_by("user__name", "user__email", "pk")
    }


def teams() -> dict[int, str]:
    """Return the name of each team. Queries: one."""
    return dict(Team.objects.order_by("name", "pk").values_list("pk", "name"))


def public_people() -> dict[int, tuple[str, str]]:
    """Return public id and name of each member, by user. Queries: one."""
    members = Membership.objects.filter(workspace_id=current_workspace_id()).select_related("user")
    return {
        member.user_id: (str(member.user.public_id), str(member.user)) for member in members.order_by("pk")
    }


def public_teams() -> dict[int, tuple[str, str]]:
    """Return the name of each team; it has no public id. Queries: one."""
    return {pk: (name, name) for pk, name in Team.objects.order_by("pk").values_list("pk", "name")}


def reasons() -> dict[str, str]:
    """Return what the workspace calls its reasons to send a lead back. Queries: one."""
    return dict(RejectReason.objects.values_list("slug", "label"))


def reason(slug: str, known: dict[str, str]) -> str:
    """Return what a reason is called, the workspace's own words first."""
    return known.get(slug) or wording.reason(slug)
