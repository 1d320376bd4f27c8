"""What the addresses of e-mail in are tried with."""

import base64
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from django.utils import timezone

from capture.services import mail_doors, mailboxes, mails
from tests.architecture.world import Call, World
from tests.capture import provider_posts


def mail_with_file(world: World) -> Call:
    mail = EmailMessage()
    mail["From"] = "Ana Ruiz <ana@reformassol.es>"
    mail["Subject"] = "Plan"
    mail.set_content("A kitchen, please.")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan.pdf")
    inquiry, _is_new = mails.receive(raw=mail.as_bytes(), at=timezone.now())
    return Call({"pk": inquiry.pk, "place": 0})


BOX = {
    "host": "imap.example.com",
    "port": 993,
    "security": "tls",
    "username": "ventas@muebles-sol.es",
    "folder": "INBOX",
    "after": "seen",
}


def _mailbox(**body: Any) -> Callable[[World], Call]:
    def make(world: World) -> Call:
        wanted = mailboxes.Settings(**BOX, password="secret")
        made = mailboxes.create(settings=wanted, by=None, at=timezone.now())
        return Call({"pk": made.pk}, body or None)

    return make


def _door(provider: str = "postmark", **body: Any) -> Callable[[World], Call]:
    def make(world: World) -> Call:
        made = mail_doors.create(provider=provider, by=None, at=timezone.now())
        return Call({"pk": made.pk}, body or None)

    return make


def _posted(world: World) -> Call:
    """Return a post with the provider's password."""
    made = mail_doors.create(provider="postmark", by=None, at=timezone.now())
    word = mail_doors.turn(door=made, by=None, at=timezone.now())
    proof = base64.b64encode(f"leadcrm:{word}".encode()).decode()
    post = provider_posts.postmark("")
    return Call(
        {"token": made.token, "provider": "postmark"},
        raw=post.body,
        headers={"Authorization": f"Basic {proof}"},
    )


SAMPLES: dict[str, Any] = {
    "capture:mail-file": mail_with_file,
    "capture:create-mailbox": lambda world: Call(body=BOX | {"password": "secret"}),
    "capture:mailbox": _mailbox(),
    "capture:mailbox-status": _mailbox(),
    "capture:mailbox-settings": _mailbox(**BOX, password=""),
    "capture:switch-mailbox": _mailbox(to="on"),
    "capture:test-mailbox": _mailbox(),
    "capture:remove-mailbox": _mailbox(),
    "capture:create-mail-door": lambda world: Call(body={"provider": "mailgun"}),
    "capture:mail-door": _door(),
    "capture:turn-mail-door": _door(),
    "capture:mail-door-key": _door("mailgun", key="key-1"),
    "capture:switch-mail-door": _door(to="off"),
    "public:mail-door": _posted,
}
