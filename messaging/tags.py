"""Merge tags: a list of names that stand for facts. No logic, no attributes, never Django templates; pure.

``{{ lead.first_name }}`` or ``{{ lead.first_name | default: "there" }}``. What is filled in is never read again:
a tag inside a fact stays the text it is.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


TAG = re.compile(
    r"\{\{\s*([a-z][a-z0-9_]*[.:][a-z0-9_]+)\s*(?:\|\s*default\s*:\s*[\"“”]([^\"“”{}<>\n]*)[\"“”]\s*)?\}\}"
)
# Anything that looks as if somebody meant a tag, for saying that it is none.
ATTEMPT = re.compile(r"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\{\{|\}\}|\{%|%\}", re.DOTALL)
CUSTOM = "custom."
LEAD_TAGS: dict[str, str | Promise] = {
    "lead.first_name": _("First name"),
    "lead.last_name": _("Last name"),
    "lead.name": _("Full name"),
    "lead.company": _("Company"),
    "lead.job_title": _("Job title"),
    "lead.city": _("City"),
    "lead.topic": _("Topic"),
}
OUR_TAGS: dict[str, str | Promise] = {
    "owner.name": _("Name of the salesperson"),
    "workspace.name": _("Our name"),
}
STANDARD: dict[str, str | Promise] = {**LEAD_TAGS, **OUR_TAGS}
# Every workspace has one; every other fact may be missing.
NEVER_EMPTY = {"workspace.name"}
# What only we may write into a compiled mail; no person's text can name these.
SYSTEM = "system."
LINK = "link:"
MAX_VALUE = 200


@dataclass(frozen=True, slots=True)
class Use:
    """One tag in a text."""

    name: str
    default: str | None


def uses(text: str) -> list[Use]:
    """Return the well-formed tags of the text, whether or not their names exist."""
    return [Use(match[1], match[2]) for match in TAG.finditer(text)]


def misfits(text: str, known: Collection[str]) -> list[str]:
    """Return what looks like a tag and is none: unknown names, other filters, single braces left over."""
    rest = TAG.sub(lambda match: "" if match[1] in known else match[0], text)
    return [match[0] for match in ATTEMPT.finditer(rest)]


def gaps(text: str, known: Collection[str]) -> list[str]:
    """Return the names whose fact may be missing and that have no default."""
    found = {use.name for use in uses(text) if use.default is None and use.name in known}
    return sorted(found - NEVER_EMPTY)


def fill(
    text: str,
    values: Mapping[str, str],
    *,
    in_html: bool = False,
    system: Mapping[str, str] | None = None,
) -> str:
    """Return the text with its tags replaced, in one pass.

    ``system`` is markup and addresses of our own and goes in as it is; ``values`` are facts and are escaped in
    HTML. Defaults of compiled HTML are escaped already. A name that nobody knows stays as it was written.
    """
    ours = system or {}

    def one(match: re.Match[str]) -> str:
        name, default = match[1], match[2]
        if name in ours:
            return ours[name]
        if name not in values and name not in STANDARD and not name.startswith(CUSTOM):
            return match[0]
        value = values.get(name) or ""
        return (escape(value) if in_html else value) or default or ""

    return TAG.sub(one, text)


def protect(text: str, known: Collection[str]) -> tuple[str, Callable[..., str]]:
    """Return the text with its tags hidden from Markdown, and a function that brings them back.

    The function takes ``in_html``: defaults are escaped then. Braces that are no tag of ours are parted by an
    invisible character, so that no later pass takes them for one.
    """
    found: list[re.Match[str]] = []

    def hide(match: re.Match[str]) -> str:
        if match[1] not in known:
            return match[0]
        found.append(match)
        return f"\ue000{len(found) - 1}\ue001"

    hidden = TAG.sub(hide, re.sub("[\ue000\ue001]", "", text))
    hidden = re.sub(r"(?<=\{)(?=\{)", "\u2060", hidden)

    def restore(compiled: str, *, in_html: bool) -> str:
        return re.sub("\ue000(\\d+)\ue001", lambda m: _written(found[int(m[1])], in_html=in_html), compiled)

    return hidden, restore


def _written(match: re.Match[str], *, in_html: bool) -> str:
    name, default = match[1], match[2]
    if default is None:
        return f"{{{{ {name} }}}}"
    return f'{{{{ {name} | default: "{escape(default) if in_html else default}" }}}}'


def as_html(text: str, known: Collection[str]) -> str:
    """Return one line of plain text as HTML, its tags kept."""
    hidden, restore = protect(text, known)
    return restore(escape(hidden), in_html=True)


def fact(value: object) -> str:
    """Return a fact as one line of bounded length: names with line breaks forge no header and break no text."""
    if isinstance(value, list | tuple):
        value = ", ".join(str(item) for item in value)
    return " ".join(str("" if value is None else value).split())[:MAX_VALUE]
