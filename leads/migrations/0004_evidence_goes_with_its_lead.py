"""The ledger of consent goes when its lead is deleted, by the database: the serving login cannot delete from it.

Safe before or after a deploy; the table is checked once and cannot be written meanwhile.
"""

import django.db.models.deletion
from django.db import migrations, models


FK = "leads_consentrecord_lead_id_fk"
ADD = f"""
ALTER TABLE leads_consentrecord DROP CONSTRAINT {FK};
ALTER TABLE leads_consentrecord ADD CONSTRAINT {FK} FOREIGN KEY (workspace_id, lead_id)
  REFERENCES leads_lead (workspace_id, id) {{action}} DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0003_web_event"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consentrecord",
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
