"""Settings of pipelines, stages and reasons for losing."""

import pytest

from conversion.models import LostReason, Pipeline, PipelineStage
from tests.factories.conversion import lost_reason, make_deal, stage
from tests.factories.tenants import make_member


URL = "/w/acme/settings/pipelines/"


@pytest.fixture
def client(client_for, manager, pipeline):
    return client_for(manager)


def names():
    return list(PipelineStage.objects.order_by("position").values_list("name", flat=True))


def test_a_new_stage_stands_before_the_ends(client, pipeline):
    response = client.post(f"{URL}{pipeline.pk}/stages/new/", {"name": "Trial", "probability": "60"})

    assert response.status_code == 303
    assert names() == ["New", "Visit", "Proposal", "Negotiation", "Trial", "Won", "Lost"]


@pytest.mark.parametrize(
    ("name", "to", "expected"),
    [
        ("Visit", "up", ["Visit", "New", "Proposal", "Negotiation", "Won", "Lost"]),
        ("New", "up", ["New", "Visit", "Proposal", "Negotiation", "Won", "Lost"]),
        ("Negotiation", "down", ["New", "Visit", "Proposal", "Negotiation", "Won", "Lost"]),
        ("Won", "up", ["New", "Visit", "Proposal", "Negotiation", "Won", "Lost"]),
        ("Lost", "down", ["New", "Visit", "Proposal", "Negotiation", "Won", "Lost"]),
    ],
)
def test_stages_are_ordered(client, name, to, expected):
    assert client.post(f"{URL}stages/{stage(name).pk}/move/", {"to": to}).status_code == 303
    assert names() == expected


def test_rename_keeps_an_ends_probability(client):
    won = stage("Won")

    client.post(f"{URL}stages/{won.pk}/", {"name": "Signed"})

    won.refresh_from_db()
    assert (won.name, won.probability) == ("Signed", 100)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"name": "", "probability": 5}, 422),
        ({"name": "X", "probability": 101}, 422),
        ({"name": "Visit", "probability": 5}, 409),
    ],
)
def test_wrong_stages(client, pipeline, values, status):
    assert client.post(f"{URL}{pipeline.pk}/stages/new/", values).status_code == status
    assert len(names()) == 6


def test_only_an_empty_open_stage_goes(client):
    make_deal()

    answers = [
        client.post(f"{URL}stages/{stage(name).pk}/remove/").status_code for name in ("New", "Won", "Visit")
    ]

    assert answers == [409, 409, 303]
    assert names() == ["New", "Proposal", "Negotiation", "Won", "Lost"]


def test_the_only_open_stage_stays(client, pipeline):
    client.post(f"{URL}new/", {"name": "Service"})
    made = Pipeline.objects.get(name="Service")
    only = PipelineStage.objects.get(pipeline=made, kind="open")

    assert client.post(f"{URL}stages/{only.pk}/remove/").status_code == 409
    assert PipelineStage.objects.filter(pipeline=made).count() == 3


def test_pipelines_are_named_once(client, pipeline):
    assert client.post(f"{URL}new/", {"name": "Sales"}).status_code == 409
    assert client.post(f"{URL}{pipeline.pk}/", {"name": "Works"}).status_code == 303
    assert Pipeline.objects.get().name == "Works"


def test_a_second_pipeline_has_a_board_of_its_own(client, pipeline):
    make_deal()
    client.post(f"{URL}new/", {"name": "Service"})
    other = Pipeline.objects.get(name="Service")

    first = client.get("/w/acme/opportunities/").content.decode()
    second = client.get(f"/w/acme/opportunities/?pipeline={other.pk}").content.decode()

    assert "Kitchen" in first
    assert "Kitchen" not in second


def test_reasons(client):
    reason = lost_reason()

    client.post(f"{URL}reasons/new/", {"name": "Moved away"})
    client.post(f"{URL}reasons/{reason.pk}/", {"name": "Too dear"})
    client.post(f"{URL}reasons/{lost_reason('other').pk}/toggle/")

    assert LostReason.objects.get(slug="moved-away").is_active
    assert LostReason.objects.get(slug="price").name == "Too dear"
    assert not LostReason.objects.get(slug="other").is_active


def test_the_last_reason_stays(client):
    LostReason.objects.exclude(slug="price").update(is_active=False)

    assert client.post(f"{URL}reasons/{lost_reason().pk}/toggle/").status_code == 409
    assert LostReason.objects.get(slug="price").is_active


def test_who_may(client_for, rep, admin, workspace, other_workspace, pipeline):
    stranger = client_for(make_member(other_workspace, "admin"))

    assert client_for(rep).get(URL).status_code == 403
    assert client_for(admin).get(URL).status_code == 200
    assert stranger.post(f"/w/globex/settings/pipelines/stages/{stage('New').pk}/remove/").status_code == 404
