"""The mark our own form page carries: when it was shown, and a number that makes each showing unique. Pure."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing


SALT = "capture.form"


@dataclass(frozen=True, slots=True)
class Stamp:
    """When our page was shown, and the number of that showing."""

    shown_at: datetime
    nonce: str


def make(token: str, *, at: datetime) -> str:
    """Return a mark for the form that nobody else can write."""
    milliseconds = int(at.timestamp() * 1000)
    return signing.Signer(salt=SALT).sign(f"{milliseconds}.{secrets.token_urlsafe(9)}.{token}")


def read(text: str, token: str) -> Stamp | None:
    """Return what the mark says, or None if it is not ours or of another form."""
    try:
        milliseconds, nonce, of_token = signing.Signer(salt=SALT).unsign(text).split(".", 2)
        shown_at = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (signing.BadSignature, ValueError, OverflowError):
        return None
    return Stamp(shown_at, nonce) if of_token == token else None
