"""How much is held of a person, for their page."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.functional import Promise

from leads import privacy
from leads.privacy import Fate, Holding, Person


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of one kind, and what erasing does with them."""

    label: str | Promise
    rows: int
    fate: Fate


def counted(person: Person) -> list[Held]:
    """Return what an index finds of the person, without what only a search of whole tables would. Queries: one."""
    found = [holding for holding in privacy.every() if not holding.is_search]
    parts, params = zip(*(_count(holding, person) for holding in found), strict=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), [value for part in params for value in part])
        rows = cursor.fetchone()
    every = zip(found, rows, strict=True)
    return [Held(holding.label, count, holding.fate) for holding, count in every if count]


def _count(holding: Holding, person: Person) -> tuple[str, tuple[object, ...]]:
    try:
        sql, params = holding.find(person).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # e.g. by address, of somebody who has none
        return "0", ()
    return f"(SELECT count(*) FROM ({sql}) held)", params
