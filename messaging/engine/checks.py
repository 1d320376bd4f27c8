"""What is wrong or unwise about a mail before it is published; pure."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from messaging import tags
from messaging.engine.markup import Fault, Parsed


# Phones show about forty characters of a subject, desktop programs about seventy.
LONG_SUBJECT = 70
SHOUTING = 8


def check(
    *, subject: str, preheader: str, body: str, parsed: Parsed, known: Collection[str], has_home: bool = True
) -> list[Fault]:
    """Return every fault and warning. ``has_home``: the workspace's own language has a version too."""
    found = [*_subject(subject), *_tags(f"{subject}\n{preheader}\n{body}", known), *parsed.faults]
    if not body.strip():
        found.append(Fault("no_body", _("Write the text of the mail.")))
    elif not any(block.kind == "text" for block in parsed.blocks):
        found.append(
            Fault("no_text", _("Pictures alone are often filtered out. Write some words."), is_warning=True)
        )
    if not has_home:
        message = _(
            "The workspace's own language has no version: people whose language is unknown get this one."
        )
        found.append(Fault("missing_language", message, is_warning=True))
    return sorted(_unique(found), key=lambda fault: fault.is_warning)


def _subject(subject: str) -> list[Fault]:
    text = subject.strip()
    if not text:
        return [Fault("no_subject", _("Write a subject."))]
    found = []
    if len(tags.TAG.sub("", text)) > LONG_SUBJECT:
        message = _("The subject is longer than 70 characters; its end will not be seen.")
        found.append(Fault("long_subject", message, is_warning=True))
    letters = [char for char in tags.TAG.sub("", text) if char.isalpha()]
    if (len(letters) >= SHOUTING and all(char.isupper() for char in letters)) or "!!" in text:
        message = _("Capitals and exclamation marks look like spam.")
        found.append(Fault("shouting", message, is_warning=True))
    return found


def _tags(text: str, known: Collection[str]) -> list[Fault]:
    found = [
        Fault("unknown_tag", _("There is no such merge tag."), piece[:60])
        for piece in tags.misfits(text, known)
    ]
    for name in tags.gaps(text, known):
        message = _("Give it a default: where the fact is missing the text has a gap.")
        found.append(Fault("no_default", message, f"{{{{ {name} }}}}", is_warning=True))
    return found


def _unique(faults: list[Fault]) -> list[Fault]:
    seen: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        seen.setdefault((fault.code, fault.what), fault)
    return list(seen.values())
