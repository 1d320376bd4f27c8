"""What must hold of every workspace's leads; each query returns the ids of those that break it."""

CHECKS = {
    "a lead has its rank": """
        SELECT l.id FROM leads_lead l
        LEFT JOIN leads_leadrank r ON r.workspace_id = l.workspace_id AND r.lead_id = l.id
        WHERE l.workspace_id = %(workspace)s AND r.lead_id IS NULL""",
    "a lead and its rank began at one moment": """
        SELECT l.id FROM leads_lead l
        JOIN leads_leadrank r ON r.workspace_id = l.workspace_id AND r.lead_id = l.id
        WHERE l.workspace_id = %(workspace)s AND r.created_at <> l.created_at""",
    "a lead is open in the open stages and in no other": """
        SELECT l.id FROM leads_lead l
        JOIN leads_leadrank r ON r.workspace_id = l.workspace_id AND r.lead_id = l.id
        WHERE l.workspace_id = %(workspace)s
          AND l.is_open <> (r.stage IN ('marketing', 'mql', 'sal', 'sql'))""",
    "one open lead per e-mail address": """
        SELECT min(l.id) FROM leads_lead l
        WHERE l.workspace_id = %(workspace)s AND l.is_open AND l.email_norm <> ''
        GROUP BY l.email_norm HAVING count(*) > 1""",
    "a lead names somebody": """
        SELECT l.id FROM leads_lead l
        WHERE l.workspace_id = %(workspace)s AND l.closed_reason <> 'erased'
          AND (l.email, l.phone, l.company, l.first_name, l.last_name, l.external_id) = ('', '', '', '', '', '')""",
    "a lead can be searched for": """
        SELECT l.id FROM leads_lead l
        WHERE l.workspace_id = %(workspace)s AND l.name_norm || l.company_norm || l.email_norm ~ '[a-z0-9]'
          AND NOT EXISTS (SELECT 1 FROM leads_leadtoken t
                          WHERE t.workspace_id = l.workspace_id AND t.lead_id = l.id)""",
    "the last stage change led to the stage": """
        SELECT r.lead_id FROM leads_leadrank r
        JOIN LATERAL (SELECT c.to_stage FROM leads_stagechange c
                      WHERE c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id
                      ORDER BY c.id DESC LIMIT 1) last ON true
        WHERE r.workspace_id = %(workspace)s AND last.to_stage <> r.stage""",
    "each stage change starts where the one before it ended": """
        SELECT c.lead_id FROM (
          SELECT lead_id, from_stage,
                 lag(to_stage, 1, '') OVER (PARTITION BY lead_id ORDER BY id) AS before
          FROM leads_stagechange WHERE workspace_id = %(workspace)s) c
        WHERE c.before <> '' AND c.from_stage <> c.before""",
    "the owner is a member of the workspace": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.owner_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM tenants_membership m
          WHERE m.workspace_id = r.workspace_id AND m.user_id = r.owner_id)""",
    "consent is what the ledger says last": """
        SELECT l.id FROM leads_lead l
        JOIN LATERAL (SELECT c.is_given FROM leads_consentrecord c
                      WHERE c.workspace_id = l.workspace_id AND c.lead_id = l.id AND c.purpose = 'marketing'
                      ORDER BY c.at DESC, c.id DESC LIMIT 1) last ON true
        WHERE l.workspace_id = %(workspace)s
          AND l.marketing_consent <> CASE WHEN last.is_given THEN 'given' ELSE 'withdrawn' END""",
    "an activity is dated by its UTC day": """
        SELECT a.id FROM leads_activity a
        WHERE a.workspace_id = %(workspace)s AND a.day <> (a.occurred_at AT TIME ZONE 'UTC')::date""",
    "a lead's tags and their index agree": """
        SELECT l.id FROM leads_lead l
        WHERE l.workspace_id = %(workspace)s AND cardinality(l.tags) <> (
          SELECT count(*) FROM leads_leadtag t
          WHERE t.workspace_id = l.workspace_id AND t.lead_id = l.id AND t.tag = ANY (l.tags))
          AND cardinality(l.tags) > 0
        UNION SELECT t.lead_id FROM leads_leadtag t
        JOIN leads_lead l ON l.workspace_id = t.workspace_id AND l.id = t.lead_id
        WHERE t.workspace_id = %(workspace)s AND NOT t.tag = ANY (l.tags)""",
    "a deed that runs has its job on the queue": """
        SELECT j.id FROM work_job j
        WHERE j.workspace_id = %(workspace)s AND j.kind = 'deed' AND j.state = 'running' AND NOT EXISTS (
          SELECT 1 FROM work_workitem i
          WHERE i.workspace_id = j.workspace_id AND i.queue = 'job' AND i.key = j.id)""",
    "a deed counts the leads it changed": """
        SELECT d.id FROM leads_deed d
        WHERE d.workspace_id = %(workspace)s AND (d.changed, d.restored) <> (
          SELECT count(*) FILTER (WHERE r.state IN ('changed', 'undone', 'left')),
                 count(*) FILTER (WHERE r.state = 'undone')
          FROM leads_deedrow r WHERE r.workspace_id = d.workspace_id AND r.deed_id = d.id)""",
    "the answers that stand are the strongest of the lead's clues": """
        SELECT l.id FROM leads_lead l
        LEFT JOIN LATERAL (
          SELECT jsonb_object_agg(k.question, k.confidence) AS answers FROM (
            SELECT c.question, max(c.confidence) AS confidence FROM leads_clue c
            WHERE c.workspace_id = l.workspace_id AND c.lead_id = l.id AND c.ended_at IS NULL AND c.confidence < 100
            GROUP BY c.question) k) s ON true
        WHERE l.workspace_id = %(workspace)s AND coalesce(s.answers, '{}') <> coalesce((
          SELECT jsonb_object_agg(e.key, e.value->'confidence') FROM jsonb_each(l.clues) e), '{}')""",
}
