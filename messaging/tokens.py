"""Signed addresses of mails and of our hook: which workspace, whose and which mail, which link; nothing stored; pure.

A token names rows by number, so that a request costs one indexed read, and carries no personal data. Whoever
changes a digit has no signature.
"""

from enum import StrEnum

from django.core import signing


DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_LENGTH = 200
# The place of the link that only machines follow; no mail has as many links.
TRAP = 32767


class Kind(StrEnum):
    """What a token opens; one kind's token opens no other kind's page."""

    CLICK = "click"
    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    HOOK = "hook"


def make(kind: Kind, *numbers: int) -> str:
    """Return the token for the numbers, the workspace's first."""
    return _signer(kind).sign("-".join(_base36(number) for number in numbers))


def read(kind: Kind, token: str) -> tuple[int, ...] | None:
    """Return the numbers, or None if we did not write the token for this kind of page."""
    if len(token) > MAX_LENGTH:
        return None
    try:
        return tuple(int(part, 36) for part in _signer(kind).unsign(token).split("-"))
    except (signing.BadSignature, ValueError):
        return None


def _signer(kind: Kind) -> signing.Signer:
    return signing.Signer(salt=f"messaging.{kind}", sep=".")


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
