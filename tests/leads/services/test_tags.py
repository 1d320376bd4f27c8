"""Tags: one spelling, the list and its index in step, and the rules that ask for them."""

from datetime import UTC, datetime

import pytest
from django.db.models.expressions import RawSQL

from conditions import parse, sql
from core.errors import Invalid
from core.scope import current_workspace_id
from leads import queries
from leads.models import FieldChange, Lead, LeadTag, Tag
from leads.services import tags
from tests.factories.leads import make_lead
from work.models import WorkItem


AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def ana(in_scope):
    return make_lead(first_name="Ana", email="a@x.es")


def put(lead, *names):
    return tags.set_tags(lead=lead, names=names, by=None, at=AT)


def index():
    return sorted(LeadTag.objects.values_list("lead_id", "tag"))


def test_the_first_spelling_stays(ana):
    put(ana, "VIP")
    bea = make_lead(first_name="Bea", email="b@x.es")

    assert put(bea, "víp", " v i p ", "Fair  2026") == ["VIP", "v i p", "Fair 2026"]
    assert sorted(Tag.objects.values_list("slug", "name")) == [
        ("fair-2026", "Fair 2026"),
        ("v-i-p", "v i p"),
        ("vip", "VIP"),
    ]


def test_setting_takes_off_what_is_not_named_and_keeps_the_index_in_step(ana):
    put(ana, "a", "b")
    put(ana, "b", "c")

    assert Lead.objects.get().tags == ["b", "c"]
    assert index() == [(ana.pk, "b"), (ana.pk, "c")]


def test_the_same_again_writes_nothing(ana):
    put(ana, "a")
    before = FieldChange.objects.count()

    put(ana, "A")

    assert FieldChange.objects.count() == before == 1
    assert FieldChange.objects.get().new == ["a"]


def test_a_change_marks_the_lead_and_an_edit_is_not_disturbed(ana):
    WorkItem.objects.all().delete()

    put(ana, "a")

    assert WorkItem.objects.filter(queue="lead", key=ana.pk).exists()
    assert Lead.objects.get().version == ana.version


@pytest.mark.parametrize("name", ["", "  ", "---", "x" * 41, "a,b"])
def test_what_is_no_tag_is_refused(ana, name):
    with pytest.raises(Invalid):
        put(ana, name)


def test_a_lead_carries_no_more_than_thirty(ana):
    put(ana, *(f"t{number}" for number in range(28)))

    added = tags.add(lead_ids=[ana.pk], tags=tags.settle(names=["x", "y", "z"], at=AT), by=None, at=AT)

    assert added == {ana.pk: ["x", "y"]}
    assert len(index()) == 30


def test_many_leads_cost_as_many_queries_as_one(in_scope, django_assert_max_num_queries):
    ids = [make_lead(first_name="P", email=f"p{number}@x.es").pk for number in range(30)]
    names = tags.settle(names=["a"], at=AT)

    with django_assert_max_num_queries(8):
        tags.add(lead_ids=ids, tags=names, by=None, at=AT)

    assert LeadTag.objects.count() == 30


def test_rules_ask_for_tags(ana):
    put(ana, "VIP")
    make_lead(first_name="Bea", email="b@x.es")
    registry = queries.registry()

    def found(**test):
        node = parse.parse({"field": "lead.tags", **test}, registry)
        query = sql.select_ids(node, registry, workspace_id=current_workspace_id(), today=AT.date())
        ids = Lead.objects.filter(id__in=RawSQL(*query))
        return [lead.first_name for lead in ids.order_by("pk")]

    assert found(op="has", value="VIP") == ["Ana"]
    assert found(op="is_empty") == ["Bea"]
    assert found(op="has_none", value=["VIP"]) == ["Bea"]


def test_the_api_reads_and_sets_tags(api, ana):
    client = api()
    url = f"/api/v1/leads/{ana.public_id}/"

    changed = client.patch(url, {"tags": ["VIP", "Fair"]})

    assert (changed.status_code, changed.json()["tags"]) == (200, ["VIP", "Fair"])
    assert [lead["id"] for lead in client.get("/api/v1/leads/?tag=VIP").json()["results"]] == [
        str(ana.public_id)
    ]
    assert client.get("/api/v1/leads/?tag=gone").json()["results"] == []
    assert client.patch(url, {"tags": ["a,b"]}).status_code == 400


def test_the_lead_page_shows_and_changes_them(client_for, marketer, ana):
    client = client_for(marketer)

    response = client.post(f"/w/acme/leads/{ana.pk}/tags/", {"names": "VIP"})

    assert response.status_code == 303
    assert ">VIP</span>" in client.get(f"/w/acme/leads/{ana.pk}/").content.decode()
    history = client.get(f"/w/acme/leads/{ana.pk}/history/").content.decode()
    assert "Tags" in history
    client.post(f"/w/acme/leads/{ana.pk}/tags/", {})
    assert Lead.objects.get().tags == []
