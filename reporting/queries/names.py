"""What sources, campaigns, people, teams and reasons are called."""

from core.scope import current_workspace_id
from distribution.models import RejectReason
from leads import wording
from reporting.queries.scope import rows
from tenants.models import Membership, Team


ORIGINS = """
SELECT 'source', id, slug, name FROM leads_source WHERE workspace_id = %(workspace)s
UNION ALL SELECT 'campaign', id, slug, name FROM leads_campaign WHERE workspace_id = %(workspace)s ORDER BY 4, 2
"""


def origins() -> dict[str, dict[int, tuple[str, str]]]:
    """Return slug and name of each source and each campaign, by name. Queries: one."""
    found: dict[str, dict[int, tuple[str, str]]] = {"source": {}, "campaign": {}}
    for kind, pk, slug, name in rows(ORIGINS, {"workspace": current_workspace_id()}):
        found[kind][pk] = (slug, name)
    return found


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
