"""Row-level security and composite keys of messaging's tables."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("leads", "0002_fence")]
    operations = [
        Fence(
            "Recipient",
            "SendingPolicy",
            "Template",
            "TemplateVersion",
            "WebhookEndpoint",
            "Message",
            "Attempt",
            "LinkClick",
            "MailEvent",
            "MailHook",
            "Notification",
            "NotificationChoice",
        ),
    ]
