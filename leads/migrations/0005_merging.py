"""Merging: its record, the names a merged lead is still known by, and likely duplicates. Safe before or after a deploy.

What nobody may change, evidence of consent and snapshots of scores, changes hands by one function of the owner's, and
only between the two leads of a merge.
"""

import django.db.models.deletion
from django.db import migrations, models

import core.ids
import core.scope
from core.fence import Fence


REHOME = """
CREATE FUNCTION leads_rehome(place text, source bigint, target bigint, record bigint, only_ids bigint[])
RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE here bigint := nullif(current_setting('app.workspace', true), '')::bigint;
BEGIN
  IF place NOT IN (SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND obj_description(oid, 'pg_class') = 'append-only') THEN
    RAISE EXCEPTION 'leads_rehome is for append-only tables' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM public.leads_mergerecord m WHERE m.workspace_id = here AND m.id = record
      AND m.undone_at IS NULL
      AND ((m.loser_id = source AND m.winner_id = target) OR (m.winner_id = source AND m.loser_id = target))) THEN
    RAISE EXCEPTION 'no merge joins lead % and lead %', source, target USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN QUERY EXECUTE format(
    'UPDATE public.%I SET lead_id = $1 WHERE workspace_id = $2 AND lead_id = $3 AND ($4 IS NULL OR id = ANY($4))'
    ' RETURNING id', place) USING target, here, source, only_ids;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0004_evidence_goes_with_its_lead"),
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
                    ("merged", "Merged"),
                    ("unmerged", "Merge undone"),
                ],
                db_collation="C",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="MergeRecord",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("public_id", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first_winner", models.BigIntegerField()),
                ("loser_id", models.BigIntegerField()),
                ("loser_public_id", models.UUIDField()),
                ("loser_title", models.CharField(max_length=320)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(db_column="by_id", null=True)),
                ("taken", models.JSONField(default=list)),
                ("dropped", models.JSONField(default=list)),
                ("kept", models.JSONField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.BigIntegerField(null=True)),
                ("left", models.JSONField(default=list)),
                (
                    "winner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "winner", "-at", "-id"], name="leads_mergerecord_winner"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "public_id"), name="leads_mergerecord_public_id"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("workspace_id", "loser_id"),
                        name="leads_mergerecord_lost_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadAlias",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lead_was", models.BigIntegerField(null=True)),
                ("public_id", models.UUIDField(null=True)),
                ("external_id", models.CharField(blank=True, db_collation="C", max_length=120)),
                ("email_norm", models.CharField(blank=True, db_collation="C", max_length=320)),
                ("phone_e164", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("name_norm", models.CharField(blank=True, db_collation="C", max_length=260)),
                ("company_norm", models.CharField(blank=True, db_collation="C", max_length=200)),
                ("domain", models.CharField(blank=True, db_collation="C", max_length=253)),
                ("tax_id_norm", models.CharField(blank=True, db_collation="C", max_length=40)),
                (
                    "external_source",
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
                    "record",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.mergerecord",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace_id", "lead"], name="leads_leadalias_lead"),
                    models.Index(fields=["workspace_id", "record"], name="leads_leadalias_record"),
                    models.Index(fields=["workspace_id", "email_norm"], name="leads_leadalias_email"),
                    models.Index(fields=["workspace_id", "phone_e164"], name="leads_leadalias_phone"),
                    models.Index(fields=["workspace_id", "external_id"], name="leads_leadalias_external"),
                    models.Index(fields=["workspace_id", "company_norm"], name="leads_leadalias_company"),
                    models.Index(fields=["workspace_id", "domain"], name="leads_leadalias_domain"),
                    models.Index(fields=["workspace_id", "tax_id_norm"], name="leads_leadalias_tax_id"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "lead_was"), name="leads_leadalias_lead_was"
                    ),
                    models.UniqueConstraint(
                        fields=("workspace_id", "public_id"), name="leads_leadalias_public_id"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LikelyPair",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("dismissed_by", models.BigIntegerField(null=True)),
                (
                    "first",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dismissed_at__isnull", True)),
                        fields=["workspace_id", "-score", "-id"],
                        name="leads_likelypair_open",
                    ),
                    models.Index(fields=["workspace_id", "second"], name="leads_likelypair_second"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "first", "second"), name="leads_likelypair_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="leads_likelypair_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__range", (0, 100))), name="leads_likelypair_score"
                    ),
                ],
            },
        ),
        Fence("MergeRecord", "LeadAlias", "LikelyPair"),
        migrations.RunSQL(REHOME, "DROP FUNCTION leads_rehome(text, bigint, bigint, bigint, bigint[])"),
    ]
