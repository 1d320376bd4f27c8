"""Keyset pages: every row once in both directions, and an index that starts at the very row."""

import base64
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.pagination import BadCursor, paginate
from leads.models import LeadRank
from tests.factories import leads


@pytest.fixture
def ranks(in_scope):
    """Twelve leads of which four each have the same score."""
    for number in range(12):
        leads.make_lead(email=f"p{number}@sol.es", score=number % 3)
    return LeadRank.objects.all()


def _cursor(*values):
    return base64.urlsafe_b64encode(json.dumps([0, *values]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "order", [("-score", "-pk"), ("score", "pk"), ("-score", "pk"), ("created_at", "pk"), ("stage", "-pk")]
)
def test_every_row_comes_once_there_and_back(ranks, order):
    page = paginate(ranks, order=order, cursor=None, size=5)
    forth = [page.items]
    while page.next:
        page = paginate(ranks, order=order, cursor=page.next, size=5)
        forth.append(page.items)
    back = [page.items]
    while page.previous:
        page = paginate(ranks, order=order, cursor=page.previous, size=5)
        back.append(page.items)

    assert [len(items) for items in forth] == [5, 5, 2]
    assert [row.pk for items in forth for row in items] == [row.pk for row in ranks.order_by(*order)]
    assert back[::-1][:2] == forth[:2]


def test_rows_are_compared_as_a_whole(ranks):
    first = paginate(ranks, order=("-score", "-pk"), cursor=None, size=2)

    with CaptureQueriesContext(connection) as captured:
        paginate(ranks, order=("-score", "-pk"), cursor=first.next, size=2)

    assert (
        '("leads_leadrank"."score", "leads_leadrank"."lead_id") < (2, ' in captured.captured_queries[0]["sql"]
    )


@pytest.mark.parametrize("values", [("x", 1), (1, "y"), (1,), (1, [2]), (float("inf"), 1), (1, "2026-01-01")])
def test_a_cursor_of_another_order_is_refused(ranks, values):
    with pytest.raises(BadCursor):
        paginate(ranks, order=("-score", "-pk"), cursor=_cursor(*values))


def test_a_cursor_beyond_every_row_shows_nothing(ranks):
    assert paginate(ranks, order=("score", "pk"), cursor=_cursor(10**30, 1)).items == []
