"""Closed vocabularies of mailboxes that are read by IMAP."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Security(models.TextChoices):
    """How the line to the mail server is closed to others."""

    TLS = "tls", _("TLS from the start (port 993)")
    STARTTLS = "starttls", _("STARTTLS (port 143)")
    # offered on a machine of one's own only
    PLAIN = "plain", _("None")


class After(models.TextChoices):
    """What is done with a mail in the mailbox once its inquiry is stored."""

    SEEN = "seen", _("Mark them as read")
    MOVE = "move", _("Move them to another folder")
    KEEP = "keep", _("Leave them as they are")


class Fault(models.TextChoices):
    """Why a mailbox could not be read; the sentence says what to do."""

    REFUSED = "refused", _("This server lies in a private network, or the port is none of 993 and 143.")
    UNKNOWN_HOST = "unknown_host", _("There is no server of this name.")
    UNREACHABLE = "unreachable", _("The server does not answer. Check the name and the port.")
    TOO_SLOW = "too_slow", _("The server was too slow, and the connection was closed.")
    BAD_CERTIFICATE = (
        "bad_certificate",
        _("The server's certificate is not valid for this name. Use the name that stands in it."),
    )
    NO_TLS = "no_tls", _("TLS did not come about. Try the other way of security.")
    BAD_LOGIN = (
        "bad_login",
        _(
            "The server refuses user and password. Many providers want an app password instead of the usual one."
        ),
    )
    NO_FOLDER = "no_folder", _("The mailbox has no such folder.")
    NO_TARGET = "no_target", _("The folder that read mails are moved to does not exist.")
    PROTOCOL = "protocol", _("The server answered something that was not understood.")
    KEY_LOST = "key_lost", _("The password cannot be opened any more. Type it again.")
