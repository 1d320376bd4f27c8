"""What must hold of scores at any moment; each statement returns the ids that break it."""

CHECKS: dict[str, str] = {
    # Lines are the audit of a number: they sum to it exactly.
    "snapshot_lines_do_not_sum": """
        SELECT p.id FROM scoring_scoresnapshot p
        WHERE p.workspace_id = %(workspace)s AND (
          p.fit <> (SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(p.lines->'fit'))
          OR p.engagement <> (SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(p.lines->'engagement')))
    """,
    "score_by_unknown_version": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.model_version IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM scoring_scoringmodel m WHERE m.workspace_id = r.workspace_id
          AND m.version = r.model_version AND m.state <> 'draft')
    """,
    # A lead of another version than the live one has a chunk or a mark under way.
    "score_behind_the_live_model": """
        SELECT r.lead_id FROM leads_leadrank r
        JOIN scoring_scoringmodel m ON m.workspace_id = r.workspace_id AND m.state = 'published'
        WHERE r.workspace_id = %(workspace)s AND r.model_version IS DISTINCT FROM m.version
          AND NOT EXISTS (SELECT 1 FROM work_workitem w WHERE w.workspace_id = r.workspace_id
            AND w.queue = 'lead' AND w.key = r.lead_id)
          AND NOT EXISTS (SELECT 1 FROM scoring_rescorechunk c WHERE c.workspace_id = r.workspace_id
            AND c.done_at IS NULL AND r.lead_id BETWEEN c.first AND c.last)
    """,
    "grade_by_hand_not_in_force": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.grade_by_hand <> '' AND r.grade <> r.grade_by_hand
          AND NOT EXISTS (SELECT 1 FROM work_workitem w WHERE w.workspace_id = r.workspace_id
            AND w.queue = 'lead' AND w.key = r.lead_id)
    """,
    # Tenths of a percent, and only by a model that says more than chance.
    "probability_by_nothing": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.probability IS NOT NULL
          AND (r.probability NOT BETWEEN 0 AND 1000 OR NOT EXISTS (
            SELECT 1 FROM scoring_learnedmodel m WHERE m.workspace_id = r.workspace_id
              AND m.is_current AND m.verdict = 'ready'))
          AND NOT EXISTS (SELECT 1 FROM work_workitem w WHERE w.workspace_id = r.workspace_id
            AND (w.queue = 'learn' OR w.queue = 'lead' AND w.key = r.lead_id))
    """,
    # Why and until when a grade was set belongs to the grade that is in force.
    "reason_for_no_grade_by_hand": """
        SELECT h.id FROM scoring_handgrade h
        JOIN leads_leadrank r ON r.workspace_id = h.workspace_id AND r.lead_id = h.lead_id
        WHERE h.workspace_id = %(workspace)s AND r.grade_by_hand <> h.grade
    """,
    "live_model_without_criteria": """
        SELECT m.id FROM scoring_scoringmodel m
        WHERE m.workspace_id = %(workspace)s AND m.state = 'published' AND (NOT EXISTS (
            SELECT 1 FROM scoring_criterion c WHERE c.workspace_id = m.workspace_id AND c.model_id = m.id)
          OR EXISTS (SELECT 1 FROM jsonb_array_elements(m.special) s WHERE NOT EXISTS (
            SELECT 1 FROM jsonb_array_elements(s->'groups') g WHERE jsonb_array_length(g->'criteria') > 0)))
    """,
}
