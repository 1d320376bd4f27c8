"""Values with their targets as the payload of an inquiry: what ``capture.parsers.facts`` reads. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from capture.parsers import facts, values
from capture.parsers.hooks.answers import NUMBERED, VALUES, Answer
from capture.parsers.hooks.guess import ADDRESS, LONGEST
from core.text import clean, fold


AGREED = {"checked", "accepted", "accept", "granted", "agreed", "agree", "opt in", "opt_in", "subscribed", "subscribe",
          "acepto", "aceptado", "de acuerdo", "i agree", "i accept", "si, acepto", "yes, i agree"}  # fmt: skip
PLACEHOLDERS = re.compile(
    r"skype caller|wireless caller|unknown( caller| name)?|anonymous|unavailable|private( caller| number)?|restricted"
    r"|out of area|toll[- ]free( call)?|cell phone.*|mobile caller|no name|not provided|n/?a|-+|v\d{9,}",
    re.IGNORECASE,
)
GROUPS = {"utm", "ids"}
# Columns that hold only what can be read as such; anything else is kept as text rather than lost.
NUMBERS = {"employees", "budget", "amount_guess"}
LIMIT = 5000
KEY = re.compile(r"[^a-z0-9]+")
# Formstack writes a name so: "first = Ana", "last = Ruiz", line by line.
NAME_PART = re.compile(r"^(?:prefix|first|middle|last|suffix) = (.*)$", re.MULTILINE)
PREFIXED = re.compile(r"^p:(?=\+?\d)")


@dataclass
class _Payload:
    """The payload as it grows; ``lines`` are answers that are no fact of a lead, in words."""

    custom: Collection[str]
    values: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def put(self, answer: Answer, target: str) -> None:
        group, _dot, rest = target.partition(".")
        if target == "answer":
            self._answer(answer)
        elif group == "line":
            self.lines.append(f"{rest}: {_text(answer.value)}")
        elif group == "custom":
            self._custom(answer, answer_key(answer) if rest == "*" else rest)
        elif group in GROUPS and rest:
            self.values.setdefault(group, {}).setdefault(rest[:40], _text(answer.value)[:200])
        elif group == "consent":
            self._consent(answer, rest)
        else:
            self._fact(answer, target)

    def _answer(self, answer: Answer) -> None:
        self._custom(answer, answer_key(answer))

    def _custom(self, answer: Answer, key: str) -> None:
        value = answer.value if isinstance(answer.value, bool | int | float) else _text(answer.value)
        self.values.setdefault("custom", {}).setdefault(key, value)
        if key not in self.custom:
            self.lines.append(f"{answer.label or key}: {_text(answer.value)}")

    def _consent(self, answer: Answer, what: str) -> None:
        given = self.values.setdefault("consent", {})
        if what == "text":
            given.setdefault("text", _text(answer.value))
        elif agreed(answer.value):
            given["marketing"] = True
            given.setdefault("text", answer.label)

    def _fact(self, answer: Answer, target: str) -> None:
        text = _text(answer.value)
        if target == "caller_name":
            if PLACEHOLDERS.fullmatch(text.strip()):
                self.lines.append(f"{answer.label}: {text}")
                return
            target = "full_name"
        if target == "topics":
            self.values.setdefault("topics", []).extend(
                part.strip() for part in text.split(",") if part.strip()
            )
        elif target == "message":
            earlier = self.values.get("message", "")
            self.values["message"] = f"{earlier}\n\n{text}" if earlier else text
        elif target in NUMBERS and values.whole(answer.value) is None:
            self.lines.append(f"{answer.label}: {text}")
        elif target in facts.NAMES and not isinstance(answer.value, bool):
            self.values.setdefault(target, _tidy(target, text))

    def finished(self) -> dict[str, Any]:
        told = [self.values.get("message", ""), "\n".join(self.lines)]
        if message := "\n\n".join(part for part in told if part):
            self.values["message"] = message
        if not self.values.get("consent", {}).get("marketing"):
            self.values.pop("consent", None)
        return self.values


def build(answers: Iterable[tuple[Answer, Iterable[str]]], *, custom: Collection[str]) -> dict[str, Any]:
    """Return the payload that the values make; answers without a field of their own become lines of the message.

    Targets: names of ``facts.NAMES``, ``custom.<key>``, ``utm.<name>``, ``ids.<name>``, ``consent.marketing``,
    ``consent.text``, ``line.<label>``, ``answer`` and ``caller_name``. The first value of a fact wins.
    """
    payload = _Payload(custom)
    for answer, targets in answers:
        for target in targets:
            payload.put(answer, target)
    return payload.finished()


def answer_key(answer: Answer) -> str:
    """Return the key of a field of one's own that an answer would have: its question in lower case."""
    last = NUMBERED.sub("", re.split(r"[.\[]", answer.path.rstrip("]"))[-1])
    key = KEY.sub("_", fold(answer.label if answer.is_pair or last in VALUES else last)).strip("_")[:60]
    return key or "answer"


def agreed(value: Any) -> bool:
    """Say whether a box is ticked, in the words that services use."""
    return values.boolean(value) is True or fold(str(value)) in AGREED


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return clean(str(value))[:LIMIT]


def _tidy(target: str, text: str) -> str:
    if target == "email" and (found := ADDRESS.search(text[:LONGEST])):
        return found.group().removeprefix("mailto:")
    if target == "full_name" and (parts := NAME_PART.findall(text)):
        return " ".join(part.strip() for part in parts)
    return PREFIXED.sub("", text) if target == "phone" else text
