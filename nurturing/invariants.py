"""What must hold of cares and enrollments at any moment; each statement returns the ids of rows that break it.

Leads that the pipeline has still to look at are left out: it brings them into line.
"""

SETTLED = """NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = r.workspace_id
                          AND i.queue = 'lead' AND i.key = r.lead_id)"""

CHECKS: dict[str, str] = {
    # No lead is left alone (design §3).
    "open_lead_without_care": f"""
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.stage IN ('marketing', 'mql', 'sal', 'sql') AND {SETTLED}
          AND NOT EXISTS (SELECT 1 FROM nurturing_care c
                          WHERE c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id)
    """,
    "closed_lead_with_care": f"""
        SELECT r.lead_id FROM leads_leadrank r
        JOIN nurturing_care c ON c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id
        WHERE r.workspace_id = %(workspace)s AND {SETTLED}
          AND r.stage NOT IN ('marketing', 'mql', 'sal', 'sql')
    """,
    "care_is_not_of_the_leads_side": f"""
        SELECT r.lead_id FROM leads_leadrank r
        JOIN nurturing_care c ON c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id
        WHERE r.workspace_id = %(workspace)s AND {SETTLED}
          AND (c.kind = 'sales') <> (r.stage IN ('mql', 'sal', 'sql') AND r.owner_id IS NOT NULL)
    """,
    "nurture_without_enrollment": f"""
        SELECT r.lead_id FROM leads_leadrank r
        JOIN nurturing_care c ON c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id
        WHERE r.workspace_id = %(workspace)s AND c.kind = 'nurture' AND {SETTLED}
          AND NOT EXISTS (SELECT 1 FROM nurturing_enrollment e WHERE e.workspace_id = c.workspace_id
                          AND e.id = c.enrollment_id AND e.lead_id = c.lead_id AND e.state = 'active')
    """,
    "enrollment_beside_another_care": f"""
        SELECT e.id FROM nurturing_enrollment e
        JOIN leads_leadrank r ON r.workspace_id = e.workspace_id AND r.lead_id = e.lead_id
        WHERE e.workspace_id = %(workspace)s AND e.state = 'active' AND {SETTLED}
          AND NOT EXISTS (SELECT 1 FROM nurturing_care c WHERE c.workspace_id = e.workspace_id
                          AND c.lead_id = e.lead_id AND c.kind = 'nurture' AND c.enrollment_id = e.id)
    """,
    "rest_without_a_day_to_come": f"""
        SELECT r.lead_id FROM leads_leadrank r
        JOIN leads_lead l ON l.workspace_id = r.workspace_id AND l.id = r.lead_id
        JOIN nurturing_care c ON c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id
        WHERE r.workspace_id = %(workspace)s AND c.kind = 'resume' AND {SETTLED}
          AND (c.resume_on IS NULL OR c.resume_on IS DISTINCT FROM l.resume_on
               OR NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = r.workspace_id
                              AND i.queue = 'resume' AND i.key = r.lead_id))
    """,
    # Whoever is on the road is on the queue, so nobody waits for ever (O1).
    "enrollment_not_on_the_queue": """
        SELECT e.id FROM nurturing_enrollment e
        WHERE e.workspace_id = %(workspace)s AND e.state = 'active'
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = e.workspace_id
                          AND i.queue = 'enrollment' AND i.key = e.id)
    """,
    "mail_step_without_message": """
        SELECT s.id FROM nurturing_steprun s
        WHERE s.workspace_id = %(workspace)s AND s.kind = 'email' AND s.message_id IS NULL
          AND NOT s.result ? 'skipped'
    """,
    # A published version never changes: whoever entered it stands at one of its steps.
    "enrollment_at_a_step_that_is_not": """
        SELECT e.id FROM nurturing_enrollment e
        JOIN nurturing_workflowversion v ON v.workspace_id = e.workspace_id AND v.id = e.version_id
        WHERE e.workspace_id = %(workspace)s AND e.state = 'active' AND e.step <> ''
          AND NOT v.steps @> jsonb_build_array(jsonb_build_object('id', e.step))
    """,
}
