"""Snapshots of scores go when their lead is deleted, by the database: the serving login cannot delete from it.

Safe before or after a deploy; the table is checked once and cannot be written meanwhile.
"""

import django.db.models.deletion
from django.db import migrations, models


FK = "scoring_scoresnapshot_lead_id_fk"
ADD = f"""
ALTER TABLE scoring_scoresnapshot DROP CONSTRAINT {FK};
ALTER TABLE scoring_scoresnapshot ADD CONSTRAINT {FK} FOREIGN KEY (workspace_id, lead_id)
  REFERENCES leads_lead (workspace_id, id) {{action}} DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0008_review_of_models"),
    ]

    operations = [
        migrations.AlterField(
            model_name="scoresnapshot",
            name="lead",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="leads.lead",
            ),
        ),
        migrations.RunSQL(ADD.format(action="ON DELETE CASCADE"), ADD.format(action="")),
    ]
