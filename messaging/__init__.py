"""Whatever leaves the house: outbox, templates, suppression, webhooks, notifications."""
