"""Answers for load balancers and monitors: alive, ready, and whether work is getting done."""

from collections.abc import Callable, Mapping

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


BROKER_TIMEOUT_SECONDS = 0.5
OLDEST_WORK_SECONDS = 300

# Migrations are applied before a process starts and not unapplied under it: one look that finds all suffices.
_migrated = False


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process answers, and ask nobody else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether this process could serve a page now, and if not what fails."""
    checks: Mapping[str, Callable[[], str]] = {
        "database": _database,
        "broker": _broker,
        "migrations": _migrations,
    }
    findings = {name: check() for name, check in checks.items()}
    failed = [name for name, finding in findings.items() if finding != "ok"]
    body = {"status": "unavailable" if failed else "ok", "failed": failed, "checks": findings}
    return JsonResponse(body, status=503 if failed else 200)


@require_safe
@never_cache
def work(request: HttpRequest) -> JsonResponse:
    """Say for how long the oldest due work has waited: red after five minutes."""
    try:
        age, due, dead = _oldest_due()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "failed": ["database"]}, status=503)
    late = age > OLDEST_WORK_SECONDS
    body = {"status": "late" if late else "ok", "oldest_due_seconds": age, "due": due, "dead": dead}
    return JsonResponse(body, status=503 if late else 200)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def _broker() -> str:
    timeouts = {"socket_connect_timeout": BROKER_TIMEOUT_SECONDS, "socket_timeout": BROKER_TIMEOUT_SECONDS}
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **timeouts) as client:
            client.ping()
    except redis.RedisError:
        return "does not answer"
    return "ok"


def _migrations() -> str:
    global _migrated
    if _migrated:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    if missing:
        return f"{len(missing)} not applied"
    _migrated = True
    return "ok"


def _oldest_due() -> tuple[int, int, int]:
    """Return the age of the oldest due item in seconds, how many are due, and how many are dead."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE dead_at IS NULL)), 0),"
            " count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL)"
            " FROM work_workitem WHERE due_at <= now() OR dead_at IS NOT NULL"
        )
        age, due, dead = cursor.fetchone()
    return int(age), int(due), int(dead)
