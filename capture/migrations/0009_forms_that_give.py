"""What forms hand out, whom they tell and what they ask of browsers; new tables fenced, safe before deploy."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.scope
from core.fence import Fence


# Form is fenced already; only its new reference is added.
REFERENCE = """
ALTER TABLE capture_form ADD CONSTRAINT capture_form_handout_id_fk FOREIGN KEY (workspace_id, handout_id)
  REFERENCES capture_handout (workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
UNDO = "ALTER TABLE capture_form DROP CONSTRAINT capture_form_handout_id_fk"


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0008_visits_go_with_their_lead"),
    ]

    operations = [
        migrations.AddField(
            model_name="form",
            name="asks_proof",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="form",
            name="confirms_consent",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="form",
            name="mails_handout",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="form",
            name="notified",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="formversion",
            name="translations",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.CreateModel(
            name="Handout",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("token", models.CharField(blank=True, max_length=40)),
                ("size", models.BigIntegerField(default=0)),
                ("url", models.CharField(blank=True, max_length=1000)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("token", ""), models.Q(("url", ""), _negated=True)),
                            models.Q(models.Q(("token", ""), _negated=True), ("url", "")),
                            _connector="OR",
                        ),
                        name="capture_handout_is_one",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="form",
            name="handout",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="capture.handout",
            ),
        ),
        migrations.CreateModel(
            name="SpentProof",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["workspace_id", "at"], name="capture_spentproof_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace_id", "digest"), name="capture_spentproof_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoutFetch",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "handout",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="capture.handout",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="capture.inquiry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "inquiry", "handout"), name="capture_handoutfetch_once"
                    )
                ],
            },
        ),
        Fence("Handout", "HandoutFetch", "SpentProof"),
        migrations.RunSQL(REFERENCE, UNDO),
    ]
