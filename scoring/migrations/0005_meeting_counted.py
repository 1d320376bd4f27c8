"""A meeting whose ballot is still being counted, and lines that the chair thought of.

New columns without a default: safe before the new code is served; one update of the few meetings there are.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_several_models")]
    operations = [
        migrations.AddField("meetingline", "added_by", models.BigIntegerField(null=True)),
        migrations.AddField("meeting", "counted_at", models.DateTimeField(null=True)),
        # Until now a meeting began with its ballot.
        migrations.RunSQL("UPDATE scoring_meeting SET counted_at = opened_at", migrations.RunSQL.noop),
    ]
