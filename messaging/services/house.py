"""What every mail of a workspace needs to know of it: read once for many mails."""

from dataclasses import dataclass

from core.scope import current_workspace_id
from messaging.models import SendingPolicy
from messaging.services import recipients
from tenants.models import Workspace


@dataclass(frozen=True, slots=True)
class House:
    """As whom and within which bounds the workspace in scope writes."""

    policy: SendingPolicy
    workspace: Workspace


def read() -> House:
    """Return the workspace in scope with its policy. Queries: two."""
    return House(recipients.policy(), Workspace.objects.get(pk=current_workspace_id()))
