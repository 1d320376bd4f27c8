"""The review meeting and its alarm. New tables only: safe before and after the new code is served."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.scope
from core.fence import Fence


# A case is what was known when Sales got the lead. Only the lead behind it may go, and takes with it whatever named
# somebody.
FREEZE = """
CREATE FUNCTION scoring_freeze_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'lead_id' - 'meeting_id' IS DISTINCT FROM to_jsonb(OLD) - 'lead_id' - 'meeting_id' THEN
    RAISE EXCEPTION 'a case of a review cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.lead_id IS NULL AND OLD.lead_id IS NOT NULL THEN
    NEW.title := '';
    NEW.note := '';
    NEW.facts := OLD.facts - 'company.company' - 'interest.need';
    NEW.actions := (SELECT coalesce(jsonb_agg(action - 'said' ORDER BY place), '[]')
      FROM jsonb_array_elements(OLD.actions) WITH ORDINALITY AS every(action, place));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER scoring_freeze BEFORE UPDATE ON scoring_reviewcase
  FOR EACH ROW EXECUTE FUNCTION scoring_freeze_case();
"""
THAW = """
DROP TRIGGER scoring_freeze ON scoring_reviewcase;
DROP FUNCTION scoring_freeze_case();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0002_fence"),
        ("scoring", "0002_fence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewMeeting",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hand_offs", "Hand-offs to Sales"),
                            ("opportunities", "Conversions to opportunity"),
                        ],
                        max_length=13,
                    ),
                ),
                ("size", models.PositiveSmallIntegerField()),
                ("filters", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(null=True)),
                ("criteria", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=6
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.BigIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.BigIntegerField(null=True)),
                ("decisions", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("drafted_at", models.DateTimeField(null=True)),
                ("changes", models.JSONField(default=list)),
                (
                    "model",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="scoring.scoringmodel",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace_id", "-opened_at", "-id"], name="scoring_review_newest"),
                    models.Index(fields=["workspace_id", "model"], name="scoring_review_model"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["hand_offs", "opportunities"])),
                        name="scoring_review_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__range", (20, 50))), name="scoring_review_size"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="scoring_review_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("closed_at__isnull", False), _connector="OR"),
                        name="scoring_review_closed_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewCase",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("happened_at", models.DateTimeField()),
                ("title", models.CharField(blank=True, max_length=300)),
                ("facts", models.JSONField(default=dict)),
                ("known", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField()),
                ("fit", models.SmallIntegerField()),
                ("engagement", models.SmallIntegerField()),
                ("score", models.SmallIntegerField()),
                (
                    "grade",
                    models.CharField(choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], max_length=1),
                ),
                ("lines", models.JSONField(default=list)),
                ("hits", models.JSONField(default=list)),
                ("actions", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Not answered"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
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
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="scoring.reviewmeeting",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace_id", "lead"], name="scoring_reviewcase_lead"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "meeting", "position"), name="scoring_reviewcase_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["open", "accepted", "returned", "won", "lost"])),
                        name="scoring_reviewcase_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAlarm",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reason", models.CharField(db_collation="C", max_length=60)),
                ("label", models.CharField(max_length=120)),
                ("returned", models.PositiveIntegerField()),
                ("handed", models.PositiveIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
                ("rung_at", models.DateTimeField()),
                ("held_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="scoring.reviewmeeting",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "reason", "-ended_at"], name="scoring_reviewalarm_ended"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("workspace_id", "reason"),
                        name="scoring_reviewalarm_rings_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewSeat",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="scoring.reviewmeeting",
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
                        fields=("workspace_id", "meeting", "user"), name="scoring_reviewseat_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewVerdict",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("good", "Good"), ("too_early", "Too early"), ("not_fit", "Not a fit")],
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=60)),
                ("comment", models.CharField(blank=True, max_length=300)),
                ("given_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="scoring.reviewcase",
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
                        fields=("workspace_id", "case", "user"), name="scoring_reviewverdict_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["good", "too_early", "not_fit"])),
                        name="scoring_reviewverdict_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "not_fit"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="scoring_reviewverdict_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "good"), _negated=True), ("reason", ""), _connector="OR"
                        ),
                        name="scoring_reviewverdict_good",
                    ),
                ],
            },
        ),
        Fence("ReviewMeeting", "ReviewCase", "ReviewSeat", "ReviewVerdict", "ReviewAlarm"),
        migrations.RunSQL(FREEZE, THAW),
    ]
