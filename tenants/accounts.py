"""How allauth serves this product: people join by invitation only, and are read with their memberships."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from tenants import queries
from tenants.models import User


class Backend(AuthenticationBackend):
    """Reads the person of a session together with their workspaces: one question on every request, not three."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person, with ``memberships_read`` set if they belong anywhere; None if switched off."""
        memberships = queries.memberships_of(user_id)
        if not memberships:
            return super().get_user(user_id)
        user = memberships[0].user
        user.memberships_read = memberships
        return user if self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed; an administrator's invitation or ``create_workspace`` makes people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up by form."""
        return False
