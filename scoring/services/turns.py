"""One at a time: what two people do at the same moment is done one after the other."""

from django.db import connection

from core.scope import current_workspace_id


WAIT = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def wait(*, kind: str, of: int | str = "") -> None:
    """Wait until nobody else in the workspace does the same; the turn is kept until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT, [f"{kind}:{current_workspace_id()}:{of}"])
