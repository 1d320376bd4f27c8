"""Hooks, fenced, and what an inquiry that came through one remembers; safe before deploy, no row is touched."""

import django.db.models.deletion
from django.db import migrations, models

import core.ids
import core.scope
from core.fence import Fence


# Inquiry is fenced already; only its new references are added.
REFERENCES = """
ALTER TABLE capture_inquiry ADD CONSTRAINT capture_inquiry_hook_id_fk FOREIGN KEY (workspace_id, hook_id)
  REFERENCES capture_hook (workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE capture_inquiry ADD CONSTRAINT capture_inquiry_origin_id_fk FOREIGN KEY (workspace_id, origin_id)
  REFERENCES capture_inquiry (workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
UNDO = """
ALTER TABLE capture_inquiry DROP CONSTRAINT capture_inquiry_hook_id_fk;
ALTER TABLE capture_inquiry DROP CONSTRAINT capture_inquiry_origin_id_fk;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0002_fence"),
        ("leads", "0002_fence"),
    ]

    operations = [
        migrations.AddField(
            model_name="inquiry",
            name="event_key",
            field=models.CharField(db_collation="C", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="origin",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="capture.inquiry",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="place",
            field=models.PositiveIntegerField(default=0, db_default=0),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="request",
            field=models.JSONField(default=dict, db_default={}),
        ),
        migrations.AlterField(
            model_name="filterrule",
            name="check_name",
            field=models.CharField(
                choices=[
                    ("unreadable", "The content cannot be read"),
                    ("bad_characters", "Contains characters that no text has"),
                    ("bad_value", "A value is of the wrong kind"),
                    ("no_contact", "Neither e-mail, phone nor company"),
                    ("bad_email", "The e-mail address is not one"),
                    ("disposable", "Throw-away e-mail address"),
                    ("honeypot", "A robot filled in the trap field"),
                    ("too_fast", "Filled in faster than a person can"),
                    ("foreign_origin", "Sent from a page that is not allowed"),
                    ("spam_words", "Reads like spam"),
                    ("spam_links", "Full of links"),
                    ("spam", "Marked as spam by hand"),
                    ("bad_signature", "The secret or the signature is wrong"),
                    ("unmapped", "Nobody has said which value is what"),
                    ("needs_fetch", "Holds only an id; the platform keeps the rest"),
                    ("test", "A test of the platform"),
                    ("duplicate", "Told twice by the platform"),
                    ("no_lead", "Tells of something else than a lead"),
                    ("error", "Could not be processed"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Hook",
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
                ("token", models.CharField(max_length=40)),
                ("preset", models.CharField(max_length=40)),
                ("secret", models.TextField(blank=True)),
                ("mapping", models.JSONField(blank=True, default=dict)),
                ("return_hosts", models.JSONField(blank=True, default=list)),
                ("is_active", models.BooleanField(default=True)),
                ("created_by", models.BigIntegerField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
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
                        blank=True,
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
                    models.Index(fields=["workspace_id", "-created_at", "-id"], name="capture_hook_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "public_id"), name="capture_hook_public_id"
                    ),
                    models.UniqueConstraint(fields=("workspace_id", "token"), name="capture_hook_token"),
                ],
            },
        ),
        migrations.AddField(
            model_name="inquiry",
            name="hook",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="capture.hook",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("hook__isnull", False)),
                fields=["workspace_id", "hook", "-received_at", "-id"],
                name="capture_inquiry_hook",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("event_key__isnull", False)),
                fields=("workspace_id", "hook", "event_key"),
                name="capture_inquiry_event_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin__isnull", False)),
                fields=("workspace_id", "origin", "place"),
                name="capture_inquiry_place",
            ),
        ),
        Fence("Hook"),
        migrations.RunSQL(REFERENCES, UNDO),
    ]
