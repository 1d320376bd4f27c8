"""Verbs for chosen rows: asked for, done, undone."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import Activity, Deed, DeedRow, FieldChange, Lead, LeadRank, LeadTag
from leads.services import deeds as service
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member
from tests.leads.bulk import BULK, LIST, tags


def owners():
    return dict(LeadRank.objects.values_list("lead__first_name", "owner_id"))


def test_the_form_comes_first(client_for, manager, three):
    response = client_for(manager).post(f"{BULK}assign/", {"lead": [lead.pk for lead in three]})

    assert response.status_code == 200
    assert "3 leads" in response.content.decode()
    assert not Deed.objects.exists()


def test_assign_and_undo(client_for, manager, rep, three):
    client = client_for(manager)
    ids = [lead.pk for lead in three]

    response = client.post(f"{BULK}assign/", {"go": "1", "lead": ids, "owner_id": rep.user_id})
    page = client.get(response["Location"]).content.decode()

    assert response.status_code == 303
    assert set(owners().values()) == {rep.user_id}
    assert "2 leads assigned to Rita Rep. 1 stayed as it was." in page
    deed = Deed.objects.get()
    assert f"/leads/changes/{deed.pk}/undo/" in page

    client.post(f"{LIST}changes/{deed.pk}/undo/")

    assert owners() == {"Ana": None, "Bea": None, "Cid": rep.user_id}
    assert Activity.objects.filter(kind="assigned").count() == 4
    deed.refresh_from_db()
    assert (deed.state, deed.changed, deed.restored) == ("undone", 2, 2)


def test_undo_leaves_what_changed_since_and_names_it(client_for, manager, rep, three):
    client = client_for(manager)
    client.post(f"{BULK}assign/", {"go": "1", "lead": [lead.pk for lead in three], "owner_id": rep.user_id})
    LeadRank.objects.filter(pk=three[0].pk).update(owner_id=manager.user_id)
    deed = Deed.objects.get()

    response = client.post(f"{LIST}changes/{deed.pk}/undo/")
    page = client.get(response["Location"]).content.decode()

    assert owners() == {"Ana": manager.user_id, "Bea": None, "Cid": rep.user_id}
    assert "1 lead is back where it was. 1 changed since and stays." in page
    assert "Ana" in page
    assert dict(DeedRow.objects.values_list("lead_id", "state")) == {
        three[0].pk: "left",
        three[1].pk: "undone",
        three[2].pk: "same",
    }


def test_a_deed_is_undone_once(client_for, manager, rep, three):
    client = client_for(manager)
    client.post(f"{BULK}assign/", {"go": "1", "lead": [three[0].pk], "owner_id": rep.user_id})
    url = f"{LIST}changes/{Deed.objects.get().pk}/undo/"
    client.post(url)
    LeadRank.objects.filter(pk=three[0].pk).update(owner_id=rep.user_id)

    client.post(url)

    assert owners()["Ana"] == rep.user_id
    assert "can no longer be undone" in client.get(LIST).content.decode()


def test_a_day_later_it_is_too_late(client_for, manager, rep, three):
    client = client_for(manager)
    client.post(f"{BULK}assign/", {"go": "1", "lead": [three[0].pk], "owner_id": rep.user_id})
    deed = Deed.objects.get()
    Deed.objects.update(at=timezone.now() - service.UNDO_TIME)

    client.post(f"{LIST}changes/{deed.pk}/undo/")

    assert owners()["Ana"] == rep.user_id


def test_another_persons_deed_does_not_exist(client_for, manager, marketer, admin, rep, three):
    client_for(manager).post(f"{BULK}assign/", {"go": "1", "lead": [three[0].pk], "owner_id": rep.user_id})
    url = f"{LIST}changes/{Deed.objects.get().pk}/"

    assert client_for(marketer).get(url).status_code == 404
    assert client_for(marketer).post(f"{url}undo/").status_code == 404
    assert client_for(admin).get(url).status_code == 200


def test_tag_takes_new_words_and_undo_takes_them_off_where_they_were_new(client_for, marketer, three):
    client = client_for(marketer)
    client.post(f"{BULK}tag/", {"go": "1", "lead": [three[0].pk], "names": "VIP"})
    client.post(f"{BULK}tag/", {"go": "1", "lead": [three[0].pk, three[1].pk], "names": "vip, Fair 2026"})

    assert tags() == {"Ana": ["VIP", "Fair 2026"], "Bea": ["VIP", "Fair 2026"], "Cid": []}
    client.post(f"{LIST}changes/{Deed.objects.latest('pk').pk}/undo/")

    assert tags() == {"Ana": ["VIP"], "Bea": [], "Cid": []}
    assert set(LeadTag.objects.values_list("lead_id", "tag")) == {(three[0].pk, "VIP")}
    assert FieldChange.objects.filter(field="tags", lead=three[0]).count() == 3


def test_untag_and_undo(client_for, marketer, three):
    client = client_for(marketer)
    client.post(f"{BULK}tag/", {"go": "1", "lead": [three[0].pk], "names": "VIP"})
    client.post(f"{BULK}untag/", {"go": "1", "lead": [lead.pk for lead in three], "known": ["VIP"]})

    assert tags()["Ana"] == []
    client.post(f"{LIST}changes/{Deed.objects.latest('pk').pk}/undo/")

    assert tags() == {"Ana": ["VIP"], "Bea": [], "Cid": []}


@pytest.mark.parametrize("names", ["", " , ", "x" * 41])
def test_a_tag_has_a_name(client_for, marketer, three, names):
    response = client_for(marketer).post(f"{BULK}tag/", {"go": "1", "lead": [three[0].pk], "names": names})

    assert response.status_code == 422
    assert not Deed.objects.exists()


def test_disqualify_passes_over_sales_and_comes_back_exactly(client_for, manager, three):
    client = client_for(manager)
    Lead.objects.filter(pk=three[1].pk).update(recycle_reason="no_budget", resume_on="2027-01-01")
    before = list(
        Lead.objects.order_by("pk").values("is_open", "closed_reason", "recycle_reason", "resume_on")
    )
    body = {"go": "1", "lead": [lead.pk for lead in three], "to_stage": "disqualified", "reason": "no_fit"}

    client.post(f"{BULK}disqualify/", body)

    stages = dict(LeadRank.objects.values_list("lead__first_name", "stage"))
    assert stages == {"Ana": "disqualified", "Bea": "disqualified", "Cid": "sal"}
    client.post(f"{LIST}changes/{Deed.objects.get().pk}/undo/")
    assert before == list(
        Lead.objects.order_by("pk").values("is_open", "closed_reason", "recycle_reason", "resume_on")
    )
    assert set(LeadRank.objects.values_list("stage", flat=True)) == {"marketing", "sal"}


def test_undo_of_disqualify_leaves_a_lead_whose_address_is_taken(client_for, manager, three):
    client = client_for(manager)
    body = {"go": "1", "lead": [three[0].pk], "to_stage": "disqualified", "reason": "no_fit"}
    client.post(f"{BULK}disqualify/", body)
    make_lead(first_name="Ana again", email="a@x.es")

    client.post(f"{LIST}changes/{Deed.objects.get().pk}/undo/")

    assert LeadRank.objects.get(pk=three[0].pk).stage == "disqualified"
    assert DeedRow.objects.get().state == "left"


@pytest.mark.parametrize("owner", ["999999", "x", "-1"])
def test_assigning_to_a_stranger_changes_nothing(client_for, manager, three, owner):
    body = {"go": "1", "lead": [three[0].pk], "owner_id": owner}

    assert client_for(manager).post(f"{BULK}assign/", body).status_code == 422
    assert not Activity.objects.filter(kind="assigned").exists()


def test_another_workspaces_leads_are_not_touched(client_for, manager, rep, other_workspace, in_scope):
    with workspace_scope(other_workspace.pk):
        theirs = make_lead(first_name="Zoe", email="z@x.es")

    client_for(manager).post(f"{BULK}assign/", {"go": "1", "lead": [theirs.pk], "owner_id": rep.user_id})

    with workspace_scope(other_workspace.pk):
        assert LeadRank.objects.get(pk=theirs.pk).owner_id is None


@pytest.mark.parametrize(
    ("role", "verb"), [("marketer", "assign"), ("rep", "disqualify"), ("rep", "export"), ("viewer", "tag")]
)
def test_verbs_need_their_right(client_for, workspace, three, role, verb):
    member = make_member(workspace, role, email=f"x-{role}@acme.test")

    assert client_for(member).post(f"{BULK}{verb}/", {"lead": [three[0].pk]}).status_code == 403


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "nowhere", "leads:list"])
def test_nothing_chosen_says_so(client_for, manager, three, elsewhere):
    client = client_for(manager)
    response = client.post(f"{BULK}assign/", {"next": elsewhere})

    assert response["Location"] == LIST
    assert "Choose 1 to 200 leads" in client.get(LIST).content.decode()


def test_an_unknown_verb_does_not_exist(client_for, manager, three):
    assert client_for(manager).post(f"{BULK}erase/", {"lead": [1]}).status_code == 404


def test_a_selection_that_does_not_fit_is_refused_whole(client_for, marketer, three):
    long = "view=open&min_score=65&source=" + ",".join(f"source-{n}" for n in range(200)) + "&tag=cold"
    client = client_for(marketer)

    response = client.post(f"{BULK}tag/", {"go": "1", "all": "1", "query": long, "names": "hot"})

    assert response["Location"] == LIST
    assert "more filters than can be kept" in client.get(LIST).content.decode()
    assert set(map(tuple, tags().values())) == {()}
    assert not Deed.objects.exists()
