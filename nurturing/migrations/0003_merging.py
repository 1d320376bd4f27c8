"""An enrollment may end because its lead was merged. Words only; safe before or after a deploy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nurturing", "0002_fence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="enrollment",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("exit_rule", "The exit condition holds"),
                    ("with_sales", "Sales has the lead"),
                    ("closed", "The lead was closed"),
                    ("no_mail", "May not be mailed"),
                    ("by_hand", "Taken out by hand"),
                    ("other_workflow", "Another workflow fits better"),
                    ("archived", "The workflow was archived"),
                    ("ready", "Ready for Sales"),
                    ("merged", "The lead was merged"),
                ],
                max_length=14,
            ),
        ),
    ]
