"""Addresses for mail providers, fenced; a new table, safe before deploy."""

import django.db.models.deletion
from django.db import migrations, models

import core.scope
from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0011_mailboxes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailDoor",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("provider", models.CharField(db_collation="C", max_length=20)),
                ("token", models.CharField(db_collation="C", max_length=40)),
                ("secret", models.TextField(blank=True)),
                ("is_active", models.BooleanField(default=True)),
                ("confirm_url", models.CharField(blank=True, max_length=1000)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("received_at", models.DateTimeField(null=True)),
                ("created_by", models.BigIntegerField(null=True)),
                (
                    "latest",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="capture.inquiry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "provider"), name="capture_maildoor_once"
                    ),
                    models.UniqueConstraint(fields=("workspace_id", "token"), name="capture_maildoor_token"),
                ],
            },
        ),
        Fence("MailDoor"),
    ]
