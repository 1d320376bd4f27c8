"""How allauth serves this product: people join by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed; an administrator's invitation or ``create_workspace`` makes people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up by form."""
        return False
