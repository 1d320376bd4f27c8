"""What mail providers post of a mail that came in, as each documents it; made up, and signed with a key of ours."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


SUBJECT = "Presupuesto cocina"
TEXT = "Buenos días, quiero una cocina de roble en ñ."
# 8-bit bytes as a mail server may hand them on: no UTF-8
SOURCE = (
    "From: Ana Ruiz <ana@muebles-sol.es>\r\nTo: ventas@acme.test\r\n"
    f"Subject: {SUBJECT}\r\nMessage-ID: <m1@muebles-sol.es>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: text/plain; charset="iso-8859-1"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    f"{TEXT}\r\n"
).encode("latin-1")
PLAIN_SOURCE = SOURCE.replace(b"iso-8859-1", b"utf-8").decode("latin-1")
HEADERS = [
    ("Received", "from mx.muebles-sol.es by mx.provider.example"),
    ("From", "Ana Ruiz <ana@muebles-sol.es>"),
    ("To", "ventas@acme.test"),
    ("Subject", SUBJECT),
    ("Message-ID", "<m1@muebles-sol.es>"),
    ("Date", "Mon, 02 Nov 2026 10:00:00 +0100"),
]
FILE = b"%PDF-1.7 plano"
KEY = "key-0123456789"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Post:
    """A body with its type and headers."""

    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def public_key() -> str:
    """Return Postal's key as it stands in its DKIM record."""
    wanted = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(RSA_KEY.public_key().public_bytes(serialization.Encoding.DER, wanted)).decode()


def as_json(document: Any, **headers: str) -> Post:
    return Post(json.dumps(document).encode(), headers=headers)


def as_form(
    fields: Mapping[str, str | bytes], files: Mapping[str, tuple[str, str, bytes]] | None = None
) -> Post:
    """Return a multipart form, which is what providers send where there are files or whole mails."""
    line = b"--xYzZY"
    parts = [
        line
        + f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + (value if isinstance(value, bytes) else value.encode())
        for name, value in fields.items()
    ] + [
        line
        + f'\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        for name, (file, kind, content) in (files or {}).items()
    ]
    return Post(b"\r\n".join(parts) + b"\r\n" + line + b"--\r\n", "multipart/form-data; boundary=xYzZY")


def amazon_ses(_url: str) -> Post:
    event = {
        "notificationType": "Received",
        "mail": {"messageId": "abc", "source": "ana@muebles-sol.es", "timestamp": "2026-11-02T09:00:00.000Z"},
        "receipt": {"action": {"type": "SNS", "encoding": "BASE64"}, "recipients": ["ventas@acme.test"]},
        "content": base64.b64encode(SOURCE).decode(),
    }
    return sns("Notification", Message=json.dumps(event))


def sns(kind: str, **values: str) -> Post:
    notice = {"Type": kind, "MessageId": "sns-1", "TopicArn": "arn:aws:sns:eu-west-1:1:mail", **values}
    return as_json(notice, **{"X-Amz-Sns-Message-Type": kind, "X-Amz-Sns-Message-Id": "sns-1"})


def brevo(_url: str) -> Post:
    headers: dict[str, Any] = dict(HEADERS)
    item = {
        "Uuid": ["8d79f2f6"],
        "MessageId": "<m1@muebles-sol.es>",
        "Headers": headers | {"Received": ["from a", "from b"]},
        "SpamScore": 1.2,
        "RawTextBody": TEXT,
        "RawHtmlBody": f"<p>{TEXT}</p>",
        "Attachments": [
            {"Name": "plano.pdf", "ContentType": "application/pdf", "ContentLength": 14, "DownloadToken": "t"}
        ],
    }
    return as_json({"items": [item]})


def mailersend(_url: str) -> Post:
    data = {"object": "message", "id": "625e", "created_at": "2026-11-02T09:00:00.000Z", "raw": PLAIN_SOURCE}
    body = json.dumps({"type": "inbound.message", "data": data}).encode()
    return Post(body, headers={"Signature": hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()})


def mailgun(_url: str) -> Post:
    return as_form(_mailgun_proof() | {"sender": "ana@muebles-sol.es", "body-mime": SOURCE})


def mailgun_fields(_url: str) -> Post:
    fields = {
        "message-headers": json.dumps(HEADERS),
        "body-plain": TEXT,
        "body-html": f"<p>{TEXT}</p>",
        "attachment-count": "1",
    }
    return as_form(_mailgun_proof() | fields, {"attachment-1": ("plano.pdf", "application/pdf", FILE)})


def _mailgun_proof() -> dict[str, str | bytes]:
    stamp, token = "1793610000", "0" * 50
    signed = hmac.new(KEY.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": signed}


def mailjet(_url: str) -> Post:
    part = {
        "Headers": {
            "Content-Type": 'application/pdf; name="plano.pdf"',
            "Content-Disposition": "attachment; filename=plano.pdf",
        },
        "ContentRef": "Attachment1",
    }
    return as_json(
        {
            "Sender": "ana@muebles-sol.es",
            "Recipient": "ventas@acme.test",
            "Subject": SUBJECT,
            "Headers": dict(HEADERS) | {"Received": ["from a", "from b"]},
            "Parts": [{"Headers": {"Content-Type": "text/plain"}, "ContentRef": "Text-part"}, part],
            "Text-part": TEXT,
            "SpamAssassinScore": "0.6",
            "Attachment1": base64.b64encode(FILE).decode(),
        }
    )


def mandrill(url: str) -> Post:
    events = json.dumps([{"event": "inbound", "ts": 1793610000, "msg": {"raw_msg": PLAIN_SOURCE}}])
    signed = hmac.new(KEY.encode(), f"{url}mandrill_events{events}".encode(), hashlib.sha1).digest()
    return Post(
        urlencode({"mandrill_events": events}).encode(),
        "application/x-www-form-urlencoded",
        {"X-Mandrill-Signature": base64.b64encode(signed).decode()},
    )


def postal(_url: str) -> Post:
    about = {"id": 1, "rcpt_to": "ventas@acme.test", "mail_from": "ana@muebles-sol.es", "base64": True}
    body = json.dumps(about | {"message": base64.b64encode(SOURCE).decode()}).encode()
    signed = RSA_KEY.sign(body, padding.PKCS1v15(), hashes.SHA1())
    return Post(body, headers={"X-Postal-Signature": base64.b64encode(signed).decode()})


def postmark(_url: str) -> Post:
    return as_json({"FromName": "Ana Ruiz", "MessageStream": "inbound", "RawEmail": PLAIN_SOURCE})


def postmark_fields(_url: str) -> Post:
    attached = {
        "Name": "plano.pdf",
        "Content": base64.b64encode(FILE).decode(),
        "ContentType": "application/pdf",
    }
    return as_json(
        {
            "FromFull": {"Email": "ana@muebles-sol.es", "Name": "Ana Ruiz", "MailboxHash": ""},
            "ToFull": [{"Email": "ventas@acme.test", "Name": "", "MailboxHash": ""}],
            "CcFull": [],
            "BccFull": [],
            "Subject": SUBJECT,
            "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b",
            "Date": "Mon, 02 Nov 2026 10:00:00 +0100",
            "TextBody": TEXT,
            "HtmlBody": f"<p>{TEXT}</p>",
            "Headers": [{"Name": "Message-ID", "Value": "<m1@muebles-sol.es>"}],
            "Attachments": [attached],
        }
    )


def sendgrid(_url: str) -> Post:
    envelope = json.dumps({"to": ["ventas@acme.test"], "from": "ana@muebles-sol.es"})
    return as_form({"email": SOURCE, "envelope": envelope, "spam_score": "0.1"})


def sendgrid_fields(_url: str) -> Post:
    fields = {
        "headers": "".join(f"{name}: {value}\n" for name, value in HEADERS),
        "text": TEXT.encode("latin-1"),
        "charsets": json.dumps({"subject": "UTF-8", "text": "iso-8859-1"}),
        "attachments": "1",
        "attachment-info": json.dumps({"attachment1": {"filename": "plano.pdf", "type": "application/pdf"}}),
    }
    return as_form(fields, {"attachment1": ("plano.pdf", "application/pdf", FILE)})


def sparkpost(_url: str) -> Post:
    content = {"email_rfc822": base64.b64encode(SOURCE).decode(), "email_rfc822_is_base64": True}
    message = {"content": content, "msg_from": "ana@muebles-sol.es", "protocol": "smtp"}
    return as_json([{"msys": {"relay_message": message}}])


EVERY: list[tuple[str, Callable[[str], Post]]] = [
    ("amazon_ses", amazon_ses),
    ("brevo", brevo),
    ("mailersend", mailersend),
    ("mailgun", mailgun),
    ("mailgun", mailgun_fields),
    ("mailjet", mailjet),
    ("mandrill", mandrill),
    ("postal", postal),
    ("postmark", postmark),
    ("postmark", postmark_fields),
    ("sendgrid", sendgrid),
    ("sendgrid", sendgrid_fields),
    ("sparkpost", sparkpost),
]
