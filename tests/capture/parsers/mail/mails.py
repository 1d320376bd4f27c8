"""Mails of our own making, and what is read of them."""

from email.message import EmailMessage

from capture.parsers.mail import reading
from capture.parsers.mail.reading import House


OWN = "Nos interesa. ¿Cuándo pueden venir?"


def read(raw, **house):
    return reading.read(raw if isinstance(raw, bytes) else raw.encode(), House(**house))


def page(body, **fields):
    mail = EmailMessage()
    for name, value in {"From": "Ana <ana@sol.example>", "Subject": "x", **fields}.items():
        mail[name] = value
    mail.set_content(body, subtype="html")
    return mail.as_bytes()


def mail(body, **fields):
    head = {"From": "Ana <ana@sol.example>", "Subject": "Oferta", **fields}
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in head.items())
    return f"{lines}Content-Type: text/plain; charset=utf-8\n\n{body}\n"
