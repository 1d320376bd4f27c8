"""People, what they are in a workspace, and their teams."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from core.models import FencedModel, PublicIdModel, Timestamped
from tenants.choices import Role
from tenants.permissions import Capability, capabilities_of


class UserManager(BaseUserManager["User"]):
    """Creates people; the e-mail is kept lower-case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who signs in with the e-mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail, however it is written."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PublicIdModel, Timestamped):
    """A person; may be a member of several workspaces."""

    fence_exempt = True

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)

    # Set where the person was read with them (tenants.accounts.Backend).
    memberships_read: "list[Membership] | None" = None

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="tenants_user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """Return one or two letters for the avatar."""
        words = (self.name or self.email).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Team(FencedModel, Timestamped):
    """Reps who see each other's leads."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "name"], name="tenants_team_name")]

    def __str__(self) -> str:
        return self.name


class Membership(Timestamped):
    """What a person is in a workspace. Un-fenced: it is read before the scope is known (design §4)."""

    fence_exempt = True

    workspace = models.ForeignKey("tenants.Workspace", models.CASCADE, related_name="memberships")
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    team = models.ForeignKey(
        "tenants.Team", models.SET_NULL, null=True, blank=True, db_constraint=False, related_name="+"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="tenants_membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["admin", "marketer", "manager", "rep", "viewer"]),
                name="tenants_membership_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    def can(self, capability: str) -> bool:
        """Say whether the role holds the capability."""
        return Capability(capability) in capabilities_of(self.role)
