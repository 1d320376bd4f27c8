"""The checks that a fresh workspace begins with, as conditions over ``capture.rule_fields``, in their order."""

from capture.choices import Reason
from conditions.nodes import Json


def _sign(code: str) -> Json:
    return {"field": "arrival.signs", "op": "has", "value": code}


def _yes_or_no(field: str, *, is_held: bool) -> Json:
    return {"field": field, "op": "is", "value": is_held}


CONDITIONS: dict[str, Json] = {
    Reason.UNREADABLE: _sign("unreadable"),
    Reason.HONEYPOT: _sign("honeypot"),
    Reason.TOO_FAST: _sign("too_fast"),
    Reason.FOREIGN_ORIGIN: _sign("foreign_origin"),
    Reason.SPAM_MARKED: _sign("spam_marked"),
    Reason.COLLEAGUE: _sign("colleague"),
    Reason.NO_REPLY: _sign("no_reply"),
    Reason.NO_CONTACT: {
        "all": [
            {"field": "contact.email", "op": "is_empty"},
            {"field": "contact.phone", "op": "is_empty"},
            {"field": "contact.company", "op": "is_empty"},
        ]
    },
    Reason.BAD_CHARACTERS: _sign("bad_characters"),
    Reason.BAD_VALUE: {"field": "arrival.doubts", "op": "is_not_empty"},
    Reason.BAD_EMAIL: _yes_or_no("quality.email_syntax", is_held=False),
    Reason.DISPOSABLE: _yes_or_no("quality.email_disposable", is_held=True),
    Reason.SPAM_WORDS: {"field": "content.spam_words", "op": "is_not_empty"},
    Reason.SPAM_LINKS: {
        "any": [
            {"field": "content.links", "op": "gt", "value": 3},
            _yes_or_no("content.link_in_name", is_held=True),
        ]
    },
}
# Without these an inquiry makes no lead, so no workspace can change them or switch them off.
ALWAYS = frozenset({Reason.UNREADABLE, Reason.NO_CONTACT})
# What a rule of a person's own may give as its reason.
REASONS = (Reason.RULE, *(Reason(name) for name in CONDITIONS))
