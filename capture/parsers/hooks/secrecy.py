"""Which values of a post prove who sent it, and are nobody's to read. Pure."""

import re


NAMES = "google_key|verify_token|secret|password|passwd"
# By these the shared secret itself may stand in the address.
IN_QUERY = ("key", "secret", "token")
MASK = "•••"
PATH = re.compile(rf"(^|\.)({NAMES})$", re.IGNORECASE)
# As JSON writes it, inside another JSON's text too; as a form does; as a part of multipart/form-data.
WRITTEN = (
    re.compile(
        rf"""(\\?"(?:{NAMES})\\?"\s*:\s*)(?:\\"[^"]*(?:\\"|$)|"(?:[^"\\]|\\.)*(?:"|$)|[^\s,"}}\]]+)""",
        re.IGNORECASE,
    ),
    re.compile(rf"((?:^|[&?])(?:{NAMES})=)[^&\s]+", re.IGNORECASE),
    re.compile(rf"""(name="(?:{NAMES})"\r?\n(?:[^\r\n]+\r?\n)*\r?\n)[^\r\n]+""", re.IGNORECASE),
)


def is_secret(path: str) -> bool:
    """Say whether what stands there is a proof, whatever it proves."""
    return PATH.search(path) is not None


def masked(text: str) -> str:
    """Return a post as it came, without what is secret in it."""
    for pattern in WRITTEN:
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return text
