"""Pages of content: pieces, the coverage map, the brief."""

import pytest
from django.test import Client

from core.scope import workspace_scope
from nurturing.models import ContentPiece
from tests.factories.leads import make_lead, make_topic


pytestmark = pytest.mark.django_db
CONTENT = "/w/acme/content/"
GUIDE = {"title": "Cómo elegir cocina", "url": "https://acme.example/guia", "format": "guide"}


@pytest.fixture
def person(client_for, marketer) -> Client:
    return client_for(marketer)


@pytest.fixture
def kitchens(workspace):
    with workspace_scope(workspace.pk):
        return make_topic("kitchens")


def the_piece(workspace):
    with workspace_scope(workspace.pk):
        return ContentPiece.objects.get()


def test_a_piece_is_added_changed_and_archived(person, workspace, kitchens):
    added = person.post(f"{CONTENT}new/", {**GUIDE, "topic_id": kitchens.pk, "phase": "awareness"})
    piece = the_piece(workspace)
    person.post(f"{CONTENT}{piece.pk}/", {**GUIDE, "title": "Elegir cocina"})
    changed = the_piece(workspace)
    archived = person.post(f"{CONTENT}{piece.pk}/archive/", follow=True).content.decode()

    assert added.status_code == 303
    assert (piece.slug, piece.topic_id, piece.phase) == ("como-elegir-cocina", kitchens.pk, "awareness")
    assert (changed.title, changed.slug) == ("Elegir cocina", "como-elegir-cocina")
    assert not the_piece(workspace).is_active
    assert "is in the archive" in archived
    assert "Elegir cocina" in person.get(f"{CONTENT}?state=archived").content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://acme.example/x",
        "javascript:alert(1)",
        "http://localhost/x",
        "http://127.0.0.1/x",
        "https://10.0.0.7/x",
        "http://[::1]/x",
        "http://intranet/x",
        "https://user@acme.example/x",
        "https://acme.example/a b",
        "https://[bad/x",
    ],
)
def test_a_piece_stands_at_a_public_address(person, workspace, url):
    refused = person.post(f"{CONTENT}new/", GUIDE | {"url": url})

    assert refused.status_code in {400, 422}
    with workspace_scope(workspace.pk):
        assert not ContentPiece.objects.exists()


def test_two_pieces_do_not_share_a_name(person, workspace):
    person.post(f"{CONTENT}new/", GUIDE)
    again = person.post(f"{CONTENT}new/", GUIDE)

    assert again.status_code == 409
    assert "has this short name" in again.content.decode()


def test_the_map_counts_who_waits_for_a_missing_piece(person, workspace, kitchens):
    person.post(f"{CONTENT}new/", {**GUIDE, "topic_id": kitchens.pk, "phase": "awareness"})
    with workspace_scope(workspace.pk):
        make_lead(email="a@x.es", main_topic="kitchens", phase="awareness")
        make_lead(email="b@x.es", main_topic="kitchens", phase="decision")
        make_lead(email="c@x.es", main_topic="kitchens", phase="decision")
        # Sales has it: nobody writes for it.
        make_lead(email="d@x.es", main_topic="kitchens", phase="consideration", stage="sal")
    page = person.get(f"{CONTENT}map/").content.decode()

    assert "<b>2 leads</b> wait for a piece we do not have" in page
    assert page.count("Missing piece") == 1
    assert f"{CONTENT}brief/?topic=kitchens&amp;phase=decision" in page


def test_the_brief_tells_what_people_say_and_names_nobody(person, workspace, kitchens):
    with workspace_scope(workspace.pk):
        make_lead(
            email="ana@secret.es",
            first_name="Ana",
            job_title="Gerente",
            need="Una cocina para mayo",
            main_topic="kitchens",
            phase="decision",
        )
    page = person.get(f"{CONTENT}brief/?topic=kitchens&phase=decision").content.decode()

    assert "Gerente (1)" in page
    assert "Una cocina para mayo" in page
    assert "ana@secret.es" not in page
    assert person.get(f"{CONTENT}brief/?topic=kitchens&phase=never").status_code == 404
    assert person.get(f"{CONTENT}brief/?topic=never&phase=decision").status_code == 404


def test_a_viewer_reads_and_changes_nothing(client_for, viewer, person, workspace):
    person.post(f"{CONTENT}new/", GUIDE)
    reader = client_for(viewer)

    assert GUIDE["url"] in reader.get(CONTENT).content.decode()
    assert reader.get(f"{CONTENT}map/").status_code == 200
    assert reader.get(f"{CONTENT}new/").status_code == 403
    assert reader.post(f"{CONTENT}{the_piece(workspace).pk}/archive/").status_code == 403
