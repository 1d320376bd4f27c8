"""The command that takes a mail, and a lead that wrote to us before."""

import json
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.scope import workspace_scope
from messaging.models import Message
from tests.factories import leads


@pytest.fixture
def ingest(workspace, tmp_path):
    """Hand a mail to the command and return what it prints as JSON."""

    def run(mail):
        raw = mail.as_bytes() if isinstance(mail, EmailMessage) else mail
        file = tmp_path / "mail.eml"
        file.write_bytes(raw)
        out = StringIO()
        call_command("ingest_email", "acme", str(file), "--json", stdout=out)
        return json.loads(out.getvalue())

    return run


@pytest.fixture
def known(workspace):
    """A lead, and a mail of ours to it."""
    with workspace_scope(workspace.pk):
        lead = leads.make_lead(email="ana@muebles-sol.es")
        mail = Message.objects.create(
            key="m1", lead=lead, to=lead.email, subject="Hola", due_at=timezone.now()
        )
    return lead, mail
