"""The words of each operator: the clause a sentence says, and the label a form shows.

Clauses avoid words that would have to agree with the field in gender or number: users name fields too.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from conditions.registry import FieldType, Label


Words = dict[str, Label]

EMPTINESS: Words = {
    "is_empty": _("%(field)s has no value"),
    "is_not_empty": _("%(field)s has a value"),
}
EQUALITY: Words = {
    "eq": _("%(field)s is %(value)s"),
    "ne": _("%(field)s is not %(value)s"),
    "in": _("%(field)s is %(value)s"),
    "not_in": _("%(field)s is not %(value)s"),
}
DAYS: Words = {
    "on": pgettext_lazy("date", "%(field)s is on %(value)s"),
    "before": pgettext_lazy("date", "%(field)s is before %(value)s"),
    "after": pgettext_lazy("date", "%(field)s is after %(value)s"),
    "between": pgettext_lazy("date", "%(field)s is between %(low)s and %(high)s"),
}
CLAUSES: dict[FieldType, Words] = {
    FieldType.TEXT: {
        **EQUALITY,
        "contains": _("%(field)s contains %(value)s"),
        "not_contains": _("%(field)s does not contain %(value)s"),
        "contains_any": _("%(field)s contains %(value)s"),
        "contains_all": _("%(field)s contains %(value)s"),
        "starts_with": _("%(field)s starts with %(value)s"),
        "ends_with": _("%(field)s ends with %(value)s"),
    },
    FieldType.NUMBER: {
        **EQUALITY,
        "gt": _("%(field)s is more than %(value)s"),
        "gte": _("%(field)s is at least %(value)s"),
        "lt": _("%(field)s is less than %(value)s"),
        "lte": _("%(field)s is at most %(value)s"),
        "between": pgettext_lazy("number", "%(field)s is between %(low)s and %(high)s"),
    },
    FieldType.DATE: DAYS,
    FieldType.DATETIME: DAYS,
    FieldType.CHOICE: EQUALITY,
    FieldType.LIST: {
        "has": _("%(field)s includes %(value)s"),
        "has_any": _("%(field)s includes %(value)s"),
        "has_all": _("%(field)s includes %(value)s"),
        "has_none": _("%(field)s does not include %(value)s"),
    },
    FieldType.BOOLEAN: {"is": _("%(field)s is %(value)s")},
}
DAY_COUNTS: dict[str, Promise] = {
    "in_last_days": ngettext_lazy(
        "%(field)s is in the last %(count)s day", "%(field)s is in the last %(count)s days", "number"
    ),
    "not_in_last_days": ngettext_lazy(
        "%(field)s is not in the last %(count)s day", "%(field)s is not in the last %(count)s days", "number"
    ),
    "older_than_days": ngettext_lazy(
        "%(field)s is %(count)s day ago or more", "%(field)s is %(count)s days ago or more", "number"
    ),
    "in_next_days": ngettext_lazy(
        "%(field)s is in the next %(count)s day", "%(field)s is in the next %(count)s days", "number"
    ),
}
# How the values of a list are joined before they enter the clause.
AND, OR, NOR = "and", "or", "nor"
JOINS = {"contains_all": AND, "has_all": AND, "not_in": NOR, "has_none": NOR}

LABELS: Words = {
    "eq": _("is"),
    "ne": _("is not"),
    "in": _("is one of"),
    "not_in": _("is none of"),
    "contains": _("contains"),
    "not_contains": _("does not contain"),
    "contains_any": _("contains any of"),
    "contains_all": _("contains all of"),
    "starts_with": _("starts with"),
    "ends_with": _("ends with"),
    "gt": _("is more than"),
    "gte": _("is at least"),
    "lt": _("is less than"),
    "lte": _("is at most"),
    "between": _("is between"),
    "on": _("is on"),
    "before": _("is before"),
    "after": _("is after"),
    "in_last_days": _("is in the last … days"),
    "not_in_last_days": _("is not in the last … days"),
    "older_than_days": _("is … or more days ago"),
    "in_next_days": _("is in the next … days"),
    "has": _("includes"),
    "has_any": _("includes any of"),
    "has_all": _("includes all of"),
    "has_none": _("includes none of"),
    "is": _("is"),
    "is_empty": _("has no value"),
    "is_not_empty": _("has a value"),
}


def clause(kind: FieldType, op: str) -> Label:
    """Return the clause of an operator that takes no count of days, with its placeholders."""
    return EMPTINESS.get(op) or CLAUSES[kind][op]


def label(op: str) -> Label:
    """Return what a form calls the operator."""
    return LABELS[op]
