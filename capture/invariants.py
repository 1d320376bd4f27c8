"""What must hold of every workspace's inquiries; each query returns the ids of those that break it."""

CHECKS = {
    "accepted_inquiry_without_lead": """
        SELECT id FROM capture_inquiry
        WHERE workspace_id = %(workspace)s AND state = 'accepted' AND lead_id IS NULL""",
    "accepted_inquiry_not_once_on_the_timeline": """
        SELECT i.id FROM capture_inquiry i
        LEFT JOIN leads_activity a ON a.workspace_id = i.workspace_id AND a.kind IN ('inquiry', 'email_replied')
          AND a.dedup_key = 'inquiry:' || i.public_id::text
        WHERE i.workspace_id = %(workspace)s AND i.state = 'accepted'
        GROUP BY i.id HAVING count(a.id) <> 1""",
    "waiting_inquiry_off_the_queue": """
        SELECT i.id FROM capture_inquiry i
        WHERE i.workspace_id = %(workspace)s AND i.state = 'received' AND NOT EXISTS (
          SELECT 1 FROM work_workitem w
          WHERE w.workspace_id = i.workspace_id AND w.queue = 'inquiry' AND w.key = i.id)""",
    "visit_of_a_lead_off_its_timeline": """
        SELECT v.id FROM capture_visit v
        WHERE v.workspace_id = %(workspace)s AND v.lead_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM leads_activity a
          WHERE a.workspace_id = v.workspace_id AND a.dedup_key = 'visit:' || v.id::text)""",
    "form_without_its_version": """
        SELECT f.id FROM capture_form f
        WHERE f.workspace_id = %(workspace)s AND NOT EXISTS (
          SELECT 1 FROM capture_formversion v
          WHERE v.workspace_id = f.workspace_id AND v.form_id = f.id AND v.number = f.version)""",
}
