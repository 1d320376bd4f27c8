"""Tracking of websites: its settings, what was seen, and who the visitors are. New tables; safe before a deploy."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.scope
from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0005_what_reports_count"),
        ("leads", "0003_web_event"),
        ("messaging", "0003_tell_of_returns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tracker",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "allowed_origins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("asks_consent", models.BooleanField(default=True)),
                ("retention_days", models.PositiveSmallIntegerField(default=90)),
                ("created_by", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace_id",), name="capture_tracker_one"),
                    models.CheckConstraint(
                        condition=models.Q(("retention_days__gte", 1), ("retention_days__lte", 800)),
                        name="capture_tracker_retention",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("visitor", models.CharField(db_collation="C", max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("page_view", "Page view"),
                            ("download", "Download"),
                            ("form_start", "Form started"),
                            ("web_event", "Event on the website"),
                        ],
                        db_collation="C",
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("url", models.CharField(max_length=1000)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("referrer", models.CharField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("search", "Search"),
                            ("paid_search", "Paid search"),
                            ("social", "Social networks"),
                            ("paid_social", "Paid social"),
                            ("ai", "AI assistants"),
                            ("email", "E-mail"),
                            ("content", "Content"),
                            ("affiliate", "Affiliates"),
                            ("programmatic", "Display and programmatic"),
                            ("referral", "Links on other sites"),
                            ("offline", "Offline"),
                            ("direct", "Direct"),
                        ],
                        max_length=12,
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("ip_class", models.CharField(blank=True, max_length=60)),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "at", "id"],
                        include=("ip_class", "lead"),
                        name="capture_visit_newest",
                    ),
                    models.Index(fields=["workspace_id", "visitor", "at"], name="capture_visit_visitor"),
                    models.Index(
                        condition=models.Q(("lead__isnull", False)),
                        fields=["workspace_id", "lead", "at"],
                        name="capture_visit_lead",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["page_view", "download", "form_start", "web_event"])
                        ),
                        name="capture_visit_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "",
                                    "search",
                                    "paid_search",
                                    "social",
                                    "paid_social",
                                    "ai",
                                    "email",
                                    "content",
                                    "affiliate",
                                    "programmatic",
                                    "referral",
                                    "offline",
                                    "direct",
                                ],
                            )
                        ),
                        name="capture_visit_channel",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitorName",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("visitor", models.CharField(db_collation="C", max_length=40)),
                ("at", models.DateTimeField()),
                ("evidence", models.CharField(db_collation="C", max_length=120)),
                ("place", models.PositiveSmallIntegerField(null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="messaging.message",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace_id", "lead"], name="capture_visitorname_lead")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "visitor", "evidence"), name="capture_visitorname_once"
                    )
                ],
            },
        ),
        Fence("Tracker", "Visit", "VisitorName"),
    ]
