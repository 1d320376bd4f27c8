"""Signatures of webhooks out and in, by the Standard Webhooks specification (symmetric, ``v1``)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence


PREFIX = "whsec_"
# While two secrets are good a sender signs twice.
MOST_SIGNATURES = 10


def headers(*, message_id: str, timestamp: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Return the headers of one delivery; each secret (``whsec_…``) adds its signature. ``timestamp`` in seconds."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "content-type": "application/json",
        "user-agent": "Leadcrm-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_sign(signed, secret)}" for secret in secrets),
    }


def is_signed(
    *, message_id: str, timestamp: str, signature: str, body: bytes, secrets: Sequence[str]
) -> bool:
    """Say whether one of the signatures (``v1,…`` between blanks) was made with one of the secrets."""
    signed = f"{message_id}.{timestamp}.".encode("utf-8", "replace") + body
    wanted = [f"v1,{_sign(signed, secret)}".encode() for secret in secrets]
    given = [part.encode("utf-8", "replace") for part in signature.split()[:MOST_SIGNATURES]]
    return any(hmac.compare_digest(one, other) for one in wanted for other in given)


def _sign(signed: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
