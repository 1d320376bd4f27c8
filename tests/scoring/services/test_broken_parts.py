"""What names a field that was deleted since: it holds up no other edit, and is named before it goes live."""

import pytest
from django.utils.translation import override

from leads.models import FieldDefinition
from leads.services import catalog
from scoring import queries
from scoring.engine.document import InvalidModel
from scoring.engine.spec import Address
from scoring.services import dial_draft, drafts, publish
from tests.factories.leads import make_field, make_source
from tests.scoring.conftest import AT, criterion, group, small_model
from tests.scoring.variants import EMAIL, special, team


BOATS = {"field": "custom.boats", "op": "is_not_empty"}


@pytest.fixture
def broken(publish_model):
    """A draft in which two criteria, a model, two definitions and a light name a field that is gone."""
    make_field("boats", type="number")
    document = small_model(
        groups=[
            *small_model()["groups"],
            group("boats", "fit", criterion("one", 5, BOATS), criterion("two", 5, BOATS)),
        ]
    )
    document["models"] = [special("sailors", BOATS, light={"condition": {"all": [BOATS]}, "near_points": 5})]
    document["light"]["teams"] = [team("north", BOATS), team("south", EMAIL, condition={"all": [BOATS]})]
    publish_model(document)
    drafts.start(by=None, at=AT)
    FieldDefinition.objects.filter(key="boats").delete()
    return queries.document_of(queries.draft())


def test_one_of_two_broken_rules_can_be_deleted(broken):
    del broken["groups"][2]["criteria"][0]

    draft = drafts.save(document=broken, by=None, at=AT)

    assert queries.document_of(draft) == broken


def test_a_part_that_is_whole_can_be_changed_beside_broken_ones(broken):
    broken["groups"][0]["criteria"][0]["points"] = 12
    broken["models"][0]["weights"] = {"fit": 70, "engagement": 30}

    draft = drafts.save(document=broken, by=None, at=AT)

    assert queries.document_of(draft) == broken
    spec = queries.spec_of(draft, queries.registry())
    assert [each.key for each in spec.every_criterion() if each.is_broken] == ["one", "two"]


def test_the_dial_turns_beside_broken_parts(broken):
    draft, _before, line = dial_draft.use(address=Address(), key="B-0", by=None, at=AT)

    assert (draft.revision, line.key) == (2, "B-0")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (
            lambda d: d["groups"][0]["criteria"][0].update(condition=BOATS),
            "$.groups[0].criteria[0].condition.field",
        ),
        (
            lambda d: d["groups"][0]["criteria"].append(criterion("three", 5, BOATS)),
            "$.groups[0].criteria[2].condition.field",
        ),
        (
            lambda d: d["groups"][2]["criteria"][1].update(key="other"),
            "$.groups[2].criteria[1].condition.field",
        ),
        (
            lambda d: d["groups"][2]["criteria"][0].update(window_days="soon"),
            "$.groups[2].criteria[0].condition.field",
        ),
        (lambda d: d["light"].update(condition={"all": [BOATS]}), "$.light.condition.all[0].field"),
        (lambda d: d["light"]["teams"][1].update(when=BOATS), "$.light.teams[1].when.field"),
    ],
)
def test_what_is_new_or_changed_may_not_name_what_is_gone(broken, change, path):
    change(broken)

    with pytest.raises(InvalidModel) as refusal:
        drafts.save(document=broken, by=None, at=AT)

    assert [fault["path"] for fault in refusal.value.errors] == [path]


def test_a_rule_on_a_source_switched_off_holds_up_no_other_edit(publish_model):
    source = make_source("fair")
    fair = {"field": "source.source", "op": "eq", "value": "fair"}
    document = small_model()
    document["groups"][0]["criteria"].append(criterion("fair", 5, fair))
    publish_model(document)
    catalog.change(item=source, values={"is_active": False}, by=None, at=AT)
    document["groups"][0]["criteria"][0]["points"] = 12

    assert drafts.save(document=document, by=None, at=AT).revision == 2


NAMED = "“one”, “two”, “North”, “South”, “Sailors”, “Sailors: What turns the light green”"


def test_a_broken_draft_still_does_not_go_live(broken):
    drafts.save(document=broken | {"name": "Edited"}, by=None, at=AT)

    with pytest.raises(InvalidModel, match=f"^{NAMED} names something"):
        publish.publish(by=None, at=AT)


@pytest.mark.parametrize(("language", "named"), [("en", "What turns"), ("es", "Lo que pone el semáforo")])
def test_a_broken_light_is_named_in_the_readers_language(publish_model, language, named):
    make_field("boats", type="number")
    publish_model()
    document = small_model(light={"condition": {"all": [BOATS]}, "near_points": 10})
    drafts.save(document=document, by=None, at=AT)
    FieldDefinition.objects.filter(key="boats").delete()

    with override(language), pytest.raises(InvalidModel, match=f"^“{named}"):
        publish.publish(by=None, at=AT)


def test_going_back_to_a_version_that_names_what_is_gone_is_asked(broken, publish_model):
    drafts.discard(by=None, at=AT)
    publish_model()

    with pytest.raises(publish.NamesWhatIsGone, match=f"^{NAMED} names something") as refusal:
        publish.publish_again(version=1, by=None, at=AT)

    assert (refusal.value.status, queries.live().version) == (409, 2)
    model, _job = publish.publish_again(version=1, by=None, at=AT, confirm=True)
    assert (model.version, queries.document_of(model)) == (3, broken)
