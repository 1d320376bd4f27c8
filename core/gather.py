"""Several small reads in one statement: what a page asks of many tables costs one way to the database and back."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models


def counts(querysets: Sequence["models.QuerySet[Any]"]) -> list[int]:
    """Return how many rows each has, up to its own limit. Queries: one, none without querysets."""
    return _ask("(SELECT count(*) FROM ({sql}) q)", [each.values("pk") for each in querysets])


def lists(*querysets: "models.QuerySet[Any]") -> list[list[Any]]:
    """Return the rows of each: instances, or dictionaries where it says ``values()``. Queries: one.

    For short lists of plain columns: no ``select_related``, no annotations on instances, no binary columns.
    """
    found = _ask("(SELECT json_agg(row_to_json(q)) FROM ({sql}) q)", querysets)
    return [_rows(queryset, rows or []) for queryset, rows in zip(querysets, found, strict=True)]


def _ask(template: str, querysets: Sequence["models.QuerySet[Any]"]) -> list[Any]:
    parts: list[str] = []
    params: list[Any] = []
    for queryset in querysets:
        try:
            sql, values = queryset.query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 WHERE false", ()
        parts.append(template.format(sql=sql))
        params += values
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(cursor.fetchone())


def _rows(queryset: "models.QuerySet[Any]", rows: Sequence[dict[str, Any]]) -> list[Any]:
    if queryset._fields is not None:  # type: ignore[attr-defined]
        return list(rows)
    fields = queryset.model._meta.concrete_fields
    names = [field.attname for field in fields]
    return [
        queryset.model.from_db(
            connection.alias, names, [_python(field, row[field.column]) for field in fields]
        )
        for row in rows
    ]


def _python(field: models.Field, value: Any) -> Any:
    """Return the value as the model holds it; JSON and lists are so already."""
    return value if value is None or isinstance(value, dict | list) else field.to_python(value)
