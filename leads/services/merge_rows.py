"""Rows that change hands, go away and come back, whatever their table: SQL over what ``leads.references`` lists.

Rows travel as JSON made and read by PostgreSQL, so that each comes back as it was, to the microsecond.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django.db import connection, models

from core.scope import current_workspace_id
from leads.references import Reference


Row = dict[str, Any]
IDS = 'SELECT "{pk}" FROM {table} WHERE workspace_id = %s AND "{column}" = %s ORDER BY 1'
ROW = 'SELECT to_jsonb(t) FROM {table} t WHERE workspace_id = %s AND "{pk}" = ANY(%s) ORDER BY "{pk}"'
MOVE = """
UPDATE {table} SET "{column}" = %s
WHERE workspace_id = %s AND "{column}" = %s AND (%s::bigint[] IS NULL OR "{pk}" = ANY(%s))
RETURNING "{pk}"
"""
REHOME = "SELECT leads_rehome(%s, %s, %s, %s, %s)"
TAKE = 'DELETE FROM {table} t WHERE workspace_id = %s AND "{column}" = %s RETURNING to_jsonb(t)'
BRING = """
INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)
"""
COPY = f"{BRING.rstrip()} RETURNING to_jsonb({{table}})\n"
CHANGE = """
UPDATE {table} t SET {assignments} FROM jsonb_populate_record(NULL::{table}, %s::jsonb) x
WHERE t.workspace_id = %s AND t."{pk}" = %s
"""


def _ask(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _loaded(found: Sequence[Any]) -> list[Row]:
    return [json.loads(one) if isinstance(one, str) else one for one in found]


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)  # type: ignore[union-attr]


def _names(reference: Reference) -> dict[str, str]:
    model = reference.find_model()
    return {"table": model._meta.db_table, "pk": _key(model), "column": reference.column}


def ids(reference: Reference, lead_id: int) -> list[int]:
    """Return the keys of the lead's rows."""
    return _ask(IDS.format(**_names(reference)), [current_workspace_id(), lead_id])


def read(model: type[models.Model], keys: Collection[int]) -> dict[int, Row]:
    """Return the rows by key, as they are."""
    sql = ROW.format(table=model._meta.db_table, pk=_key(model))
    return {row[_key(model)]: row for row in _loaded(_ask(sql, [current_workspace_id(), list(keys)]))}


def move(
    reference: Reference, *, source: int, target: int, record: int, only: Sequence[int] | None = None
) -> list[int]:
    """Let the rows name another lead (of those in ``only``, where given); return which did."""
    if only is not None and not only:
        return []
    names = _names(reference)
    kept = None if only is None else list(only)
    if reference.is_ledger:
        return sorted(_ask(REHOME, [names["table"], source, target, record, kept]))
    return sorted(_ask(MOVE.format(**names), [target, current_workspace_id(), source, kept, kept]))


def take(reference: Reference, lead_id: int) -> list[Row]:
    """Delete the lead's rows and return them."""
    return _loaded(_ask(TAKE.format(**_names(reference)), [current_workspace_id(), lead_id]))


def take_lead(model: type[models.Model], pk: int) -> list[Row]:
    """Delete the lead itself and return its row."""
    sql = TAKE.format(table=model._meta.db_table, column=_key(model))
    return _loaded(_ask(sql, [current_workspace_id(), pk]))


def copy(reference: Reference, rows: Sequence[Row], target: int) -> list[Row]:
    """Insert rows like these for another lead and return them."""
    if not rows:
        return []
    model = reference.find_model()
    columns = ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields if one.column != _key(model))
    values = json.dumps([row | {reference.column: target} for row in rows])
    return _loaded(_ask(COPY.format(table=model._meta.db_table, columns=columns), [values]))


def take_same(reference: Reference, lead_id: int, rows: Sequence[Row]) -> bool:
    """Delete the lead's rows if they are these, unchanged; say whether they were."""
    if [*read(reference.find_model(), ids(reference, lead_id)).values()] != list(rows):
        return False
    take(reference, lead_id)
    return True


def bring_back(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows that were taken."""
    if not rows:
        return
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    sql = BRING.format(table=model._meta.db_table, columns=columns)
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(rows)])


def fitting(
    model: type[models.Model],
    rows: Sequence[Row],
    *,
    of: int | None = None,
    coming: Collection[int] = (),
    now_called: Mapping[int, int],
) -> list[Row]:
    """Return the rows without what they name and is gone by now; one that must name it is left out itself.

    A lead that was merged since (``now_called``: lost id → the lead it is) is named as the one it is, but never as the
    row's own, ``of`` where the row does not say. ``coming``: leads that will be there again.
    Queries: one for each column that names anything.
    """
    found = [dict(row) for row in rows]
    for field in (one for one in model._meta.concrete_fields if one.is_relation):
        target, column = cast("type[models.Model]", field.related_model), str(field.column)
        named = {row.get(column) for row in found} - {None}
        if not named:
            continue
        is_lead = target._meta.label == "leads.Lead"
        there = {None, *target._default_manager.filter(pk__in=named).values_list("pk", flat=True)}
        there |= set(coming) if is_lead else set()
        if not field.null:
            found = [row for row in found if row[column] in there]
            continue
        for row in (row for row in found if row.get(column) not in there):
            other = now_called.get(row[column]) if is_lead else None
            row[column] = None if other == row.get(_key(model), of) else other
    return found


def change(model: type[models.Model], pk: int, values: Mapping[str, Any]) -> None:
    """Write the columns of one row, given as JSON holds them."""
    if not values:
        return
    assignments = ", ".join(f'"{name}" = x."{name}"' for name in values)
    sql = CHANGE.format(table=model._meta.db_table, pk=_key(model), assignments=assignments)
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(values), current_workspace_id(), pk])
