"""What must hold of hand-offs at any moment; each statement returns the ids of rows that break it (H1)."""

CHECKS: dict[str, str] = {
    "sales_lead_without_owner": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.stage IN ('mql', 'sal', 'sql') AND r.owner_id IS NULL
    """,
    # Marked leads may be under way: the pipeline brings them into line.
    "waiting_lead_without_hand_off": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.stage = 'mql'
          AND NOT EXISTS (SELECT 1 FROM distribution_handoff h WHERE h.workspace_id = r.workspace_id
                          AND h.lead_id = r.lead_id AND h.state = 'offered')
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = r.workspace_id
                          AND i.queue = 'lead' AND i.key = r.lead_id)
    """,
    "hand_off_waits_for_a_lead_that_left": """
        SELECT h.id FROM distribution_handoff h
        JOIN leads_leadrank r ON r.workspace_id = h.workspace_id AND r.lead_id = h.lead_id
        WHERE h.workspace_id = %(workspace)s AND h.state = 'offered' AND r.stage <> 'mql'
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = r.workspace_id
                          AND i.queue = 'lead' AND i.key = r.lead_id)
    """,
    # The question goes with the lead; whoever answered an older one may have given the lead away since.
    "hand_off_waits_for_somebody_else": """
        SELECT h.id FROM distribution_handoff h
        JOIN leads_leadrank r ON r.workspace_id = h.workspace_id AND r.lead_id = h.lead_id
        WHERE h.workspace_id = %(workspace)s AND h.state = 'offered' AND r.stage = 'mql'
          AND h.owner_id IS DISTINCT FROM r.owner_id
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = r.workspace_id
                          AND i.queue = 'lead' AND i.key = r.lead_id)
    """,
    "hand_off_without_clock": """
        SELECT h.id FROM distribution_handoff h
        WHERE h.workspace_id = %(workspace)s AND h.state = 'offered' AND h.round < 3
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = h.workspace_id
                          AND i.queue = 'sla' AND i.key = h.id)
    """,
}
