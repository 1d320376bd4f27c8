"""Row-level security and composite keys of the tenant tables."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]
    operations = [
        Fence("Team", "Invitation", "Idempotency", "AuditEntry", append_only=("AuditEntry",)),
        migrations.RunSQL(
            "ALTER TABLE tenants_membership ADD CONSTRAINT tenants_membership_team_id_fk "
            "FOREIGN KEY (workspace_id, team_id) REFERENCES tenants_team (workspace_id, id) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE tenants_membership DROP CONSTRAINT tenants_membership_team_id_fk",
        ),
    ]
