"""A kind of activity more: what a website reports in its own words. No row and no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0002_fence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("inquiry", "Inquiry"),
                    ("page_view", "Page view"),
                    ("download", "Download"),
                    ("form_start", "Form started"),
                    ("web_event", "Event on the website"),
                    ("email_sent", "E-mail sent"),
                    ("email_opened", "E-mail opened"),
                    ("email_clicked", "Link clicked"),
                    ("email_replied", "E-mail answered"),
                    ("event_attended", "Event attended"),
                    ("call", "Call"),
                    ("meeting", "Meeting"),
                    ("note", "Note"),
                    ("clue", "Clue"),
                    ("task_done", "Task done"),
                    ("created", "Lead created"),
                    ("imported", "Imported"),
                    ("score_changed", "Score changed"),
                    ("grade_set", "Grade set by hand"),
                    ("stage_changed", "Stage changed"),
                    ("assigned", "Assigned"),
                    ("handed_off", "Handed to Sales"),
                    ("accepted", "Accepted by Sales"),
                    ("rejected", "Returned to Marketing"),
                    ("recycled", "Recycled"),
                    ("consent_given", "Consent given"),
                    ("consent_withdrawn", "Consent withdrawn"),
                    ("converted", "Converted"),
                    ("won", "Won"),
                    ("lost", "Lost"),
                    ("workflow_entered", "Workflow entered"),
                    ("workflow_left", "Workflow left"),
                    ("wish", "Hand-off asked for"),
                ],
                db_collation="C",
                max_length=20,
            ),
        ),
    ]
