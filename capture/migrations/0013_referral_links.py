"""Links by which leads send others to us, fenced, and which inquiry came by one; safe before a deploy."""

import django.db.models.deletion
from django.db import migrations, models

import core.scope
from core.fence import Fence


# Inquiry is fenced already; only its new reference is added.
REFERENCE = """
ALTER TABLE capture_inquiry ADD CONSTRAINT capture_inquiry_referral_id_fk FOREIGN KEY (workspace_id, referral_id)
  REFERENCES capture_referrallink (workspace_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
UNDO = "ALTER TABLE capture_inquiry DROP CONSTRAINT capture_inquiry_referral_id_fk"


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0012_mail_doors"),
        ("leads", "0010_undone_merges_keep_nothing"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferralLink",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token", models.CharField(db_collation="C", max_length=40)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
                (
                    "form",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="capture.form",
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
            ],
        ),
        migrations.AddField(
            model_name="inquiry",
            name="referral",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="capture.referrallink",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("referral__isnull", False)),
                fields=["workspace_id", "referral", "-received_at"],
                name="capture_inquiry_referral",
            ),
        ),
        migrations.AddIndex(
            model_name="referrallink",
            index=models.Index(fields=["workspace_id", "lead", "-id"], name="capture_referrallink_lead"),
        ),
        migrations.AddConstraint(
            model_name="referrallink",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "token"), name="capture_referrallink_token"
            ),
        ),
        migrations.AddConstraint(
            model_name="referrallink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("form__isnull", False), ("url", "")),
                    models.Q(("form__isnull", True), models.Q(("url", ""), _negated=True)),
                    _connector="OR",
                ),
                name="capture_referrallink_one_target",
            ),
        ),
        Fence("ReferralLink"),
        migrations.RunSQL(REFERENCE, UNDO),
    ]
