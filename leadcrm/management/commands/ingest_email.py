"""Take in one mail, as a mail server's pipe hands it over."""

import logging
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils import timezone

from capture.choices import InquiryState
from capture.models import Inquiry
from capture.services import mail_verdict, mails, process
from core.commands import JsonCommand
from core.scope import workspace_scope
from tenants.services.finding import workspace_named


logger = logging.getLogger(__name__)
# sysexits.h: the mail server keeps the mail and tries again.
TRY_AGAIN = 75


class Command(JsonCommand):
    help = "Take in one e-mail, from a file or - for standard input, and say what became of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("file")

    def run(self, *, slug: str, file: str, **_: Any) -> dict[str, Any]:
        try:
            return self._take(slug, _bytes(file))
        except OperationalError as error:
            raise CommandError(f"The database cannot be reached: {error}", returncode=TRY_AGAIN) from error

    def _take(self, slug: str, raw: bytes) -> dict[str, Any]:
        """Store first and commit, so that nothing that follows can lose the mail."""
        workspace = workspace_named(slug)
        at = timezone.now()
        with workspace_scope(workspace.pk):
            inquiry, _is_new = mails.receive(raw=raw, at=at)
        self._settle(workspace.pk, inquiry.pk, at)
        with workspace_scope(workspace.pk):
            stored = Inquiry.objects.select_related("lead").defer("raw").get(pk=inquiry.pk)
            return _told(stored)

    def _settle(self, workspace_id: int, key: int, at: datetime) -> None:
        """Make of the mail what it is; if that fails it is stored all the same, and the queue tries again."""
        try:
            with workspace_scope(workspace_id):
                process.run(keys=[key], at=at)
        except Exception:
            logger.exception("Could not process the mail of inquiry %s", key)


def _told(inquiry: Inquiry) -> dict[str, Any]:
    about = inquiry.payload.get("mail", {})
    held = "" if inquiry.state == InquiryState.ACCEPTED else inquiry.reason
    return {
        "state": inquiry.state,
        "kind": mail_verdict.kind_of(inquiry),
        "from_name": about.get("from_name", ""),
        "from_email": about.get("from_email", ""),
        "company": inquiry.payload.get("company", ""),
        "phone": inquiry.payload.get("phone", ""),
        "subject": about.get("subject", ""),
        "body": inquiry.payload.get("message", ""),
        "topics": inquiry.payload.get("topics", []),
        "lead": str(inquiry.lead.public_id) if inquiry.lead else None,
        "reason": ": ".join(part for part in (held, inquiry.detail) if part),
    }


def _bytes(file: str) -> bytes:
    """Return the mail, or one byte more than is kept."""
    most = mails.MOST_BYTES + 1
    try:
        if file == "-":
            return sys.stdin.buffer.read(most)
        with Path(file).open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
