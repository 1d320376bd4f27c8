"""A time limit for reads whose filter no index may serve (scale §3)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import QueryCanceled

from core.errors import DomainError


class TooSlow(DomainError):
    """The read was stopped; narrowing it lets an index help."""

    code = "too_slow"
    status = 422


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    """Stop any statement of the block that takes longer; what was done before the block stays.

    Raises: TooSlow.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {int(milliseconds)}")
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow(_("This takes too long. Narrow the filter and try again.")) from error
        raise
