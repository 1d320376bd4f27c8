"""Row-level security and composite keys of the lead's tables, and room for rank rows to be rewritten in place."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial"), ("tenants", "0002_fence")]
    operations = [
        Fence(
            "Source",
            "Topic",
            "Campaign",
            "Product",
            "FieldDefinition",
            "ClassificationRule",
            "Lead",
            "LeadToken",
            "LeadRank",
            "Activity",
            "StageChange",
            "FieldChange",
            "ConsentRecord",
            "Task",
            "Segment",
            "Tag",
            "LeadTag",
            "SavedView",
            "ListSetting",
            "Deed",
            "DeedRow",
            "Inference",
            "Clue",
            append_only=("ConsentRecord",),
        ),
        migrations.RunSQL(
            "ALTER TABLE leads_leadrank SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "ALTER TABLE leads_activity SET (autovacuum_vacuum_insert_scale_factor = 0.02)",
            migrations.RunSQL.noop,
        ),
    ]
