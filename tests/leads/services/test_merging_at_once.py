"""Two hands at one merge: one is done, the other is told; an inquiry or an import meanwhile finds the survivor."""

from datetime import UTC, datetime

import pytest

from core.errors import DomainError
from core.scope import workspace_scope
from leads.models import Lead, MergeRecord
from leads.services import bulk, intake, merging, unmerging
from leads.services.bulk import ImportRow
from tests.factories.leads import make_lead
from tests.factories.tenants import make_workspace
from tests.together import together


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def pair(workspace):
    with workspace_scope(workspace.pk):
        return make_lead(email="ana@sol.es"), make_lead(email="b@sol.es")


def joined(winner, loser):
    def work():
        try:
            return merging.merge(winner=winner, loser=loser, by=None, at=AT).pk
        except DomainError as refusal:
            return refusal.code

    return work


def test_of_two_merges_of_one_pair_one_is_done_whichever_way_round():
    workspace = make_workspace()
    one, other = pair(workspace)

    results = together(workspace, joined(one, other), joined(other, one))

    assert "merged_away" in results
    with workspace_scope(workspace.pk):
        assert Lead.objects.count() == MergeRecord.objects.count() == 1


def test_an_inquiry_and_an_import_meanwhile_make_no_second_lead():
    workspace = make_workspace()
    winner, loser = pair(workspace)

    def post():
        facts = {"email": "b@sol.es"}
        return intake.receive(facts=facts, source=None, campaign=None, touch={}, at=AT, by=None).created

    def load():
        rows = [ImportRow("", {"email": "b@sol.es", "city": "Toledo"}, 1)]
        bulk.import_rows(rows=rows, source=None, policy="fill", at=AT, by=None)

    together(workspace, post, joined(winner, loser), load, post)

    with workspace_scope(workspace.pk):
        lead = Lead.objects.get()
        assert (lead.pk, lead.city) == (winner.pk, "Toledo")


def test_a_merge_is_undone_once():
    workspace = make_workspace()
    winner, loser = pair(workspace)
    with workspace_scope(workspace.pk):
        record = merging.merge(winner=winner, loser=loser, by=None, at=AT)

    def undo():
        try:
            return unmerging.unmerge(record=record, by=None, at=AT).loser.pk
        except DomainError as refusal:
            return refusal.code

    results = together(workspace, undo, undo)

    assert sorted(map(str, results)) == sorted([str(loser.pk), "unmerged_already"])
