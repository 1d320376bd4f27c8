"""Questions for events become rows of their own, with the kind of their answer; who wants to know stands beside them.

Until now each person's wish was a row, and the first one of equal words stays as the question. Deploy with the code:
what is written before reads the old shape. A table of some dozen rows, a moment.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids
import core.scope
from core.fence import Fence


# The owner who migrates is not fenced, so this is every workspace.
WISHES = """
INSERT INTO scoring_eventwish (workspace_id, question_id, user_id, asked_at)
SELECT workspace_id, min(id) OVER (PARTITION BY workspace_id, folded), user_id, asked_at FROM scoring_eventquestion;
DELETE FROM scoring_eventquestion q WHERE EXISTS (SELECT 1 FROM scoring_eventquestion first
  WHERE first.workspace_id = q.workspace_id AND first.folded = q.folded AND first.id < q.id);
UPDATE scoring_eventquestion SET public_id = gen_random_uuid();
SET CONSTRAINTS ALL IMMEDIATE;
"""
KINDS = [
    ("text", "Text"),
    ("choice", "One of several options"),
    ("boolean", "Yes or no"),
    ("number", "Number"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0005_meeting_counted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="EventWish",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                (
                    "question",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="scoring.eventquestion",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "question", "user"), name="scoring_eventwish_once"
                    )
                ],
            },
        ),
        Fence("EventWish"),
        migrations.AddField("eventquestion", "public_id", models.UUIDField(null=True, editable=False)),
        migrations.RunSQL(WISHES),
        migrations.RemoveConstraint("eventquestion", "scoring_eventquestion_once"),
        migrations.RemoveField("eventquestion", "user"),
        migrations.AlterField(
            "eventquestion", "public_id", models.UUIDField(default=core.ids.uuid7, editable=False)
        ),
        migrations.AddField(
            "eventquestion",
            "kind",
            models.CharField(choices=KINDS, default="text", max_length=7),
        ),
        migrations.AddField("eventquestion", "options", models.JSONField(blank=True, default=list)),
        migrations.AddField("eventquestion", "agreed_at", models.DateTimeField(null=True)),
        migrations.AddField("eventquestion", "agreed_by", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "eventquestion",
            models.UniqueConstraint(
                fields=("workspace_id", "public_id"), name="scoring_eventquestion_public_id"
            ),
        ),
        migrations.AddConstraint(
            "eventquestion",
            models.UniqueConstraint(fields=("workspace_id", "folded"), name="scoring_eventquestion_words"),
        ),
        migrations.AddConstraint(
            "eventquestion",
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["text", "choice", "boolean", "number"])),
                name="scoring_eventquestion_kind",
            ),
        ),
    ]
