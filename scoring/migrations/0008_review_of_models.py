"""Cases know their model and definition, and forget more of who is erased. Dozens of rows; older code passes it over."""

from django.db import migrations, models


# A case is what was known when Sales got the lead. Only the lead behind it may go, and takes with it whatever named
# somebody: the workspace's own fields and what was read, sent or said of it may hold anything, so that goes.
FORGET = """
CREATE OR REPLACE FUNCTION scoring_freeze_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'lead_id' - 'meeting_id' IS DISTINCT FROM to_jsonb(OLD) - 'lead_id' - 'meeting_id' THEN
    RAISE EXCEPTION 'a case of a review cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.lead_id IS NULL AND OLD.lead_id IS NOT NULL THEN
    NEW.title := '';
    NEW.note := '';
    NEW.facts := (SELECT coalesce(jsonb_object_agg(name, value), '{}') FROM jsonb_each(OLD.facts) AS fact(name, value)
      WHERE name NOT IN ('company.company', 'interest.need', 'person.job_title') AND name NOT LIKE 'custom.%');
    NEW.actions := (SELECT coalesce(jsonb_agg(action - 'said' - 'data' ORDER BY place), '[]')
      FROM jsonb_array_elements(OLD.actions) WITH ORDINALITY AS every(action, place));
    UPDATE scoring_reviewverdict SET comment = ''
      WHERE workspace_id = OLD.workspace_id AND case_id = OLD.id AND comment <> '';
  END IF;
  RETURN NEW;
END $$;
"""
# The owner who migrates is not fenced, so this is every workspace.
FORGOTTEN = """
ALTER TABLE scoring_reviewcase DISABLE TRIGGER scoring_freeze;
UPDATE scoring_reviewcase SET
  facts = (SELECT coalesce(jsonb_object_agg(name, value), '{}') FROM jsonb_each(facts) AS fact(name, value)
    WHERE name NOT IN ('company.company', 'interest.need', 'person.job_title') AND name NOT LIKE 'custom.%'),
  actions = (SELECT coalesce(jsonb_agg(action - 'said' - 'data' ORDER BY place), '[]')
    FROM jsonb_array_elements(actions) WITH ORDINALITY AS every(action, place))
WHERE lead_id IS NULL;
UPDATE scoring_reviewverdict v SET comment = '' FROM scoring_reviewcase c
WHERE c.workspace_id = v.workspace_id AND c.id = v.case_id AND c.lead_id IS NULL AND v.comment <> '';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE scoring_reviewcase ENABLE TRIGGER scoring_freeze;
"""
KEY = {"max_length": 60, "db_collation": "C", "default": "", "db_default": ""}


class Migration(migrations.Migration):
    dependencies = [("scoring", "0007_review_public_id")]
    operations = [
        migrations.AddField("reviewcase", "model_key", models.CharField(**KEY)),
        migrations.AddField("reviewcase", "definition_key", models.CharField(**KEY)),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(FORGOTTEN, migrations.RunSQL.noop),
    ]
