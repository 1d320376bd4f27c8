"""Mails as they come from outside."""

from email.message import EmailMessage


def letter(text="Queremos reformar la cocina.", **fields):
    """Return Ana's first mail, with other header fields: ``Message_ID="<x@y>"``; None leaves one out."""
    mail = EmailMessage()
    values = {
        "From": "Ana García <ana@muebles-sol.es>",
        "To": "hola@acme.test",
        "Subject": "Presupuesto",
        "Message-ID": "<first@muebles-sol.es>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    for name, value in values.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail
