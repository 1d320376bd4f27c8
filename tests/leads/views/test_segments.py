"""Pages of segments: who may see and change them, and the editor that counts while one edits."""

import re

import pytest

from leads.models import SavedView, Segment
from leads.services import segments as service
from tests.factories.leads import make_lead
from tests.leads.test_segments import MADRID, NOW, make_segment


HOME = "/w/acme/segments/"
FORM = {
    "name": "Madrid",
    "description": "",
    "cond-mode": "all",
    "cond-0-field": "company.city",
    "cond-0-op": "eq",
    "cond-0-value": "Madrid",
}


def test_a_segment_is_made_seen_changed_and_deleted(client_for, marketer, in_scope):
    client = client_for(marketer)
    make_lead(first_name="Berta", last_name="Sanz", city="Madrid")

    assert "No segment yet" in client.get(HOME).content.decode()
    made = client.post(f"{HOME}new/", FORM)
    segment = Segment.objects.get()
    page = client.get(made["Location"]).content.decode()

    assert made.status_code == 303
    assert segment.condition == MADRID
    assert "City is <var>“Madrid”</var>" in page
    assert "Berta Sanz" in page
    assert client.post(f"{HOME}{segment.pk}/edit/", FORM | {"name": "City"}).status_code == 303
    assert "City" in client.get(HOME).content.decode()
    assert client.post(f"{HOME}{segment.pk}/delete/").status_code == 303
    assert not Segment.objects.exists()


def test_the_editors_buttons_save_nothing_and_keep_what_was_typed(client_for, marketer, in_scope):
    client = client_for(marketer)

    page = client.post(f"{HOME}new/", FORM | {"cond-group": "1"})
    part = client.post(f"{HOME}new/", FORM | {"cond-group": "1"}, headers={"HX-Request": "true"})

    assert 'value="Madrid"' in page.content.decode()
    assert part.content.decode().lstrip().startswith("<fieldset")
    assert not Segment.objects.exists()


def test_a_preview_counts_the_unsaved_condition(client_for, marketer, in_scope):
    make_lead(first_name="Berta", last_name="Sanz", city="Madrid")
    make_lead(first_name="Olga", last_name="Paz", city="Soria")
    client = client_for(marketer)

    shown = client.post(f"{HOME}preview/", FORM).content.decode()
    unfinished = client.post(f"{HOME}preview/", FORM | {"cond-0-value": ""}).content.decode()

    assert "Berta Sanz" in shown
    assert "Olga Paz" not in shown
    assert "Complete the conditions" in unfinished


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"cond-0-value": ""}, {"cond-json": "{"}], ids=["name", "value", "json"]
)
def test_what_is_wrong_is_said_on_the_form(client_for, marketer, in_scope, change):
    assert client_for(marketer).post(f"{HOME}new/", FORM | change).status_code == 422


def test_a_segment_says_which_views_use_it_and_stays(client_for, marketer, rep, in_scope):
    segment, other = make_segment(), make_segment(name="Other")
    client = client_for(marketer)
    for name, visibility, who in (("Spring", "everyone", marketer), ("Secret", "private", rep)):
        SavedView.objects.create(
            name=name, visibility=visibility, owner=who.user, query=f"segment={segment.public_id}&view=open"
        )

    whole, one = (client.get(address).content.decode() for address in (HOME, f"{HOME}{segment.pk}/"))
    refused = client.post(f"{HOME}{segment.pk}/delete/")

    for page in (whole, one):
        assert "View “Spring”" in page
        assert "Private view of Rita Rep" in page
        assert "Secret" not in page
    link = re.search(r'href="([^"]+)">View “Spring”', one)[1].replace("&amp;", "&")
    assert str(client.get(link).context["list"].saved) == "Spring"
    assert refused.status_code == 409
    assert "is used by Private view of Rita Rep, View “Spring”. Take it out there first." in (
        refused.content.decode()
    )
    rep.is_active = False
    rep.save()
    SavedView.objects.filter(name="Spring").update(deleted_at=NOW)
    assert client.post(f"{HOME}{segment.pk}/delete/").status_code == 303
    assert list(Segment.objects.all()) == [other]


def test_a_name_taken_is_said_on_the_form(client_for, marketer, in_scope):
    make_segment()

    answer = client_for(marketer).post(f"{HOME}new/", FORM)

    assert answer.status_code == 409
    assert "Another segment has this name." in answer.content.decode()


def test_the_list_and_the_api_filter_by_segment(client_for, marketer, in_scope):
    make_lead(first_name="Berta", last_name="Sanz", city="Madrid")
    make_lead(first_name="Olga", last_name="Paz", city="Soria")
    segment = make_segment()
    client = client_for(marketer)

    page = client.get(f"/w/acme/leads/?segment={segment.public_id}").content.decode()
    unknown = client.get("/w/acme/leads/?segment=00000000-0000-7000-8000-000000000000")
    wrong = client.get("/w/acme/leads/?segment=madrid")

    assert "Berta Sanz" in page
    assert "Olga Paz" not in page
    assert "No lead matches." in unknown.content.decode()
    assert wrong.status_code == 400


def test_a_rep_sees_own_leads_of_a_segment_and_no_count_of_the_others(client_for, rep, in_scope):
    make_lead(first_name="Berta", last_name="Sanz", city="Madrid", stage="sal", owner=rep.user)
    make_lead(first_name="Olga", last_name="Paz", city="Madrid")
    segment = make_segment()
    service.recount(keys=[segment.pk], at=NOW)
    client = client_for(rep)

    page = client.get(f"{HOME}{segment.pk}/").content.decode()
    whole = client.get(HOME).content.decode()

    assert "Berta Sanz" in page
    assert "Olga Paz" not in page
    assert '<th scope="col" class="num">' not in whole
    assert client.get(f"{HOME}{segment.pk}/edit/").status_code == 403


def test_a_segment_whose_field_is_gone_says_so(client_for, marketer, in_scope):
    segment = Segment.objects.create(name="Old", condition={"field": "gone"})
    client = client_for(marketer)

    assert "This rule cannot be read." in client.get(f"{HOME}{segment.pk}/").content.decode()
    assert "Cannot be read" in client.get(HOME).content.decode()
    assert client.get(f"{HOME}{segment.pk}/edit/").status_code == 200
    assert client.get(f"/w/acme/leads/?segment={segment.public_id}").status_code == 200
