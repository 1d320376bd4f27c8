"""Models of messaging."""

from messaging.models.address import Recipient, SendingPolicy
from messaging.models.inbound import MailEvent, MailHook
from messaging.models.notification import Notification, NotificationChoice
from messaging.models.outbox import Attempt, Message
from messaging.models.template import LinkClick, Template, TemplateVersion
from messaging.models.webhook import WebhookEndpoint


__all__ = [
    "Attempt",
    "LinkClick",
    "MailEvent",
    "MailHook",
    "Message",
    "Notification",
    "NotificationChoice",
    "Recipient",
    "SendingPolicy",
    "Template",
    "TemplateVersion",
    "WebhookEndpoint",
]
