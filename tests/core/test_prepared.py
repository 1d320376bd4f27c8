"""Prepared statements give what plain ones give, are planned once, and leave the connection as it was."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from core import prepared
from leads.models import LeadRank
from tests.factories import leads


SQL = (
    "SELECT lead_id FROM leads_leadrank "
    "WHERE workspace_id = %s AND stage LIKE '%%ing' AND lead_id = ANY(%s::bigint[])"
)


def _asked(workspace_id: int, ids: list[int]) -> list[int]:
    text = prepared.written(SQL, [workspace_id, prepared.IDS])
    with prepared.cursor() as cursor:
        cursor.execute(text, prepared.ids(ids))
        return sorted(row[0] for row in cursor.fetchall())


def _known() -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%ing%'"
        )
        return cursor.fetchall()


@pytest.mark.parametrize("prepares", [True, False])
def test_it_finds_what_a_plain_statement_finds(in_scope, settings, prepares):
    settings.DATABASE_PREPARES = prepares
    made = [leads.make_lead(email=f"p{number}@sol.es").pk for number in range(3)]

    assert _asked(in_scope.pk, made[:2]) == made[:2]
    assert _asked(in_scope.pk, [*made, 10**12]) == made
    assert _asked(in_scope.pk, []) == []


def test_one_plan_serves_every_set_of_ids(in_scope):
    before = len(_known())
    for ids in ([1], [1, 2], [10**12], []):
        _asked(in_scope.pk, ids)

    assert len(_known()) == before + 1
    assert (4, 0) in _known()


def test_one_plan_serves_every_range(in_scope):
    made = [leads.make_lead(email=f"r{number}@sol.es").pk for number in range(3)]
    sql = SQL.replace("= ANY(%s::bigint[])", "BETWEEN %s AND %s").replace("LIKE '%%ing'", "LIKE '%%ting'")
    text = prepared.written(sql, [in_scope.pk, prepared.FIRST, prepared.LAST])

    def asked(first: int, last: int) -> list[int]:
        with prepared.cursor() as cursor:
            cursor.execute(text, prepared.bounds(first, last))
            return sorted(row[0] for row in cursor.fetchall())

    before = len(_known())
    assert asked(made[0], made[1]) == made[:2]
    assert asked(1, 2**40) == made
    assert asked(2, 1) == []
    assert len(_known()) == before + 1


def test_nothing_else_is_prepared(in_scope):
    _asked(in_scope.pk, [1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        before = cursor.fetchone()[0]

    for _ in range(8):
        list(LeadRank.objects.filter(pk=1))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone()[0] == before
    assert connection.connection.prepare_threshold is None


def test_the_statement_stands_in_the_log_and_its_faults_are_djangos(in_scope):
    with CaptureQueriesContext(connection) as captured:
        _asked(in_scope.pk, [1])
    assert "leads_leadrank" in captured.captured_queries[-1]["sql"]

    with pytest.raises(ProgrammingError), transaction.atomic(), prepared.cursor() as cursor:
        cursor.execute("SELECT nothing_of_the_kind", {})
