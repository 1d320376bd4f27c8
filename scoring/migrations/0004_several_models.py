"""Several models in a version, and definitions that teams hold; empty in what was published before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0003_review_meeting")]
    operations = [
        migrations.AddField("scoringmodel", "teams", models.JSONField(default=list, db_default=[])),
        migrations.AddField("scoringmodel", "special", models.JSONField(default=list, db_default=[])),
        migrations.AddField(
            "scoresnapshot",
            "model_key",
            models.CharField(max_length=60, db_collation="C", default="", db_default=""),
        ),
        migrations.AddField(
            "scoresnapshot",
            "definition_key",
            models.CharField(max_length=60, db_collation="C", default="", db_default=""),
        ),
    ]
