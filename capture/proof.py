"""A puzzle that costs a browser a second and a robot the same for each post: ALTCHA's, version 2. Pure.

What is solved is signed with the server's key and names its form, so nobody can make one up or carry it elsewhere.
"""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from altcha import create_challenge, verify_solution
from django.conf import settings


ALGORITHM = "PBKDF2/SHA-256"
# About 256 tries of so many rounds: under a second on a phone, two milliseconds to check.
ROUNDS, PREFIX = 5000, "00"
# As long as somebody may take to fill in a form.
KEPT = timedelta(hours=2)
ODD = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


def _secret() -> str:
    return hashlib.sha256(f"capture.proof:{settings.SECRET_KEY}".encode()).hexdigest()


def puzzle(token: str, *, at: datetime, rounds: int = ROUNDS) -> str:
    """Return a puzzle for the form, as the widget reads it."""
    made = create_challenge(
        ALGORITHM,
        rounds,
        key_prefix=PREFIX,
        expires_at=int((at + KEPT).timestamp()),
        data={"form": token},
        hmac_secret=_secret(),
    )
    return json.dumps(made.to_dict())


def digest_of(solution: str, token: str) -> str:
    """Return what names the solved puzzle; "" if it is not solved, too old, of another form or none of ours."""
    challenge = _challenge(solution)
    try:
        is_solved = verify_solution(solution, _secret()).verified
    # What strangers write there need not have the library's shape.
    except ODD:
        return ""
    if not is_solved or challenge["parameters"]["data"]["form"] != token:
        return ""
    return hashlib.sha256(str(challenge["signature"]).encode()).hexdigest()


def _challenge(solution: str) -> dict[str, Any]:
    try:
        return json.loads(base64.b64decode(solution, validate=True))["challenge"]
    except ODD:
        return {}
