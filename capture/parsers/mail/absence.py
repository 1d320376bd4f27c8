"""Whether a program answers for somebody who is away, or says that a mail arrived, by subject and text alone. Pure.

For programs that set none of the fields of RFC 3834. A sentence counts only where no person would write it: it calls
itself automatic, or it answers, is short, asks nothing and begins with where its writer is.
"""

import re

from capture.parsers.mail import absence_words
from core.text import fold


AUTOMATIC, AWAY, HOLIDAYS = (
    "|".join(re.escape(fold(one)) for one in sorted(group, key=len, reverse=True))
    for group in (absence_words.AUTOMATIC, absence_words.AWAY, absence_words.HOLIDAYS)
)
UNTIL = r"(?:until|till|hasta|bis|jusqu\S*|fino|ate|tot|do|til|from|desde|vom|du|dal)\s(?:\S+\s)?\d"
# A list's or a ticket's name stands in brackets before it; so does the phrase itself.
BEFORE = r"^(?:[\[(][^\])]{0,60}[\])]\s*)?[\[(*<]?\s*"
SUBJECT = re.compile(
    rf"{BEFORE}(?:(?:{AUTOMATIC})|auto\s*:|(?:{AWAY})\s*(?:$|[:：\])]|re\s*:|{UNTIL})"
    rf"|(?:{HOLIDAYS})\W*(?:$|re\s*:|{UNTIL}))|{absence_words.IS_AWAY}"
)
SELF = re.compile(absence_words.SELF)
IS_AWAY = re.compile(absence_words.IS_AWAY)
LEFT = re.compile(absence_words.LEFT)
# No longer than such answers are, and where they say it.
LONGEST, SHORT, NEAR_TOP = 2000, 1200, 300


def of_subject(subject: str) -> bool:
    """Say whether the subject is an automatic answer's; "Re: Automatic reply" is what a person answers to one."""
    return bool(SUBJECT.search(fold(subject)))


def of_text(text: str, *, is_answer: bool) -> bool:
    """Say whether the newest text says that a program wrote it, or where the writer is instead of an answer."""
    said = fold(text[: LONGEST + 1])
    if len(said) > LONGEST:
        return False
    if SELF.search(said):
        return True
    return is_answer and len(said) <= SHORT and "?" not in said and bool(IS_AWAY.search(said[:NEAR_TOP]))


def has_left(text: str) -> bool:
    """Say whether the text tells that its writer works there no longer."""
    return bool(LEFT.search(fold(text[:LONGEST])))
