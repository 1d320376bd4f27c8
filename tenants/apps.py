"""App configuration of tenants."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from tenants.grants import grant_app_login


class TenantsConfig(AppConfig):
    """Workspaces, people and what each may do."""

    name = "tenants"

    def ready(self) -> None:
        """Let the serving login use the tables after every migrate, and show where the settings are."""
        from tenants import checks, navigation  # noqa: F401 - checks need the URL conf, which needs every app

        # Of all the apps' signals one is enough: each comes after the last migration.
        post_migrate.connect(grant_app_login, sender=self, dispatch_uid="grant_app_login")
        navigation.register()
