"""What the addresses of e-mail in are tried with."""

from email.message import EmailMessage
from typing import Any

from django.utils import timezone

from capture.services import mails
from tests.architecture.world import Call, World


def mail_with_file(world: World) -> Call:
    mail = EmailMessage()
    mail["From"] = "Ana Ruiz <ana@reformassol.es>"
    mail["Subject"] = "Plan"
    mail.set_content("A kitchen, please.")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan.pdf")
    inquiry, _is_new = mails.receive(raw=mail.as_bytes(), at=timezone.now())
    return Call({"pk": inquiry.pk, "place": 0})


SAMPLES: dict[str, Any] = {"capture:mail-file": mail_with_file}
