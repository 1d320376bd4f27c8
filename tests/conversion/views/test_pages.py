"""Every page of deals: works, whole and as a fragment; who may; another workspace; bad ids and methods."""

import pytest

from conversion.models import PipelineStage
from core.scope import workspace_scope
from tests.clients import HTMX
from tests.factories.conversion import (
    lost_reason,
    make_account,
    make_contact,
    make_deal,
    make_qualified,
    stage,
)
from tests.factories.tenants import make_member


@pytest.fixture
def lead(pipeline, rep):
    return make_qualified(rep)


@pytest.fixture
def deal(pipeline, rep):
    account = make_account()
    return make_deal(account=account, contact=make_contact(account), owner=rep, amount=12_500)


@pytest.fixture
def pages(lead, deal):
    """Return every page that answers a GET, and whether a viewer may see it."""
    stage_pk, reason_pk = stage("New").pk, lost_reason().pk
    pipeline_pk = PipelineStage.objects.get(pk=stage_pk).pipeline_id
    return {
        "accounts/": True,
        f"accounts/{deal.account_id}/": True,
        "accounts/new/": False,
        f"accounts/{deal.account_id}/edit/": False,
        f"accounts/{deal.account_id}/contacts/new/": False,
        f"accounts/{deal.account_id}/opportunities/new/": False,
        "contacts/": True,
        f"contacts/{deal.contact_id}/": True,
        f"contacts/{deal.contact_id}/edit/": False,
        "opportunities/": True,
        "opportunities/?layout=list": True,
        "opportunities/new/": False,
        f"opportunities/{deal.pk}/": True,
        f"opportunities/{deal.pk}/edit/": False,
        f"opportunities/{deal.pk}/next-step/": False,
        f"opportunities/{deal.pk}/lost/": False,
        f"leads/{lead.pk}/convert/": False,
        "settings/pipelines/": False,
        "settings/pipelines/new/": False,
        f"settings/pipelines/{pipeline_pk}/": False,
        f"settings/pipelines/{pipeline_pk}/stages/new/": False,
        f"settings/pipelines/stages/{stage_pk}/": False,
        "settings/pipelines/reasons/new/": False,
        f"settings/pipelines/reasons/{reason_pk}/": False,
    }


def test_all_work_for_an_admin_whole_and_as_a_fragment(client_for, admin, pages):
    client = client_for(admin)

    for page in pages:
        whole = client.get(f"/w/acme/{page}")
        assert whole.status_code == 200, page
        assert whole.content.decode().count("<h1") == 1, page

    for page in pages:
        if page.rstrip("/").endswith(("new", "edit", "convert", "lost", "next-step")):
            part = client.get(f"/w/acme/{page}", headers=HTMX).content.decode()
            assert "<html" not in part, page
            assert 'id="dialog-title"' in part, page


def test_viewers_see_what_is_to_be_read(client_for, viewer, pages):
    client = client_for(viewer)

    seen = {page: client.get(f"/w/acme/{page}").status_code for page in pages}

    assert seen == {page: 200 if may else 403 for page, may in pages.items()}


def test_another_workspace_gets_404(client_for, other_workspace, pages):
    client = client_for(make_member(other_workspace, "admin"))

    assert {client.get(f"/w/acme/{page}").status_code for page in pages} == {404}
    with_ids = [page for page in pages if any(char.isdigit() for char in page)]
    assert {client.get(f"/w/globex/{page}").status_code for page in with_ids} == {404}


def test_strangers_are_sent_to_sign_in(client, pages):
    assert {client.get(f"/w/acme/{page}").status_code for page in pages} == {302}


@pytest.mark.parametrize(
    "page", ["accounts/9999/", "contacts/9999/", "opportunities/9999/", "leads/9999/convert/"]
)
def test_unknown_ids(client_for, admin, pipeline, page):
    assert client_for(admin).get(f"/w/acme/{page}").status_code == 404


def test_verbs_take_posts_only(client_for, admin, deal, lead):
    client = client_for(admin)

    for page in ("move/", "won/", "reopen/"):
        assert client.get(f"/w/acme/opportunities/{deal.pk}/{page}").status_code == 405
    assert client.get(f"/w/acme/leads/{lead.pk}/convert/undo/").status_code == 405


def test_a_rep_does_not_see_another_reps_deal(client_for, workspace, deal):
    client = client_for(make_member(workspace, "rep"))

    assert client.get(f"/w/acme/opportunities/{deal.pk}/").status_code == 404
    assert client.post(f"/w/acme/opportunities/{deal.pk}/won/").status_code == 404
    assert "Kitchen" not in client.get("/w/acme/opportunities/").content.decode()
    account = client.get(f"/w/acme/accounts/{deal.account_id}/").content.decode()
    assert "Kitchen" not in account


def test_queries_do_not_grow_with_rows(client_for, admin, pipeline, rep, django_assert_max_num_queries):
    for number in range(30):
        account = make_account(f"Account {number}", owner_id=rep.user_id)
        make_deal(f"Deal {number}", account=account, contact=make_contact(account), owner=rep)
    client = client_for(admin)

    for page in ("accounts/", "contacts/", "opportunities/", "opportunities/?layout=list"):
        with django_assert_max_num_queries(22):
            client.get(f"/w/acme/{page}")


def test_lists_of_another_workspace_are_its_own(client_for, admin, pipeline, other_workspace):
    with workspace_scope(other_workspace.pk):
        make_deal("Secret", account=make_account("Secret Ltd"))

    for page in ("accounts/", "opportunities/", "opportunities/?layout=list"):
        assert "Secret" not in client_for(admin).get(f"/w/acme/{page}").content.decode()
