"""Merging side by side, and where the lost lead's addresses lead."""

import pytest
from django.utils import timezone

from leads import factsheet, merge_words
from leads.models import Lead, LeadRank, LikelyPair, MergeRecord
from leads.services import merging, unmerge_facts
from tests.factories.leads import make_lead


@pytest.fixture
def pair(in_scope):
    stays = make_lead(first_name="Ana", email="ana@sol.es", city="Madrid")
    return stays, make_lead(first_name="Ana", email="b@sol.es", city="Toledo", phone="600111222")


def at(stays, goes):
    return f"/w/acme/leads/{stays.pk}/merge/{goes.pk}/"


def sent(**facts):
    return {"version": "1", "other_version": "1", **{f"fact.{key}": value for key, value in facts.items()}}


def test_both_are_shown_and_what_is_missing_is_taken_by_default(client_for, marketer, pair):
    text = client_for(marketer).get(at(*pair)).content.decode()

    assert "Toledo" in text
    assert "Madrid" in text
    assert 'name="fact.phone" value="goes" checked' in text
    assert 'name="fact.city" value="stays" checked' in text


def test_the_chosen_facts_stay_and_the_merge_is_undone_from_the_toast(client_for, marketer, pair):
    stays, goes = pair
    client = client_for(marketer)

    response = client.post(at(*pair), sent(city="goes", email="stays", phone="goes"))

    lead = Lead.objects.get()
    assert response["Location"] == f"/w/acme/leads/{stays.pk}/?changed=1"
    assert (lead.city, lead.email, lead.phone) == ("Toledo", "ana@sol.es", "600111222")
    undo = f"/w/acme/leads/merges/{MergeRecord.objects.get().pk}/undo/"
    text = client.get(response["Location"]).content.decode()
    # In the toast, and on the lead for as long as it stands.
    assert text.count(undo) == 2

    client.post(undo)

    assert set(Lead.objects.values_list("pk", "city")) == {(stays.pk, "Madrid"), (goes.pk, "Toledo")}


def test_who_came_from_the_suggestions_goes_back_to_them_merged_or_set_aside(client_for, marketer, pair):
    suggestion = LikelyPair.objects.create(first=pair[0], second=pair[1], score=80, found_at=timezone.now())
    client, suggestions = client_for(marketer), "/w/acme/leads/duplicates/"
    aside = f"{suggestions}{suggestion.pk}/dismiss/"
    text = client.get(f"{at(*pair)}?list=1").content.decode()
    assert f'formaction="{aside}"' in text

    assert client.post(aside, {"next": suggestions})["Location"] == suggestions
    assert aside not in client.get(f"{at(*pair)}?list=1").content.decode()
    response = client.post(f"{at(*pair)}?list=1", sent(city="goes", email="stays", phone="goes"))

    assert response["Location"] == suggestions
    assert "/undo/" in client.get(suggestions).content.decode()


def test_a_choice_that_is_missing_or_old_is_refused_and_nothing_changed(client_for, marketer, pair):
    client = client_for(marketer)

    assert client.post(at(*pair), sent(city="goes")).status_code == 422
    late = sent(city="goes", email="stays", phone="goes") | {"version": "7"}
    assert client.post(at(*pair), late).status_code == 409
    assert Lead.objects.count() == 2


def test_the_lost_leads_pages_lead_to_the_survivor(client_for, marketer, pair):
    stays, goes = pair
    client = client_for(marketer)
    client.post(at(*pair), sent(city="stays", email="stays", phone="goes"))

    moved = client.get(f"/w/acme/leads/{goes.pk}/history/?cursor=x")
    told = client.post(f"/w/acme/leads/{goes.pk}/note/", {"text": "Hello"})

    assert (moved.status_code, moved["Location"]) == (301, f"/w/acme/leads/{stays.pk}/history/?cursor=x")
    assert (told.status_code, told["Location"]) == (303, f"/w/acme/leads/{stays.pk}/")
    assert "no-store" in moved["Cache-Control"]


def test_the_comparison_of_a_merged_lead_leads_to_the_survivor(client_for, marketer, pair):
    stays, goes = pair
    third = make_lead(email="c@sol.es")
    merging.merge(winner=stays, loser=goes, by=None, at=stays.created_at)
    client = client_for(marketer)

    for one, other in ((stays, goes), (goes, stays)):
        assert client.get(at(one, other))["Location"] == f"/w/acme/leads/{stays.pk}/"
    assert client.get(at(third, goes))["Location"] == at(third, stays)
    assert client.get(at(goes, third))["Location"] == at(stays, third)


@pytest.mark.parametrize("page", ["score/", "touches/", "convert/", "hand-off/", "history/"])
def test_every_rooms_page_of_a_merged_lead_leads_to_the_survivor(client_for, manager, pair, page):
    stays, goes = pair
    merging.merge(winner=stays, loser=goes, by=None, at=stays.created_at)

    moved = client_for(manager).get(f"/w/acme/leads/{goes.pk}/{page}")

    assert (moved.status_code, moved["Location"]) == (301, f"/w/acme/leads/{stays.pk}/{page}")


def test_a_rep_merges_only_what_they_see(client_for, rep, pair):
    mine = make_lead(email="mine@sol.es", stage="sal", owner=rep.user)

    assert client_for(rep).get(at(mine, pair[0])).status_code == 404


def test_the_other_lead_is_looked_for(client_for, marketer, pair):
    stays, goes = pair

    text = client_for(marketer).get(f"/w/acme/leads/{goes.pk}/merge/?q=ana@sol").content.decode()

    # The older known lead stays, whichever page one came from.
    assert f"/w/acme/leads/{stays.pk}/merge/{goes.pk}/" in text


def test_who_loses_sight_of_a_lead_with_the_merge_is_led_to_one_they_see(client_for, rep, in_scope):
    stays, goes = make_lead(email="w@sol.es"), make_lead(email="l@sol.es", stage="sal", owner=rep.user)
    client = client_for(rep)
    record = merging.merge(winner=stays, loser=goes, by=None, at=stays.created_at)

    answer = client.post(f"/w/acme/leads/merges/{record.pk}/undo/")

    assert answer["Location"] == f"/w/acme/leads/{goes.pk}/?changed=1"
    assert client.get(answer["Location"]).status_code == 200


def test_what_was_left_as_it_is_is_told_in_words():
    told = {
        field.attname
        for model in (Lead, LeadRank)
        for field in model._meta.concrete_fields
        if not field.attname.endswith("_norm")
    }
    facts = {fact.name for fact in factsheet.all_facts(topics=(), definitions=())}
    own = {"id", "lead_id", "workspace_id", "public_id", "custom", "custom_norm"}

    assert told - facts - unmerge_facts.RECKONED - own - set(merge_words.WORDS) == set()
    assert merge_words.listed(["stage", "is_open", "custom.rooms"], {}) == "Stage, rooms"
