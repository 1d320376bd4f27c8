"""Mailboxes that are read by IMAP, fenced; a new table, safe before deploy."""

import django.db.models.deletion
from django.db import migrations, models

import core.scope
from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0010_filter_rules_are_conditions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=255)),
                ("port", models.PositiveIntegerField()),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS from the start (port 993)"),
                            ("starttls", "STARTTLS (port 143)"),
                            ("plain", "None"),
                        ],
                        db_collation="C",
                        max_length=8,
                    ),
                ),
                ("username", models.CharField(max_length=320)),
                ("password", models.TextField()),
                ("folder", models.CharField(max_length=255)),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("seen", "Mark them as read"),
                            ("move", "Move them to another folder"),
                            ("keep", "Leave them as they are"),
                        ],
                        db_collation="C",
                        max_length=4,
                    ),
                ),
                ("move_to", models.CharField(blank=True, max_length=255)),
                ("takes_old", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=False)),
                ("created_by", models.BigIntegerField(null=True)),
                ("uidvalidity", models.BigIntegerField(null=True)),
                ("last_uid", models.BigIntegerField(default=0)),
                ("marked_uid", models.BigIntegerField(default=0)),
                ("wants_test", models.BooleanField(default=False)),
                ("tested_at", models.DateTimeField(null=True)),
                ("polled_at", models.DateTimeField(null=True)),
                ("next_poll_at", models.DateTimeField(null=True)),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "refused",
                                "This server lies in a private network, or the port is none of 993 and 143.",
                            ),
                            ("unknown_host", "There is no server of this name."),
                            ("unreachable", "The server does not answer. Check the name and the port."),
                            ("too_slow", "The server was too slow, and the connection was closed."),
                            (
                                "bad_certificate",
                                "The server's certificate is not valid for this name. Use the name that stands in it.",
                            ),
                            ("no_tls", "TLS did not come about. Try the other way of security."),
                            (
                                "bad_login",
                                "The server refuses user and password. Many providers want an app password instead of the usual one.",
                            ),
                            ("no_folder", "The mailbox has no such folder."),
                            ("no_target", "The folder that read mails are moved to does not exist."),
                            ("protocol", "The server answered something that was not understood."),
                            ("key_lost", "The password cannot be opened any more. Type it again."),
                        ],
                        db_collation="C",
                        max_length=20,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("found", models.PositiveIntegerField(null=True)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("too_large", models.PositiveIntegerField(default=0)),
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
                        fields=("workspace_id", "host", "username", "folder"), name="capture_mailbox_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", "move"), _negated=True),
                            models.Q(("move_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="capture_mailbox_moves_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("port__gte", 1), ("port__lte", 65535)),
                        name="capture_mailbox_port",
                    ),
                ],
            },
        ),
        Fence("Mailbox"),
    ]
