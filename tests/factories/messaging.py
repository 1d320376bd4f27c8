"""Templates, addresses and mails; call inside a workspace's scope."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from leads.models import Lead
from messaging.choices import MessageState
from messaging.models import Message, Recipient, SendingPolicy, Template, TemplateVersion
from messaging.services import authoring, recipients
from messaging.starters import Texts
from tests.factories.leads import make_lead


BODY = 'Hello {{ lead.first_name | default: "there" }},\n\nread [the guide](https://www.example.com/guide).'


def make_template(
    name: str = "Welcome",
    *,
    body: str = BODY,
    subject: str = "Welcome",
    preheader: str = "",
    language: str = "en",
    is_published: bool = True,
    **columns: Any,
) -> Template:
    """Make a template with one text, published unless said otherwise."""
    template = Template.objects.filter(name=name).first() or Template(name=name)
    for column, value in columns.items():
        setattr(template, column, value)
    template.save()
    texts = Texts(subject, preheader, body)
    authoring.save_draft(template=template, language=language, texts=texts)
    if is_published:
        authoring.publish(template=template, language=language, at=timezone.now(), by=None)
    return template


def make_version(**values: Any) -> TemplateVersion:
    """Make a published text and return it."""
    template = make_template(**values)
    return TemplateVersion.objects.filter(template=template).latest("pk")


def make_policy(**columns: Any) -> SendingPolicy:
    """Say as whom the workspace writes."""
    values = {"postal_address": "Calle Mayor 1\n28001 Madrid", "from_email": "news@example.com"} | columns
    policy, _is_new = SendingPolicy.objects.update_or_create(defaults=values)
    return policy


def make_recipient(email: str = "ana@reformassol.es", **columns: Any) -> Recipient:
    """Make an address that allows everything unless said otherwise."""
    pk = next(iter(recipients.ensure([email], at=timezone.now()).values()))
    Recipient.objects.filter(pk=pk).update(**columns)
    return Recipient.objects.get(pk=pk)


def make_message(lead: Lead | None = None, version: TemplateVersion | None = None, **columns: Any) -> Message:
    """Make a mail that was sent to the lead an hour ago."""
    lead = lead or make_lead(email="ana@reformassol.es", first_name="Ana", marketing_consent="given")
    version = version or make_version()
    sent = timezone.now() - timedelta(hours=1)
    values = {
        "key": f"test:{Message.objects.count() + 1}",
        "lead": lead,
        "recipient": make_recipient(lead.email),
        "to": lead.email,
        "template_version": version,
        "subject": version.subject,
        "language": version.language,
        "state": MessageState.SENT,
        "due_at": sent,
        "sending_at": sent,
        "sent_at": sent,
    }
    return Message.objects.create(**values | columns)
