"""Secrets at rest: sealed with a key made of the server's, so that a copy of the database alone opens none."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Broken(Exception):
    """The seal is not ours: the server's key changed without the old one being kept as a fallback."""


def seal(secret: str) -> str:
    """Return the secret sealed with the current key."""
    return _keys().encrypt(secret.encode()).decode()


def open_seal(sealed: str) -> str:
    """Return what was sealed with the current or a former key.

    Raises: Broken.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Broken from error


def _keys() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"core.seal:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
