"""Imports with their mended cells, faults and marks, all fenced; safe before a deploy, no row is touched."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import core.ids
import core.scope
from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0006_tracking"),
        ("leads", "0002_fence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("public_id", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Columns to choose"),
                            ("ready", "Ready to start"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="mapping",
                        max_length=8,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("token", models.CharField(max_length=40)),
                ("size", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("header", models.JSONField(default=list)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("own", "Our own customers or contacts"),
                            ("event", "People met at an event"),
                            ("rented", "A rented or bought list"),
                            ("cold", "A cold list, researched by us"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("consent", "They agreed to marketing mail"),
                            ("contract", "They are customers"),
                            ("interest", "Our legitimate interest"),
                            ("unknown", "Not known"),
                        ],
                        max_length=8,
                    ),
                ),
                ("consent_text", models.TextField(blank=True)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("mapping", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("checked", models.JSONField(default=dict)),
                ("job_id", models.BigIntegerField(null=True)),
                ("place", models.PositiveIntegerField(default=0)),
                ("read", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("updated", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("removed", models.PositiveIntegerField(default=0)),
                ("restored", models.PositiveIntegerField(default=0)),
                ("left_alone", models.PositiveIntegerField(default=0)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="leads.campaign",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="leads.source",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace_id", "-created_at", "-id"], name="capture_import_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "public_id"), name="capture_import_public_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["mapping", "ready", "running", "done", "stopped", "undoing", "undone"],
                            )
                        ),
                        name="capture_import_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "read",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("created"), "+", models.F("updated")
                                        ),
                                        "+",
                                        models.F("skipped"),
                                    ),
                                    "+",
                                    models.F("failed"),
                                ),
                            )
                        ),
                        name="capture_import_every_row",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFault",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("cells", models.JSONField(default=list)),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="capture.import",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "batch", "row"), name="capture_importfault_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFix",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField()),
                ("cells", models.JSONField(default=dict)),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="capture.import",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "batch", "row"), name="capture_importfix_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMark",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lead_id", models.BigIntegerField()),
                ("row", models.PositiveIntegerField(default=0)),
                ("is_new", models.BooleanField()),
                ("changed", models.JSONField(default=dict)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("stands", "Stands"), ("undone", "Put back"), ("left", "Left alone")],
                        default="stands",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("touched", "Somebody worked with it since"),
                            ("changed", "Changed again since"),
                            ("taken", "Another open lead has its former e-mail address"),
                            ("gone", "No longer there"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="capture.import",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "batch", "state", "-id"], name="capture_importmark_next"
                    ),
                    models.Index(fields=["workspace_id", "batch", "lead_id"], name="capture_importmark_lead"),
                ],
            },
        ),
        Fence("Import", "ImportFix", "ImportFault", "ImportMark"),
    ]
