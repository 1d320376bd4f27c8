"""Settings: the workspace's own lists, fields and classification rules."""

import pytest

from leads.models import Campaign, ClassificationRule, FieldDefinition, Product, Source, Topic
from tests.factories.leads import make_campaign, make_field, make_product, make_source, make_topic
from tests.factories.tenants import make_member


CATALOG = "/w/acme/settings/catalog/"
FIELDS = "/w/acme/settings/fields/"


@pytest.mark.parametrize("kind", ["", "sources/", "campaigns/", "topics/", "products/", "rules/"])
def test_lists_empty_and_full(client_for, marketer, in_scope, kind):
    client = client_for(marketer)
    assert client.get(CATALOG + kind).status_code == 200

    source, topic = make_source(), make_topic()
    make_campaign(source=source, cost=900)
    make_product(topic=topic, price=100)
    ClassificationRule.objects.create(kind="topic", condition={"all": []}, value="kitchens")
    ClassificationRule.objects.create(kind="track", condition={"field": "gone"}, value="x")

    assert client.get(CATALOG + kind).status_code == 200


def test_unknown_list_is_not_found(client_for, marketer, in_scope):
    assert client_for(marketer).get(f"{CATALOG}secrets/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "model", "values"),
    [
        ("sources", Source, {"name": "Fair", "channel": "event"}),
        ("campaigns", Campaign, {"name": "Fair", "starts_on": "2026-11-01", "cost": "900"}),
        ("topics", Topic, {"name": "Fair", "purchase_cycle_days": "45"}),
        ("products", Product, {"name": "Fair", "price": "100"}),
    ],
)
def test_create_change_and_set_aside(client_for, marketer, in_scope, kind, model, values):
    client = client_for(marketer)

    created = client.post(f"{CATALOG}{kind}/new/", values)
    item = model.objects.get()
    changed = client.post(f"{CATALOG}{kind}/{item.pk}/", values | {"name": "Great fair"})
    client.post(f"{CATALOG}{kind}/{item.pk}/toggle/")

    assert (created.status_code, changed.status_code) == (303, 303)
    assert (item.slug, item.name) == ("fair", "Fair")
    item.refresh_from_db()
    assert (item.slug, item.name, item.is_active) == ("fair", "Great fair", False)
    client.post(f"{CATALOG}{kind}/{item.pk}/toggle/")
    assert model.objects.get().is_active


def test_the_form_shows_what_is_stored(client_for, marketer, in_scope):
    campaign = make_campaign(source=make_source(), cost=900)

    html = client_for(marketer).get(f"{CATALOG}campaigns/{campaign.pk}/").content.decode()

    assert 'value="900"' in html
    assert f'<option value="{campaign.source_id}" selected>' in html


def test_a_short_name_taken_is_said_on_the_form(client_for, marketer, in_scope):
    make_campaign("spring")

    response = client_for(marketer).post(f"{CATALOG}campaigns/new/", {"name": "Spring"})

    assert response.status_code == 409
    assert Campaign.objects.count() == 1


def test_an_end_before_the_start_is_refused(client_for, marketer, in_scope):
    values = {"name": "X", "starts_on": "2026-11-02", "ends_on": "2026-11-01"}

    response = client_for(marketer).post(f"{CATALOG}campaigns/new/", values)

    assert response.status_code == 400
    assert "ends_on" in response.context["form"].errors


def test_fields(client_for, admin, in_scope):
    client = client_for(admin)
    values = {
        "label": "Rooms",
        "type": "choice",
        "category": "interest",
        "options": "1\n2\n\n2",
        "position": "1",
    }

    created = client.post(f"{FIELDS}new/", values)
    item = FieldDefinition.objects.get()
    changed = client.post(f"{FIELDS}{item.pk}/", values | {"label": "Bedrooms", "type": "text"})
    client.post(f"{FIELDS}{item.pk}/toggle/")
    item.refresh_from_db()

    assert (created.status_code, changed.status_code) == (303, 303)
    assert (item.key, item.label, item.type, item.options) == ("rooms", "Bedrooms", "choice", ["1", "2"])
    assert not item.is_active
    assert client.get(FIELDS).status_code == 200


def test_a_choice_without_options_is_refused(client_for, admin, in_scope):
    values = {"label": "Rooms", "type": "choice", "category": "interest", "position": "0"}

    response = client_for(admin).post(f"{FIELDS}new/", values)

    assert response.status_code == 400
    assert "options" in response.context["form"].errors


RULE = {
    "kind": "phase",
    "value": "decision",
    "cond-mode": "all",
    "cond-0-field": "qualification.timeline",
    "cond-0-op": "eq",
    "cond-0-value": "now",
}


def test_rule(client_for, marketer, in_scope):
    client = client_for(marketer)

    created = client.post(f"{CATALOG}rules/new/", RULE)
    rule = ClassificationRule.objects.get()
    page = client.get(f"{CATALOG}rules/{rule.pk}/")
    changed = client.post(f"{CATALOG}rules/{rule.pk}/", RULE | {"value": "consideration"})

    assert (created.status_code, page.status_code, changed.status_code) == (303, 200, 303)
    rule.refresh_from_db()
    assert rule.value == "consideration"
    assert rule.condition == {"all": [{"field": "qualification.timeline", "op": "eq", "value": "now"}]}


def test_a_button_of_the_editor_saves_nothing(client_for, marketer, in_scope):
    client = client_for(marketer)
    values = {
        "kind": "phase",
        "value": "decision",
        "cond-mode": "all",
        "cond-new": "company.city",
        "cond-add": "1",
    }

    whole = client.post(f"{CATALOG}rules/new/", values)
    part = client.post(f"{CATALOG}rules/new/", values, headers={"HX-Request": "true"})

    assert "company.city" in whole.content.decode()
    assert 'value="decision"' in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert not ClassificationRule.objects.exists()


def test_a_rule_that_means_nothing_is_refused(client_for, marketer, in_scope):
    client = client_for(marketer)

    assert client.post(f"{CATALOG}rules/new/", RULE | {"value": "never"}).status_code == 400
    assert client.post(f"{CATALOG}rules/new/", RULE | {"cond-0-op": "gone"}).status_code == 422
    assert not ClassificationRule.objects.exists()


def test_rules_change_places(client_for, marketer, in_scope):
    client = client_for(marketer)
    for value in ("awareness", "consideration", "decision"):
        client.post(f"{CATALOG}rules/new/", RULE | {"value": value})
    last = ClassificationRule.objects.get(value="decision")

    client.post(f"{CATALOG}rules/{last.pk}/move/", {"to": "up"})
    client.post(f"{CATALOG}rules/{last.pk}/move/", {"to": "up"})
    client.post(f"{CATALOG}rules/{last.pk}/move/", {"to": "up"})

    order = ClassificationRule.objects.order_by("position").values_list("value", flat=True)
    assert list(order) == ["decision", "awareness", "consideration"]


def test_rule_set_aside(client_for, marketer, in_scope):
    rule = ClassificationRule.objects.create(kind="phase", condition={"all": []}, value="decision")

    client_for(marketer).post(f"{CATALOG}rules/{rule.pk}/toggle/")

    rule.refresh_from_db()
    assert not rule.is_active


@pytest.mark.parametrize("role", ["manager", "rep", "viewer"])
def test_lists_are_marketings(client_for, workspace, role):
    client = client_for(make_member(workspace, role, email=f"x-{role}@acme.test"))

    for path in (CATALOG, f"{CATALOG}topics/new/", f"{CATALOG}rules/"):
        assert client.get(path).status_code == 403


def test_fields_are_the_admins(client_for, marketer):
    assert client_for(marketer).get(FIELDS).status_code == 403


def test_another_workspaces_item_is_not_found(client_for, admin, other_workspace):
    from core.scope import workspace_scope

    with workspace_scope(other_workspace.pk):
        source, field = make_source(), make_field()
    client = client_for(admin)

    assert client.get(f"{CATALOG}sources/{source.pk}/").status_code == 404
    assert client.post(f"{CATALOG}sources/{source.pk}/toggle/").status_code == 404
    assert client.post(f"{FIELDS}{field.pk}/toggle/").status_code == 404
