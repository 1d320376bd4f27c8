"""What an erased lead did goes with it; names by a mail are found when the mail is deleted. Safe before a deploy."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0007_imports"),
        ("leads", "0007_pair_of_any_order"),
    ]

    operations = [
        migrations.AlterField(
            model_name="visit",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="leads.lead",
            ),
        ),
        migrations.AddIndex(
            model_name="visitorname",
            index=models.Index(
                condition=models.Q(("message__isnull", False)),
                fields=["workspace_id", "message"],
                name="capture_visitorname_message",
            ),
        ),
    ]
