"""A clue on the timeline, in words; what its question is called is in the data for the workspace's own ones."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core import numbers
from leads.factsheet import QUALIFICATION, Fact, shown


def of_entry(data: Mapping[str, Any]) -> str:
    """Return "Budget: probably ≥ 20,000 (70%)", "Budget: 20,000", "Budget: not 20,000" or "Budget: no longer …"."""
    fact = next((one for one in QUALIFICATION if one.name == data.get("question")), None)
    label = str(fact.label) if fact else str(data.get("label") or "")
    value, confidence = data.get("value"), data.get("confidence")
    if not label or not isinstance(confidence, int):
        return ""
    text = _shown(value, fact)
    if data.get("is_at_least"):
        text = f"≥ {text}"
    said = {"question": label, "value": text, "percent": numbers.percent(confidence / 100)}
    if data.get("inferred") is False:
        return _("%(question)s: no longer inferred to be %(value)s") % said
    if confidence == 0:
        return _("%(question)s: not %(value)s") % said
    if confidence == 100:
        return _("%(question)s: %(value)s") % said
    return _("%(question)s: probably %(value)s (%(percent)s)") % said


def _shown(value: Any, fact: Fact | None) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return numbers.plain(value, 0 if float(value).is_integer() else 2)
    return shown(value, fact, currency="") if fact and fact.kind == "choice" else str(value)
