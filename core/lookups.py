"""Comparisons that Django does not have."""

from typing import Any

from django.db import models


@models.CharField.register_lookup
class Among(models.Lookup):  # type: ignore[type-arg]
    """``column = ANY(array)``: one parameter however many texts, where ``in`` writes each into the statement."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison and its parameters."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, sorted(self.rhs))
