from datetime import UTC, date, datetime

import pytest

from conditions.faults import ConditionError
from core.errors import Invalid
from leads.models import Campaign, ClassificationRule, FieldDefinition, Source, Topic
from leads.services import catalog
from tenants.models import AuditEntry


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def add(model, **values):
    return catalog.add(model=model, values=values, by=None, at=AT)


def test_add_names_what_has_no_short_name(in_scope):
    assert add(Source, name="Feria Madrid", channel="event").slug == "feria-madrid"
    assert add(FieldDefinition, label="2 Habitaciones", type="number").key == "f_2_habitaciones"
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "target")) == [
        ("source.added", "Feria Madrid"),
        ("fielddefinition.added", "2 Habitaciones"),
    ]


def test_change_writes_only_what_differs(in_scope):
    topic = add(Topic, name="Baths")

    catalog.change(item=topic, values={"name": "Bathrooms", "slug": "baths"}, by=None, at=AT)
    catalog.change(item=topic, values={"name": "Bathrooms"}, by=None, at=AT)

    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("Bathrooms", "baths")
    assert AuditEntry.objects.filter(action="topic.changed").count() == 1


def test_a_taken_name_is_refused_and_the_transaction_lives_on(in_scope):
    add(Source, name="Web", channel="form")

    with pytest.raises(catalog.NameTaken):
        add(Source, name="web", channel="form")

    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "values", "path"),
    [
        (Source, {"name": " ", "channel": "form", "slug": "x"}, "name"),
        (Source, {"name": "x" * 200, "channel": "form"}, "name"),
        (Source, {"name": "x", "channel": "form", "slug": "a b"}, "slug"),
        (Source, {"name": "x", "channel": "form", "secret": 1}, "secret"),
        (Campaign, {"name": "x", "starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, "ends_on"),
        (FieldDefinition, {"label": "x", "type": "choice"}, "options"),
        (FieldDefinition, {"label": "x", "type": "picture"}, "type"),
        (FieldDefinition, {"label": "x", "key": "X y", "type": "text"}, "key"),
        (ClassificationRule, {"kind": "phase", "value": "late"}, "value"),
        (ClassificationRule, {"kind": "topic", "value": "unknown"}, "value"),
        (ClassificationRule, {"kind": "color", "value": "red"}, "kind"),
    ],
)
def test_what_is_wrong_is_named(in_scope, model, values, path):
    with pytest.raises(Invalid) as refusal:
        add(model, **values)

    assert path in {error["path"] for error in refusal.value.errors}


def test_a_rule_with_an_unknown_field_is_refused_with_its_path(in_scope):
    with pytest.raises(ConditionError) as refusal:
        add(
            ClassificationRule,
            kind="phase",
            value="decision",
            condition={"field": "x.y", "op": "eq", "value": 1},
        )

    assert refusal.value.errors[0]["path"].startswith("$")


def test_what_leads_hold_cannot_be_changed(in_scope):
    field = add(FieldDefinition, label="Rooms", type="number")

    with pytest.raises(Invalid):
        catalog.change(item=field, values={"type": "text"}, by=None, at=AT)
