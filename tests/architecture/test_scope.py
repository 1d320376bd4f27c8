"""T3, T6: a scope ends with its block on a reused connection, and outside one nothing of a workspace is touched."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from celery import current_app
from django.db import DatabaseError, connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from core.scope import NoWorkspace, current_workspace_id, has_scope, workspace_scope
from leadcrm import tasks
from leads.models import Lead, Task
from tenants.models import AuditEntry, Membership, Team, Workspace
from tests.clients import PageClient
from tests.factories import tenants
from work import queue
from work.models import WorkItem


AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Interrupted(Exception):
    """Something went wrong half-way."""


def _setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.workspace', true), '')")
        return cursor.fetchone()[0]


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _sees() -> set[str]:
    """Return whose teams a query without any filter of ours sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM tenants_team")
        return {row[0] for row in cursor.fetchall()}


# T3 ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_thousand_scopes_on_one_connection_leave_nothing_behind() -> None:
    names = {tenants.make_workspace(slug).pk: slug for slug in ("acme", "globex")}
    for pk, slug in names.items():
        with workspace_scope(pk):
            Team.objects.create(name=slug)
    backend, chance = _backend(), random.Random(20260302)

    for number in range(1000):
        pk, other = chance.sample(list(names), 2)
        _visit(pk, names[pk], other, names[other], end=number % 5)

        assert _setting() == ""
        assert not has_scope()
        assert _sees() == set()

    assert _backend() == backend


def _visit(pk: int, name: str, other: int, others_name: str, *, end: int) -> None:
    """Work in one workspace, step into the other and back, and end in one of five ways."""
    try:
        with workspace_scope(pk):
            assert _sees() == {name}
            with workspace_scope(other):
                assert _sees() == {others_name}
            assert _sees() == {name}
            _end(end, other)
    except (Interrupted, DatabaseError):
        assert end


def _end(end: int, other: int) -> None:
    if end == 1:
        raise Interrupted
    if end == 2:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    if end == 3:
        with workspace_scope(other):
            raise Interrupted
    if end == 4:
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_requests_on_one_connection_leave_nothing_behind() -> None:
    visitors = []
    for slug in ("acme", "globex"):
        member = tenants.make_member(tenants.make_workspace(slug), "admin")
        client = PageClient(raise_request_exception=False)
        client.force_login(member.user)
        visitors.append((slug, client))
    backend, chance = _backend(), random.Random(7)

    for _number in range(300):
        slug, client = chance.choice(visitors)
        wanted, status = chance.choice([(slug, 302), ("globex" if slug == "acme" else "acme", 404)])
        assert client.get(f"/w/{wanted}/").status_code == status
        assert _setting() == ""
        assert not has_scope()

    assert _backend() == backend


@pytest.mark.django_db(transaction=True)
def test_view_that_breaks_leaves_no_scope(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    member = tenants.make_member(tenants.make_workspace("acme"), "admin")
    client = PageClient(raise_request_exception=False)
    client.force_login(member.user)
    settings.ROOT_URLCONF = "tests.architecture.broken_urls"

    answer = client.get("/w/acme/broken/")

    assert answer.status_code == 500
    assert _setting() == ""
    with workspace_scope(member.workspace_id):
        assert not Team.objects.exists()


def test_refused_request_is_rolled_back(settings: Any, admin: Membership, client_for: Callable) -> None:
    settings.ROOT_URLCONF = "tests.architecture.broken_urls"

    answer = client_for(admin).get("/w/acme/refused/")

    assert answer.status_code == 409
    with workspace_scope(admin.workspace_id):
        assert not Team.objects.exists()


@pytest.mark.django_db
def test_scope_needs_a_number() -> None:
    with pytest.raises(ValueError, match="invalid literal"), workspace_scope("1'; RESET ALL; --"):  # type: ignore[arg-type]
        pytest.fail("entered")

    assert not has_scope()


# The first fence ------------------------------------------------------------------------------------------------

ROADS: dict[str, Callable[[], object]] = {
    "list": lambda: list(Team.objects.all()),
    "iterator": lambda: list(Team.objects.iterator()),
    "exists": lambda: Team.objects.exists(),
    "count": lambda: Team.objects.count(),
    "get": lambda: Team.objects.get(pk=1),
    "first": lambda: Team.objects.first(),
    "in_bulk": lambda: Team.objects.in_bulk([1]),
    "values": lambda: list(Team.objects.values("name")),
    "values_list": lambda: list(Team.objects.values_list("name")),
    "aggregate": lambda: Team.objects.aggregate(n=Count("pk")),
    "update": lambda: Team.objects.update(name="x"),
    "delete": lambda: Team.objects.all().delete(),
    "filtered delete": lambda: Team.objects.filter(pk=1).delete(),
    "create": lambda: Team.objects.create(name="x"),
    "get_or_create": lambda: Team.objects.get_or_create(name="x"),
    "update_or_create": lambda: Team.objects.update_or_create(name="x"),
    "bulk_create": lambda: Team.objects.bulk_create([Team(name="x")]),
    "union": lambda: list(Team.objects.all().union(Team.objects.all())),
    "subquery": lambda: list(Workspace.objects.filter(pk__in=Team.objects.values("pk"))),
    "explain": lambda: Team.objects.explain(),
    "earliest": lambda: Team.objects.earliest("pk"),
    "dates": lambda: list(Team.objects.datetimes("created_at", "day")),
    "contains": lambda: Team.objects.contains(Team(pk=1, workspace_id=1)),
    "own queryset": lambda: list(Lead.objects.all()),
    "joined": lambda: list(Task.objects.select_related("lead")),
    "sql": lambda: str(Team.objects.all().query),
    "constructor": lambda: Team(name="x"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("road", ROADS)
def test_every_road_to_a_row_is_closed_outside_a_scope(road: str) -> None:
    with pytest.raises(NoWorkspace):
        ROADS[road]()


def test_queryset_made_at_import_shows_the_scope_it_is_read_in(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    early = Team.objects.order_by("name")
    for here in (workspace, other_workspace):
        tenants.make_team(here, here.slug)

    for here in (workspace, other_workspace):
        with workspace_scope(here.pk):
            assert [team.name for team in early.all()] == [here.slug]


@pytest.mark.django_db
def test_even_the_unscoped_manager_sees_nothing_outside_a_scope(workspace: Workspace) -> None:
    team = tenants.make_team(workspace)

    assert not Team.unscoped.exists()
    with pytest.raises(Team.DoesNotExist):
        team.refresh_from_db()


def test_row_made_for_another_workspace_is_refused(in_scope: Workspace, other_workspace: Workspace) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Team.objects.create(name="x", workspace_id=other_workspace.pk)


# T6 ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [name for name, line in tasks.HANDLERS.items() if not line.keeps_transactions]
)
def test_handler_without_a_workspace_does_nothing(name: str) -> None:
    with CaptureQueriesContext(connection) as queries, pytest.raises(NoWorkspace):
        tasks.HANDLERS[name].handler(keys=[1, 2], at=AT)

    assert [
        query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "ROLLBACK", "RELEASE"))
    ] == []


def test_tasks_are_the_known_ones() -> None:
    ours = {name for name in current_app.tasks if not name.startswith("celery.")}

    # Each takes a queue's name and nothing of a workspace; the scope is entered batch by batch in work.claim.
    assert ours == {"leadcrm.tasks.drain", "leadcrm.tasks.sweep"}


def test_each_handler_is_in_its_items_workspace(
    workspace: Workspace, other_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:

    seen: list[tuple[int, list[int], str]] = []

    def handler(*, keys: list[int], at: datetime) -> None:
        seen.append((current_workspace_id(), keys, _setting()))

    for here, key in ((workspace, 1), (other_workspace, 2)):
        with workspace_scope(here.pk):
            queue.mark("probe", [key])
    monkeypatch.setitem(tasks.HANDLERS, "probe", tasks.Line(handler))

    tasks.drain("probe")

    assert sorted(seen) == sorted(
        (here.pk, [key], str(here.pk)) for here, key in ((workspace, 1), (other_workspace, 2))
    )
    assert _setting() == ""


def test_unknown_queue_is_left_alone(in_scope: Workspace) -> None:

    queue.mark("from-a-newer-version", [1])

    tasks.drain("from-a-newer-version")
    tasks.sweep()

    assert WorkItem.objects.filter(queue="from-a-newer-version", attempts=0).exists()
    assert not AuditEntry.objects.exists()
