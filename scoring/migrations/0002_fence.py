"""Row-level security, composite keys, and the trigger that keeps what was published as it was."""

from django.db import migrations

from core.fence import Fence


# Nothing of a published version may change but its state. Scores name the version that made them, so the rules
# behind a number must stay what they were.
FREEZE = """
CREATE FUNCTION scoring_freeze_model() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NULL THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'state' - 'updated_at' IS DISTINCT FROM to_jsonb(OLD) - 'state' - 'updated_at'
    OR NEW.state = 'draft' THEN
    RAISE EXCEPTION 'scoring model v%% is published and cannot be changed', OLD.version
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER scoring_freeze BEFORE UPDATE OR DELETE ON scoring_scoringmodel
  FOR EACH ROW EXECUTE FUNCTION scoring_freeze_model();
CREATE FUNCTION scoring_freeze_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part record := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  IF EXISTS (SELECT 1 FROM scoring_scoringmodel m WHERE m.workspace_id = part.workspace_id
      AND m.id IN (part.model_id, CASE TG_OP WHEN 'UPDATE' THEN NEW.model_id ELSE part.model_id END)
      AND m.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a part of a published scoring model cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER scoring_freeze BEFORE INSERT OR UPDATE OR DELETE ON scoring_criteriongroup
  FOR EACH ROW EXECUTE FUNCTION scoring_freeze_part();
CREATE TRIGGER scoring_freeze BEFORE INSERT OR UPDATE OR DELETE ON scoring_criterion
  FOR EACH ROW EXECUTE FUNCTION scoring_freeze_part();
"""
THAW = """
DROP TRIGGER scoring_freeze ON scoring_criterion;
DROP TRIGGER scoring_freeze ON scoring_criteriongroup;
DROP TRIGGER scoring_freeze ON scoring_scoringmodel;
DROP FUNCTION scoring_freeze_part();
DROP FUNCTION scoring_freeze_model();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0001_initial"),
        ("leads", "0002_fence"),
        ("work", "0002_fence"),
    ]
    operations = [
        Fence(
            "ScoringModel",
            "CriterionGroup",
            "Criterion",
            "ScoreSnapshot",
            "RescoreChunk",
            "LearnedModel",
            "SignOff",
            "HandGrade",
            "Meeting",
            "MeetingLine",
            "MeetingSeat",
            "MeetingVote",
            "EventQuestion",
            append_only=("ScoreSnapshot",),
        ),
        migrations.RunSQL(FREEZE.replace("%%", "%"), THAW),
    ]
