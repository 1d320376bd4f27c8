from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from core import sets
from core.scope import NoWorkspace, workspace_scope
from leads.models import Activity, FieldChange, Lead
from tests.factories.leads import make_lead


AT = datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)


def row(lead, **more):
    return {"lead_id": lead.pk, "kind": "note", "occurred_at": AT, "day": AT.date(), **more}


def test_insert_keeps_moments_json_and_defaults(in_scope):
    lead = make_lead()

    found = sets.insert(
        Activity,
        [row(lead, data={"text": "año %s 'x' \\ \u2028"}), row(lead, dedup_key="1")],
        returning=("id", "lead_id"),
    )

    first, second = Activity.objects.order_by("pk")
    assert found == [(first.pk, lead.pk), (second.pk, lead.pk)]
    assert (first.occurred_at, first.day, first.data) == (
        AT,
        date(2026, 11, 20),
        {"text": "año %s 'x' \\ \u2028"},
    )
    assert (first.by_id, first.dedup_key, second.dedup_key, second.data) == (None, None, "1", {})
    assert first.workspace_id == in_scope.pk


def test_insert_passes_over_conflicts_and_returns_what_is_new(in_scope):
    lead = make_lead()
    sets.insert(Activity, [row(lead, dedup_key="1")])

    found = sets.insert(
        Activity,
        [row(lead, dedup_key="1"), row(lead, dedup_key="2")],
        ignore_conflicts=True,
        returning=("dedup_key",),
    )

    assert found == [("2",)]


def test_insert_of_nothing_asks_nothing(in_scope, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert sets.insert(Activity, []) == []


def test_insert_of_json_of_every_shape(in_scope):
    lead = make_lead()
    values = [None, "text", 7, 1.5, True, ["a"], {"b": None}]

    sets.insert(
        FieldChange,
        [{"lead_id": lead.pk, "field": "x", "old": None, "new": value, "at": AT} for value in values],
    )

    assert [change.new for change in FieldChange.objects.order_by("pk")] == values


def test_update_writes_only_the_scopes_rows(in_scope, other_workspace):
    lead = make_lead(email="ana@sol.es")
    with workspace_scope(other_workspace.pk):
        stranger = make_lead(email="ana@sol.es")
    rows = [
        {"id": pk, "topics": ["a", "b"], "employees": None, "country": "ES"} for pk in (lead.pk, stranger.pk)
    ]

    sets.update(
        Lead, rows, names=["topics", "employees", "country"], also="version = t.version + %s", params=[5]
    )

    lead.refresh_from_db()
    assert (lead.topics, lead.employees, lead.country, lead.version) == (["a", "b"], None, "ES", 6)
    with workspace_scope(other_workspace.pk):
        assert Lead.objects.get(pk=stranger.pk).topics == []


def test_insert_outside_a_scope_is_a_fault(workspace):
    with workspace_scope(workspace.pk):
        lead = make_lead()

    with pytest.raises(NoWorkspace):
        sets.insert(Activity, [row(lead)])


def test_another_workspaces_lead_cannot_be_referred_to(in_scope, other_workspace):
    with workspace_scope(other_workspace.pk):
        stranger = make_lead()

    with pytest.raises(DatabaseError), transaction.atomic():
        _insert_at_once([row(stranger)])


def _insert_at_once(rows):
    sets.insert(Activity, rows)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_insert_of_rows_that_are_all_alike(in_scope):
    lead = make_lead()
    alike = row(lead, data={"text": "x"})

    assert len(sets.insert(Activity, [alike, alike], returning=("id",))) == 2
    assert len(sets.insert(Activity, [alike], returning=("id",))) == 1
    assert {(one.kind, one.data["text"]) for one in Activity.objects.all()} == {("note", "x")}
