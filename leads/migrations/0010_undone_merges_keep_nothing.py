"""Clear what merges kept that were taken back: the leads have it again. Safe before or after a deploy; few rows."""

from django.db import migrations


CLEAR = "UPDATE leads_mergerecord SET kept = '{}', loser_title = '' WHERE undone_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0009_campaign_costs_by_day"),
    ]

    operations = [
        migrations.RunSQL(CLEAR, migrations.RunSQL.noop),
    ]
