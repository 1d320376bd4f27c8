"""Keyset paging for pages and API: a cursor holds the last row's sort values, never an offset (scale §3)."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, ValidationError
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Invalid


PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


class BadCursor(Invalid, BadRequest):
    """The cursor was not made by us, or was made for another order; a page that lets it pass answers 400."""

    code = "bad_cursor"


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order: a field path whose values are never null, and its direction."""

    path: str
    descending: bool = False

    @classmethod
    def of(cls, text: str) -> "Key":
        """Return the key for ``"-rank__score"`` or ``"pk"``."""
        return cls(text.removeprefix("-"), text.startswith("-"))


@dataclass(frozen=True, slots=True)
class Page:
    """Up to ``size`` rows and the cursors to the rows after and before them (None at the ends)."""

    items: list[Any]
    next: str | None
    previous: str | None


def _encode(values: Sequence[Any], *, backwards: bool) -> str:
    plain = [
        value.isoformat()
        if isinstance(value, datetime | date)
        else str(value)
        if isinstance(value, Decimal)
        else value
        for value in values
    ]
    packed = json.dumps([int(backwards), *plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _decode(cursor: str, *, length: int) -> tuple[bool, list[Any]]:
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        backwards, *values = json.loads(packed)
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadCursor(_("This page link is damaged. Start again from the first page.")) from error
    if len(values) != length or not all(_is_plain(value) for value in values):
        raise BadCursor(_("This page link belongs to another order. Start again from the first page."))
    return bool(backwards), values


def _is_plain(value: Any) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and "\x00" not in value)


class _Beyond(Func):
    """``(a, b) < (x, y)``: the form by which an index starts at the very row, however many share the first value."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, sign: str) -> None:
        super().__init__(*expressions)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Render both rows."""
        parts = [compiler.compile(expression) for expression in self.get_source_expressions()]
        middle = len(parts) // 2
        left, right = (", ".join(sql for sql, _params in side) for side in (parts[:middle], parts[middle:]))
        return f"({left}) {self.sign} ({right})", [value for _sql, params in parts for value in params]


def _after(
    annotated: QuerySet, keys: Sequence[Key], values: Sequence[Any], *, backwards: bool
) -> Q | _Beyond:
    """Return the rows strictly beyond the values. Raises ValueError, TypeError, ValidationError for none of ours."""
    if len({key.descending for key in keys}) > 1:
        return _after_by_steps(keys, values, backwards=backwards)
    fields = [annotated.query.annotations[f"_k{index}"].output_field for index in range(len(keys))]
    exact = [
        Value(field.get_prep_value(value), output_field=field)
        for field, value in zip(fields, values, strict=True)
    ]
    names = [F(f"_k{index}") for index in range(len(keys))]
    return _Beyond(*names, *exact, sign="<" if keys[0].descending != backwards else ">")


def _after_by_steps(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> Q:
    """Return the same where directions differ; the outer bound lets an index start near by."""
    beyond, equal = Q(), Q()
    for index, (key, value) in enumerate(zip(keys, values, strict=True)):
        sign = "lt" if key.descending != backwards else "gt"
        step = equal & Q(**{f"_k{index}__{sign}": value})
        beyond = beyond | step if index else step
        equal &= Q(**{f"_k{index}": value})
    first = "lte" if keys[0].descending != backwards else "gte"
    return Q(**{f"_k0__{first}": values[0]}) & beyond


def paginate(queryset: QuerySet, *, order: Sequence[str], cursor: str | None, size: int = PAGE_SIZE) -> Page:
    """Return one page of the queryset in the given order, whose last key must be unique.

    Queries: one. Raises: BadCursor.
    """
    keys = [Key.of(text) for text in order]
    annotated = queryset.annotate(**{f"_k{index}": F(key.path) for index, key in enumerate(keys)})
    backwards = False
    if cursor:
        backwards, values = _decode(cursor, length=len(keys))
        try:
            annotated = annotated.filter(_after(annotated, keys, values, backwards=backwards))
        except (ValueError, TypeError, OverflowError, ValidationError) as error:
            raise BadCursor(
                _("This page link belongs to another order. Start again from the first page.")
            ) from error
    ordering = [("-" if key.descending != backwards else "") + f"_k{index}" for index, key in enumerate(keys)]
    rows = list(annotated.order_by(*ordering)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()

    def mark(row: Any, *, back: bool) -> str:
        return _encode([getattr(row, f"_k{index}") for index in range(len(keys))], backwards=back)

    has_next = bool(rows) and (more or backwards)
    has_previous = bool(rows) and bool(cursor) and (more if backwards else True)
    return Page(
        items=rows,
        next=mark(rows[-1], back=False) if has_next else None,
        previous=mark(rows[0], back=True) if has_previous else None,
    )


def link(request: HttpRequest, cursor: str | None) -> str | None:
    """Return the query string that shows the page at the cursor with everything else as it is."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return "?" + urlencode(list(query.lists()), doseq=True)


class CursorPages(BasePagination):
    """Pages of the API: ``{"results", "next", "previous"}``, 50 rows by default and 200 at most.

    A view names its orders in ``orderings`` (public name → keys) and its ``default_ordering``.
    """

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet, request: Request, view: Any | None = None
    ) -> list[Any]:
        """Return the rows of the page that ``cursor`` and ``page_size`` ask for."""
        self._request = request
        self._page = paginate(
            queryset,
            order=self._order(request, view),
            cursor=request.query_params.get("cursor"),
            size=self._size(request),
        )
        return self._page.items

    def _order(self, request: Request, view: Any | None) -> Sequence[str]:
        orderings = getattr(view, "orderings", {})
        default = getattr(view, "default_ordering", "-pk")
        name = request.query_params.get("ordering") or default
        if name in orderings:
            return orderings[name]
        if name == default:
            return [default]
        raise Invalid(
            _("This order is not offered. Use one of: %(names)s.") % {"names": ", ".join(sorted(orderings))},
            errors=[{"path": "ordering", "message": str(_("This order is not offered."))}],
        )

    def _size(self, request: Request) -> int:
        text = request.query_params.get("page_size", "")
        return min(max(int(text), 1), MAX_PAGE_SIZE) if text.isdecimal() and len(text) < 6 else PAGE_SIZE

    def _url(self, cursor: str | None) -> str | None:
        query = link(self._request, cursor)
        return query and self._request.build_absolute_uri(self._request.path + query)

    def get_paginated_response(self, data: Any) -> Response:
        """Wrap the rows with the links to the neighboring pages."""
        return Response(
            {"results": data, "next": self._url(self._page.next), "previous": self._url(self._page.previous)}
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the wrapper for OpenAPI."""
        url = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {"results": schema, "next": url, "previous": url},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the query parameters for OpenAPI."""
        names = sorted(getattr(view, "orderings", {}))
        order = {"type": "string", **({"enum": names} if names else {})}
        return [
            {"name": "cursor", "in": OpenApiParameter.QUERY, "schema": {"type": "string"}},
            {
                "name": "page_size",
                "in": OpenApiParameter.QUERY,
                "schema": {"type": "integer", "maximum": 200},
            },
            {"name": "ordering", "in": OpenApiParameter.QUERY, "schema": order},
        ]
