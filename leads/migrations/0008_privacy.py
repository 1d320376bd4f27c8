"""The ledger tells each act apart, and what people may ask of us has its tables. Safe before a deploy.

Evidence that nobody may change goes with an erased person by one function of the owner's, and only while an erasure of
that person runs; what it looks for it reads from the erasure itself.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids
import core.scope
from core.fence import Fence


ACTS = "UPDATE leads_consentrecord SET act = 'withdrawn' WHERE NOT is_given"
FORGET = """
CREATE FUNCTION leads_forget(erasure bigint, place text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  here bigint := nullif(current_setting('app.workspace', true), '')::bigint;
  whom public.leads_erasure;
  done bigint;
BEGIN
  SELECT * INTO whom FROM public.leads_erasure e
    WHERE e.workspace_id = here AND e.id = erasure AND e.state = 'running';
  IF whom.id IS NULL THEN
    RAISE EXCEPTION 'no erasure % is running', erasure USING ERRCODE = 'restrict_violation';
  END IF;
  IF place = 'leads_consentrecord' THEN
    DELETE FROM public.leads_consentrecord WHERE workspace_id = here AND lead_id = ANY(whom.lead_ids);
  ELSIF place = 'scoring_scoresnapshot' THEN
    UPDATE public.scoring_scoresnapshot SET facts = '{}'
      WHERE workspace_id = here AND lead_id = ANY(whom.lead_ids) AND facts <> '{}';
  ELSIF place = 'tenants_auditentry' THEN
    UPDATE public.tenants_auditentry a SET target = '', data = '{}' WHERE a.workspace_id = here
      AND (a.target = ANY(whom.titles) OR EXISTS (SELECT 1 FROM unnest(whom.addresses || whom.titles) x
        WHERE position(lower(x) IN lower(a.target || ' ' || a.data::text)) > 0));
  ELSE
    RAISE EXCEPTION 'leads_forget does not know %', place USING ERRCODE = 'restrict_violation';
  END IF;
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0007_pair_of_any_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasedAddress",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(db_collation="C", max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "digest"), name="leads_erasedaddress_digest"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("public_id", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done")], default="running", max_length=7
                    ),
                ),
                (
                    "request",
                    models.CharField(
                        choices=[
                            ("person", "The person asked for it"),
                            ("authority", "An authority or a court ordered it"),
                            ("purpose", "We no longer need the data"),
                            ("mistake", "The data should never have been here"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(db_column="by_id", null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("job_id", models.BigIntegerField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("salt", models.CharField(max_length=64)),
                (
                    "lead_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "addresses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "titles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace_id", "-at", "-id"], name="leads_erasure_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "public_id"), name="leads_erasure_public_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("state", "running")),
                            models.Q(
                                ("addresses", []),
                                ("finished_at__isnull", False),
                                ("lead_ids", []),
                                ("state", "done"),
                                ("titles", []),
                            ),
                            _connector="OR",
                        ),
                        name="leads_erasure_forgets",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(db_column="by_id", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="act",
            field=models.CharField(
                choices=[
                    ("given", "Given"),
                    ("asked", "Waits for confirmation"),
                    ("confirmed", "Confirmed"),
                    ("withdrawn", "Withdrawn"),
                ],
                db_default="given",
                default="given",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="source",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
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
                    ("restricted", "Processing restricted"),
                    ("restriction_lifted", "Restriction lifted"),
                    ("erased_before", "The address was erased before"),
                ],
                db_collation="C",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="consentrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__in", ["given", "confirmed"]), ("is_given", True)),
                    models.Q(("act__in", ["asked", "withdrawn"]), ("is_given", False)),
                    _connector="OR",
                ),
                name="leads_consentrecord_act",
            ),
        ),
        migrations.AddField(
            model_name="erasedaddress",
            name="erasure",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="leads.erasure",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="leads.lead",
            ),
        ),
        migrations.AddIndex(
            model_name="restriction",
            index=models.Index(fields=["workspace_id", "lead", "-at"], name="leads_restriction_lead"),
        ),
        migrations.AddIndex(
            model_name="restriction",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["workspace_id", "lead"],
                name="leads_restriction_open",
            ),
        ),
        Fence("Restriction", "Erasure", "ErasedAddress"),
        migrations.RunSQL(FORGET, "DROP FUNCTION leads_forget(bigint, text)"),
    ]
