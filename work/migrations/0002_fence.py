"""The queue's sequence, storage that suits rows which are changed and deleted all the time, and the fence."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE work_seq", "DROP SEQUENCE work_seq"),
        migrations.RunSQL(
            "ALTER TABLE work_workitem SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01)",
            migrations.RunSQL.noop,
        ),
        Fence("Job"),
    ]
