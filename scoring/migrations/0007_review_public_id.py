"""Reviews are known outside by an id of their own. A table of some dozen rows, a moment; older code passes it over."""

from django.db import migrations, models

import core.ids


# The owner who migrates is not fenced, so this is every workspace.
FILL = "UPDATE scoring_reviewmeeting SET public_id = gen_random_uuid(); SET CONSTRAINTS ALL IMMEDIATE;"


class Migration(migrations.Migration):
    dependencies = [("scoring", "0006_event_questions")]
    operations = [
        migrations.AddField("reviewmeeting", "public_id", models.UUIDField(null=True, editable=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "reviewmeeting", "public_id", models.UUIDField(default=core.ids.uuid7, editable=False)
        ),
        migrations.AddConstraint(
            "reviewmeeting",
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="scoring_review_public_id"),
        ),
    ]
