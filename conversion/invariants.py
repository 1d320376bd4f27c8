"""What must hold of deals at any moment; each statement returns the ids of rows that break it (C1)."""

CHECKS: dict[str, str] = {
    "a converted lead has its conversion": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.stage = 'converted'
          AND NOT EXISTS (SELECT 1 FROM conversion_conversion c
                          WHERE c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id)""",
    "a conversion's lead is converted": """
        SELECT c.id FROM conversion_conversion c
        JOIN leads_leadrank r ON r.workspace_id = c.workspace_id AND r.lead_id = c.lead_id
        WHERE c.workspace_id = %(workspace)s AND r.stage <> 'converted'""",
    "a conversion is once on its lead's timeline": """
        SELECT c.id FROM conversion_conversion c
        WHERE c.workspace_id = %(workspace)s AND NOT EXISTS (
          SELECT 1 FROM leads_activity a
          WHERE a.workspace_id = c.workspace_id AND a.lead_id = c.lead_id AND a.kind = 'converted')""",
    "a conversion's records belong together": """
        SELECT c.id FROM conversion_conversion c
        LEFT JOIN conversion_contact p ON p.workspace_id = c.workspace_id AND p.id = c.contact_id
        WHERE c.workspace_id = %(workspace)s AND p.account_id <> c.account_id""",
    "an opportunity's stage is of its pipeline and its state": """
        SELECT o.id FROM conversion_opportunity o
        JOIN conversion_pipelinestage s ON s.workspace_id = o.workspace_id AND s.id = o.stage_id
        WHERE o.workspace_id = %(workspace)s AND (s.pipeline_id <> o.pipeline_id OR s.kind <> o.state)""",
    "an opportunity's contact is of its account": """
        SELECT o.id FROM conversion_opportunity o
        JOIN conversion_contact p ON p.workspace_id = o.workspace_id AND p.id = o.contact_id
        WHERE o.workspace_id = %(workspace)s AND p.account_id <> o.account_id""",
    "a closed opportunity says when, a lost one why": """
        SELECT o.id FROM conversion_opportunity o
        WHERE o.workspace_id = %(workspace)s
          AND ((o.state = 'open') <> (o.closed_at IS NULL) OR (o.state = 'lost') <> (o.lost_reason_id IS NOT NULL))""",
    "a closed opportunity is on its lead's timeline": """
        SELECT o.id FROM conversion_opportunity o
        WHERE o.workspace_id = %(workspace)s AND o.state <> 'open' AND o.lead_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM leads_activity a
                          WHERE a.workspace_id = o.workspace_id AND a.lead_id = o.lead_id AND a.kind = o.state
                            AND (a.data ->> 'opportunity')::bigint = o.id)""",
    "a pipeline has an open stage and both ends": """
        SELECT p.id FROM conversion_pipeline p
        LEFT JOIN conversion_pipelinestage s ON s.workspace_id = p.workspace_id AND s.pipeline_id = p.id
        WHERE p.workspace_id = %(workspace)s GROUP BY p.id
        HAVING count(DISTINCT s.kind) < 3""",
}
