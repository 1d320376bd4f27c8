"""The scope: which workspace's rows the code may see. First fence in the queryset, second in PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction


_current: ContextVar[int | None] = ContextVar("workspace_id", default=None)


class NoWorkspace(RuntimeError):
    """Tenant data was touched outside a scope; always a programming fault."""


def current_workspace_id() -> int:
    """Return the id of the workspace in scope.

    Raises: NoWorkspace outside ``workspace_scope()``.
    """
    workspace_id = _current.get()
    if workspace_id is None:
        raise NoWorkspace("Tenant rows may be touched only inside workspace_scope().")
    return workspace_id


def has_scope() -> bool:
    """Say whether a workspace is in scope."""
    return _current.get() is not None


def _tell_database(workspace_id: int | None) -> None:
    # The command, not set_config(): Citus hands only the command on to its workers (design §4).
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.workspace = '{'' if workspace_id is None else int(workspace_id)}'")


@contextmanager
def workspace_scope(workspace_id: int) -> Iterator[None]:
    """Open a transaction (or a savepoint) in which only this workspace's rows exist.

    ``SET LOCAL`` ends with the transaction, so nothing leaks into the next user of the connection; leaving a
    nested scope restores the former one. An exception rolls everything back, the setting included.
    """
    former, is_outermost = _current.get(), not connection.in_atomic_block
    with transaction.atomic():
        _tell_database(workspace_id)
        token = _current.set(int(workspace_id))
        try:
            yield
        finally:
            _current.reset(token)
        # The commit that follows at once ends the outermost setting, one round trip sooner.
        if not is_outermost and not connection.needs_rollback:
            _tell_database(former)


class CurrentWorkspace(models.Expression):
    """The scope's workspace id, looked up when the SQL is compiled; so querysets built at import stay safe."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[int]]:  # type: ignore[override]
        """Render the id as a bound parameter; raises NoWorkspace outside a scope."""
        return "%s", [current_workspace_id()]
