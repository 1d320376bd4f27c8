"""One more kind of notice; only Django's picture changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0003_tell_of_returns"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("lead_offered", "A lead is handed to you"),
                    ("answer_due", "An answer to a hand-off is late"),
                    ("lead_returned", "Sales returned a lead"),
                    ("task_due", "A task is due"),
                    ("mention", "Somebody mentioned you"),
                    ("job_finished", "Long work is finished"),
                    ("ambiguous_mail", "A message may or may not have gone out"),
                    ("webhook_disabled", "A webhook was switched off"),
                    ("workflow_paused", "A workflow was paused"),
                    ("meeting", "A meeting asks for your opinion"),
                    ("review_alarm", "Too many leads come back for one reason"),
                    ("inquiry", "A form you follow brought an inquiry"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="notificationchoice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("lead_offered", "A lead is handed to you"),
                    ("answer_due", "An answer to a hand-off is late"),
                    ("lead_returned", "Sales returned a lead"),
                    ("task_due", "A task is due"),
                    ("mention", "Somebody mentioned you"),
                    ("job_finished", "Long work is finished"),
                    ("ambiguous_mail", "A message may or may not have gone out"),
                    ("webhook_disabled", "A webhook was switched off"),
                    ("workflow_paused", "A workflow was paused"),
                    ("meeting", "A meeting asks for your opinion"),
                    ("review_alarm", "Too many leads come back for one reason"),
                    ("inquiry", "A form you follow brought an inquiry"),
                ],
                max_length=20,
            ),
        ),
    ]
