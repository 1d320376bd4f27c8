"""What must hold of leads at any moment; each statement returns the ids of rows that break it."""

CHECKS: dict[str, str] = {
    "lead_without_rank": """
        SELECT l.id FROM leads_lead l WHERE l.workspace_id = %(workspace)s AND NOT EXISTS (
          SELECT 1 FROM leads_leadrank r WHERE r.workspace_id = l.workspace_id AND r.lead_id = l.id)
    """,
    "open_disagrees_with_stage": """
        SELECT l.id FROM leads_lead l
        JOIN leads_leadrank r ON r.workspace_id = l.workspace_id AND r.lead_id = l.id
        WHERE l.workspace_id = %(workspace)s
          AND l.is_open <> (r.stage IN ('marketing', 'mql', 'sal', 'sql'))
    """,
    "lead_that_cannot_be_found": """
        SELECT l.id FROM leads_lead l
        WHERE l.workspace_id = %(workspace)s AND (l.name_norm <> '' OR l.company_norm <> '' OR l.email_norm <> '')
          AND NOT EXISTS (SELECT 1 FROM leads_leadtoken t WHERE t.workspace_id = l.workspace_id AND t.lead_id = l.id)
    """,
    # A new lead is scored by its first pass through the pipeline, which waits in the queue until then.
    "lead_without_score_and_without_mark": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.model_version IS NULL
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = r.workspace_id
                          AND i.queue = 'lead' AND i.key = r.lead_id)
          AND EXISTS (SELECT 1 FROM scoring_scoringmodel m WHERE m.workspace_id = r.workspace_id
                      AND m.state = 'published')
    """,
    "stage_differs_from_last_move": """
        SELECT r.lead_id FROM leads_leadrank r
        JOIN LATERAL (SELECT s.to_stage FROM leads_stagechange s
                      WHERE s.workspace_id = r.workspace_id AND s.lead_id = r.lead_id
                      ORDER BY s.at DESC, s.id DESC LIMIT 1) last ON true
        WHERE r.workspace_id = %(workspace)s AND last.to_stage <> r.stage
    """,
}
