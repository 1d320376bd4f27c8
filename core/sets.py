"""Set-based writes: many rows with one statement and one parameter: several times faster than ``bulk_create``."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.functional import Promise

from core.scope import current_workspace_id


INSERT = """
INSERT INTO {table} (workspace_id, {names}) SELECT %s, {names}
FROM json_to_recordset(%s::json) AS x({columns}), json_to_record(%s::json) AS same({constants}) {conflict} {returning}
"""
UPDATE = """
UPDATE {table} t SET {assignments}
FROM json_to_recordset(%s::json) AS x({columns})
WHERE t.workspace_id = %s AND t.{key} = x.{key}
"""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Promise | Decimal):
        return str(value)
    return value.code  # a country


def dump(rows: Sequence[Mapping[Any, Any]]) -> str:
    """Return the rows as JSON, moments to the microsecond."""
    return json.dumps(rows, default=_plain, separators=(",", ":"))


def _type_of(field: models.Field) -> str:
    """Return the column's type; a serial key and a reference to one are plain integers."""
    if isinstance(field, models.ForeignKey):
        return _type_of(field.target_field)
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _typed(fields: Iterable[models.Field]) -> str:
    return ", ".join(f'"{field.column}" {_type_of(field)}' for field in fields)


def _values(field: models.Field, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return the column's value in every row, its default where a row lacks it."""
    name = field.attname
    if field.has_default() and callable(field.default):
        return [row[name] if name in row else field.get_default() for row in rows]
    default = field.get_default()
    return [row.get(name, default) for row in rows]


def insert(
    model: type[models.Model],
    rows: Iterable[Mapping[str, Any]],
    *,
    ignore_conflicts: bool = False,
    returning: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Insert rows of the scope's workspace; columns that a row lacks take the model's default.

    Rows name columns by attribute (``lead_id``). ``returning`` names columns of the rows really inserted.
    Queries: one, none without rows.
    """
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.attname != "workspace_id" and not isinstance(field, models.AutoField)
    ]
    every = list(rows)
    if not every:
        return []
    columns = {field: _values(field, every) for field in fields}
    # What is the same in every row is written once: most columns of newcomers are.
    same = [field for field in fields if columns[field].count(columns[field][0]) == len(every)]
    own = [field for field in fields if field not in same] or [same.pop()]
    sql = INSERT.format(
        table=model._meta.db_table,
        names=", ".join(f'"{field.column}"' for field in fields),
        columns=_typed(own),
        constants=_typed(same) or "nothing text",
        conflict="ON CONFLICT DO NOTHING" if ignore_conflicts else "",
        returning=f"RETURNING {', '.join(returning)}" if returning else "",
    )
    names = [field.column for field in own]
    varying = dump([dict(zip(names, row, strict=True)) for row in zip(*map(columns.get, own), strict=True)])
    constant = dump([{field.column: columns[field][0] for field in same}])[1:-1]
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_workspace_id(), varying, constant])  # type: ignore[arg-type]
        return list(cursor.fetchall()) if returning else []


def update(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    *,
    names: Sequence[str],
    also: str = "",
    params: Sequence[Any] = (),
) -> None:
    """Write the named columns of the scope's rows, each found by its primary key; every row has every name.

    ``also`` is SQL of further assignments over ``t``, its values in ``params``. Queries: one.
    """
    if not rows:
        return
    key = model._meta.pk
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    assignments = [f'"{field.column}" = x."{field.column}"' for field in fields]
    sql = UPDATE.format(
        table=model._meta.db_table,
        assignments=", ".join([*assignments, *([also] if also else [])]),
        columns=_typed([key, *fields]),
        key=key.column,
    )
    data = [{key.column: row[key.attname], **{f.column: row[f.attname] for f in fields}} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, dump(data), current_workspace_id()])  # type: ignore[arg-type]
