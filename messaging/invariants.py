"""What must hold of the outbox at any moment; each statement returns the ids of rows that break it (E1, E2, O1)."""

CHECKS: dict[str, str] = {
    # A machine still has to do something, and no queue item remembers it.
    "pending_message_without_work": """
        SELECT m.id FROM messaging_message m
        WHERE m.workspace_id = %(workspace)s AND m.state IN ('queued', 'claimed', 'sending')
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = m.workspace_id
                          AND i.queue IN ('message', 'mailing', 'webhook') AND i.key = m.id)
    """,
    # A worker that began to send and died is found out within a minute. A webhook is simply posted again.
    "mail_long_in_sending": """
        SELECT m.id FROM messaging_message m
        WHERE m.workspace_id = %(workspace)s AND m.transport = 'email' AND m.state = 'sending'
          AND m.sending_at < now() - interval '2 minutes'
    """,
    "mail_sent_more_often_than_somebody_asked": """
        SELECT m.id FROM messaging_message m
        JOIN messaging_attempt a ON a.workspace_id = m.workspace_id AND a.message_id = m.id
        WHERE m.workspace_id = %(workspace)s AND m.transport = 'email' AND m.decided_at IS NULL
          AND a.outcome IN ('sent', 'ambiguous')
        GROUP BY m.id HAVING count(*) > 1
    """,
    "mail_sent_without_attempt": """
        SELECT m.id FROM messaging_message m
        WHERE m.workspace_id = %(workspace)s AND m.transport = 'email' AND m.state = 'sent'
          AND m.attempts > 0 AND m.decided_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM messaging_attempt a WHERE a.workspace_id = m.workspace_id
                          AND a.message_id = m.id AND a.outcome = 'sent')
    """,
    # What left after the address was closed; the lock on its row makes this impossible.
    "mail_begun_after_the_address_was_closed": """
        SELECT m.id FROM messaging_message m
        JOIN messaging_recipient r ON r.workspace_id = m.workspace_id AND r.id = m.recipient_id
        WHERE m.workspace_id = %(workspace)s AND m.purpose = 'marketing' AND m.transport = 'email'
          AND r.state IN ('unsubscribed', 'complained', 'blocked', 'erased') AND m.attempts > 0
          AND m.sending_at > r.state_at + interval '1 second'
    """,
    # Somebody told us that it left, and nobody asked for it again since (W2).
    "uncertain_mail_of_which_we_were_told": """
        SELECT m.id FROM messaging_message m
        JOIN messaging_mailevent e ON e.workspace_id = m.workspace_id AND e.message_id = m.id
        WHERE m.workspace_id = %(workspace)s AND m.state = 'ambiguous' AND m.decided_at IS NULL
          AND e.kind <> 'other' AND e.received_at > m.sending_at
    """,
    "address_open_although_we_were_told": """
        SELECT r.id FROM messaging_recipient r
        JOIN messaging_mailevent e ON e.workspace_id = r.workspace_id AND e.recipient_id = r.id
        WHERE r.workspace_id = %(workspace)s AND r.state = 'open'
          AND e.kind IN ('bounced', 'complained', 'unsubscribed')
          AND e.occurred_at > coalesce(r.opened_at, '-infinity')
    """,
    "sent_mail_unknown_to_the_timeline": """
        SELECT m.id FROM messaging_message m
        WHERE m.workspace_id = %(workspace)s AND m.transport = 'email' AND m.state = 'sent'
          AND m.lead_id IS NOT NULL AND m.attempts > 0
          AND NOT EXISTS (SELECT 1 FROM leads_activity a WHERE a.workspace_id = m.workspace_id
                          AND a.lead_id = m.lead_id AND a.kind = 'email_sent'
                          AND a.dedup_key = 'message:' || m.public_id::text)
    """,
}
