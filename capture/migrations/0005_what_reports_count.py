"""The reports' index tells answers and what was set aside from inquiries; a check's name is code, not a choice.

Safe before or after a deploy. The index is built anew: inquiries cannot be stored meanwhile, seconds for a million.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0004_mail_reasons"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="inquiry", name="capture_inquiry_report"),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                fields=["workspace_id", "occurred_at"],
                include=["state", "lead", "source", "campaign", "reason"],
                name="capture_inquiry_report",
            ),
        ),
        migrations.AlterField(
            model_name="filterrule", name="check_name", field=models.CharField(max_length=20)
        ),
    ]
