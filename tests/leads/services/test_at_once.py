"""Two connections at once: one person stays one lead, and nobody waits for nothing."""

from datetime import UTC, datetime

import pytest

from core.scope import workspace_scope
from leads import queries
from leads.models import Lead
from leads.services import arrivals, bulk, editing, intake
from leads.services.arrivals import News
from leads.services.bulk import ImportRow
from tests.factories.leads import make_lead
from tests.factories.tenants import make_workspace
from tests.together import together


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def receive(**facts):
    return intake.receive(facts=facts, source=None, campaign=None, touch={}, at=AT, by=None)


@pytest.mark.parametrize(
    "facts", [{"email": "ana@sol.es"}, {"phone": "600123456"}, {"company": "Sol", "website": "sol.es"}]
)
def test_one_person_who_writes_many_times_at_once_is_one_lead(facts):
    workspace = make_workspace()

    results = together(workspace, *[lambda: receive(**facts)] * 6)

    assert sum(result.created for result in results) == 1
    assert len({result.lead.pk for result in results}) == 1


def test_batches_with_the_same_people_in_other_orders_do_not_deadlock():
    workspace = make_workspace()
    people = [{"email": f"p{number}@sol.es"} for number in range(20)]

    def batch(every):
        def work():
            news = [News(facts, None, None, {}, AT) for facts in every]
            made = arrivals.receive_new(every=news, vocabulary=queries.vocabulary(), at=AT)
            return [receive(**facts) for place, facts in enumerate(every) if place not in made]

        return work

    together(workspace, *[batch(people), batch(people[::-1])] * 2)

    with workspace_scope(workspace.pk):
        assert Lead.objects.count() == 20


def test_an_import_and_an_inquiry_of_one_person_make_one_lead():
    workspace = make_workspace()
    rows = [ImportRow(str(number), {"email": f"p{number}@sol.es"}, number) for number in range(50)]

    def load():
        return bulk.import_rows(rows=rows, source=None, policy="fill", at=AT, by=None)

    def post():
        return [receive(email=f"p{number}@sol.es") for number in range(0, 50, 10)]

    together(workspace, load, post, load)

    with workspace_scope(workspace.pk):
        assert Lead.objects.count() == 50


def test_of_two_edits_of_one_version_one_is_refused():
    workspace = make_workspace()
    with workspace_scope(workspace.pk):
        lead = make_lead(email="ana@sol.es")

    def edit(city):
        def work():
            try:
                editing.edit(lead=lead, values={"city": city}, version=1, by=None, at=AT)
            except editing.EditConflict:
                return "conflict"
            return "done"

        return work

    assert sorted(together(workspace, edit("Madrid"), edit("Toledo"))) == ["conflict", "done"]
