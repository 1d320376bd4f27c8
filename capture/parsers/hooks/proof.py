"""Whether a post is its platform's own: signatures, keys in the body, passwords, and greetings to be answered. Pure."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from capture.parsers.hooks import secrecy
from capture.parsers.hooks.answers import dig
from capture.parsers.hooks.form_services import SHARED
from capture.parsers.hooks.reading import when
from capture.parsers.hooks.shapes import Preset, Scheme


KEPT = ("authorization", "user-agent")
SECRET_HEADERS = ("x-hook-secret", "x-webhook-secret", "x-api-key", "x-secret", "x-auth-token")
WHSEC = "whsec_"


@dataclass(frozen=True, slots=True)
class Post:
    """What is known of a request; header names in lower case."""

    body: bytes = b""
    method: str = "POST"
    url: str = ""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    tree: Any = None

    def as_dict(self) -> dict[str, Any]:
        """Return what is stored beside the body."""
        return {"method": self.method, "url": self.url, "query": self.query, "headers": dict(self.headers)}


def wanted_headers(preset: Preset) -> set[str]:
    """Return the headers that prove anything, in lower case; no other is stored."""
    named = {
        name.lower()
        for one in _schemes(preset)
        for name in (one.header, one.time_header, one.id_header)
        if name
    }
    return named | set(SECRET_HEADERS) | set(KEPT)


def fault(post: Post, *, preset: Preset, secret: str, at: datetime) -> str:
    """Return what is wrong with the proof, nothing if it is good or the hook has no secret. ``at``: when it came."""
    if not secret:
        return ""
    faults = []
    for scheme in _schemes(preset):
        found = _fault(post, scheme, secret, at)
        if not found:
            return ""
        faults.append(found)
    return next((one for one in faults if one != "missing"), "missing")


def _schemes(preset: Preset) -> tuple[Scheme, ...]:
    return (*preset.schemes, SHARED)


def _fault(post: Post, scheme: Scheme, secret: str, at: datetime) -> str:
    match scheme.kind:
        case "hmac":
            return _hmac_fault(post, scheme, secret, at)
        case "field":
            return _compare(dig(post.tree, scheme.field), secret)
        case "basic":
            return _basic_fault(post, secret)
        case "jwt":
            return _jwt_fault(post, secret, at)
    return _shared_fault(post, secret)


def _compare(given: Any, secret: str) -> str:
    if given in (None, ""):
        return "missing"
    is_same = hmac.compare_digest(str(given).encode("utf-8", "replace"), secret.encode("utf-8", "replace"))
    return "" if is_same else "wrong"


def _shared_fault(post: Post, secret: str) -> str:
    scheme, _blank, bearer = post.headers.get("authorization", "").partition(" ")
    asked = parse_qs(post.query)
    given = [
        *(post.headers.get(name, "") for name in SECRET_HEADERS),
        bearer.strip() if scheme.lower() == "bearer" else "",
        *(value for name in secrecy.IN_QUERY for value in asked.get(name, [])),
    ]
    faults = [_compare(one, secret) for one in given if one]
    return "missing" if not faults else "" if "" in faults else "wrong"


def _basic_fault(post: Post, secret: str) -> str:
    scheme, _blank, coded = post.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "missing"
    try:
        told = base64.b64decode(coded.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return "wrong"
    return "" if "" in {_compare(told, secret), _compare(told.partition(":")[2], secret)} else "wrong"


def _jwt_fault(post: Post, secret: str, at: datetime) -> str:
    token = post.headers.get("authorization", "").removeprefix("Bearer ").strip()
    head, _dot, signature = token.rpartition(".")
    if not head:
        return "missing"
    digest = hmac.new(secret.encode(), head.encode("utf-8", "replace"), hashlib.sha256).digest()
    if _compare(signature, base64.urlsafe_b64encode(digest).decode().rstrip("=")):
        return "wrong"
    try:
        claims = json.loads(base64.urlsafe_b64decode(head.partition(".")[2] + "=="))
        until = when(claims.get("exp"))
    except (ValueError, AttributeError, RecursionError):
        return "wrong"
    return "old" if until and until < at else ""


def _hmac_fault(post: Post, scheme: Scheme, secret: str, at: datetime) -> str:
    written = post.headers.get(scheme.header.lower(), "")
    if not written:
        return "missing"
    parts = _parts(written)
    time = parts.get("t", [""])[0] if scheme.part else post.headers.get(scheme.time_header.lower(), "")
    given = (
        parts.get(scheme.part, [])
        if scheme.part
        else [one.removeprefix(scheme.prefix) for one in written.split()[:10]]
    )
    wanted = _signature(post, scheme, secret, time)
    if not any(_compare(one, wanted) == "" for one in given):
        return "wrong"
    return _age_fault(time, scheme, at) if scheme.seconds else ""


def _parts(written: str) -> dict[str, list[str]]:
    """Return ``t=1,v1=a,v1=b`` as lists by name."""
    found: dict[str, list[str]] = {}
    for part in written.split(",")[:10]:
        name, _equals, value = part.strip().partition("=")
        found.setdefault(name, []).append(value)
    return found


def _age_fault(time: str, scheme: Scheme, at: datetime) -> str:
    signed_at = when(time)
    return "" if signed_at and abs(at - signed_at) <= timedelta(seconds=scheme.seconds) else "old"


def _signature(post: Post, scheme: Scheme, secret: str, time: str) -> str:
    known = {
        "{time}": time,
        "{id}": post.headers.get(scheme.id_header.lower(), ""),
        "{method}": post.method,
        "{url}": post.url,
        "{secret}": secret,
    }
    before, _body, after = scheme.signed.partition("{body}")
    for name, value in known.items():
        before, after = before.replace(name, value), after.replace(name, value)
    signed = before.encode("utf-8", "replace") + post.body + after.encode("utf-8", "replace")
    if scheme.is_plain_digest:
        digest = hashlib.new(scheme.algorithm, signed).digest()
    else:
        digest = hmac.new(_key(secret), signed, scheme.algorithm).digest()
    return digest.hex() if scheme.encoding == "hex" else base64.b64encode(digest).decode()


def _key(secret: str) -> bytes:
    if secret.startswith(WHSEC):
        try:
            return base64.b64decode(secret.removeprefix(WHSEC))
        except (binascii.Error, ValueError):
            return secret.encode()
    return secret.encode("utf-8", "replace")


def greeting(post: Post, *, preset: Preset, secret: str, token: str) -> tuple[str, str] | None:
    """Return content type and text that answer a platform's verification; None if it is none or not for us."""
    asked = {name: found[0] for name, found in parse_qs(post.query).items()}
    match preset.handshake:
        case "meta" if asked.get("hub.mode", "subscribe") == "subscribe" and "hub.challenge" in asked:
            given = asked.get("hub.verify_token", "")
            is_ours = _compare(given, secret or token) == "" or _compare(given, token) == ""
            return ("text/plain", asked["hub.challenge"][:500]) if is_ours else None
        case "linkedin" if secret and "challengeCode" in asked:
            code = asked["challengeCode"][:500]
            answer = hmac.new(secret.encode(), code.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
            return "application/json", json.dumps({"challengeCode": code, "challengeResponse": answer})
        case "challenge" if post.method == "POST" and isinstance(
            challenge := dig(post.tree, "challenge"), str
        ):
            if isinstance(post.tree, dict) and len(post.tree) <= 3:
                return "application/json", json.dumps({"challenge": challenge[:500]})
    return None
