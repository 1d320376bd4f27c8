"""The models and definitions of a draft, as an editor makes them and as everybody reads them."""

import json

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring import queries
from scoring.engine import document as documents
from scoring.engine.document import InvalidModel
from scoring.services import drafts, rescore
from tests.factories.leads import make_lead
from tests.factories.tenants import make_team
from tests.scoring.conftest import criterion, group, make_live, small_model
from tests.scoring.variants import BIG, EMAIL, SPAIN, special, team, version


NOW = timezone.now()
DRAFT = "/w/acme/scoring/draft/"


@pytest.fixture
def live(workspace):
    """The small model is live, and Inés of Spain is scored by it."""
    with workspace_scope(workspace.pk):
        make_live(at=NOW)
        lead = make_lead(first_name="Inés", email="ines@x.es", phone="+34600000147", country="ES")
        rescore.score(lead_ids=[lead.pk], at=NOW)
    return lead


def draft(document, workspace):
    with workspace_scope(workspace.pk):
        return drafts.save(document=document, by=None, at=NOW)


def document(workspace):
    with workspace_scope(workspace.pk):
        return queries.document_of(queries.draft())


def keys(workspace):
    return [model["key"] for model in document(workspace).get("models", [])]


def posted(condition, **more):
    return {"label_en": "Spain", "label_es": "España", "cond-json": json.dumps(condition)} | more


def test_a_model_is_copied_for_some_leads_edited_and_published(alice, live, workspace):
    alice.post(f"{DRAFT}start/")
    page = alice.get(DRAFT).content.decode()
    assert "Add a model for some leads" in page
    assert 'class="tabs"' not in page

    answer = alice.post(f"{DRAFT}models/new-one/", posted(SPAIN, source="default-model"))

    assert answer.headers["Location"] == f"{DRAFT}?model=spain"
    page = alice.get(answer.headers["Location"]).content.decode()
    assert 'class="tabs"' in page
    assert f"{DRAFT}criteria/phone_2/" in page
    assert f"{DRAFT}criteria/phone/" not in page
    values = {"label_en": "Phone", "group": "person_2", "points": "90", "mode": "per_lead"}
    values["cond-json"] = '{"field": "person.phone", "op": "is_not_empty"}'
    saved = alice.post(f"{DRAFT}criteria/phone_2/", values)
    assert saved.headers["Location"] == f"{DRAFT}?model=spain"
    assert alice.post(f"{DRAFT}publish/").status_code == 303
    with workspace_scope(workspace.pk):
        rescore.score(lead_ids=[live.pk], at=NOW)
    text = alice.get(f"/w/acme/leads/{live.pk}/score/").content.decode()
    assert "Scored by the model “Spain”" in text
    assert "Phone" in text


def test_an_empty_model_takes_the_default_ones_grades_and_groups_of_its_own(alice, live, workspace):
    alice.post(f"{DRAFT}start/")

    alice.post(f"{DRAFT}models/new-one/", posted(SPAIN, source="no-model"))
    group = {"label_en": "Person", "dimension": "fit", "cap": ""}
    alice.post(f"{DRAFT}groups/new-one/?model=spain", group)

    model = document(workspace)["models"][0]
    assert model["grid"] == small_model()["grid"]
    assert [group["key"] for group in model["groups"]] == ["person_2"]
    refused = alice.post(f"{DRAFT}publish/")
    assert refused.status_code == 409
    assert "needs at least one criterion" in refused.content.decode()
    assert "cannot be read" not in refused.content.decode()


def test_a_model_for_every_lead_or_with_no_name_is_refused(alice, live, workspace):
    alice.post(f"{DRAFT}start/")

    everybody = alice.post(f"{DRAFT}models/new-one/", posted({"all": []}, source="no-model"))
    nameless = alice.post(
        f"{DRAFT}models/new-one/", posted(SPAIN, source="no-model", label_en="", label_es="")
    )

    assert (everybody.status_code, nameless.status_code) == (400, 422)
    assert "without a condition it would be for all" in everybody.content.decode()
    assert keys(workspace) == []


def test_models_are_renamed_ordered_and_removed(alice, live, workspace):
    draft(version(special("spain", SPAIN), special("big", BIG)), workspace)

    assert alice.post(f"{DRAFT}models/spain/", posted(SPAIN, label_en="Iberia")).status_code == 303
    assert alice.post(f"{DRAFT}models/big/move/", {"to": "up"}).status_code == 303
    assert keys(workspace) == ["big", "spain"]
    assert document(workspace)["models"][1]["label"]["en"] == "Iberia"

    sure = alice.get(f"{DRAFT}models/spain/delete/").content.decode()
    assert "1 criterion goes with it." in sure
    assert keys(workspace) == ["big", "spain"]
    assert alice.post(f"{DRAFT}models/spain/delete/").status_code == 303
    assert keys(workspace) == ["big"]


def test_a_models_own_weights_grid_and_light_are_edited(alice, live, workspace):
    draft(version(special("spain", SPAIN), teams=[team("north", BIG)]), workspace)
    values = {"fit_weight": "80", "fit": "20", "engagement": "", "near_points": "4"}
    values |= {"cell-0-0": "D", "cell-1-0": "A", "cond-json": json.dumps(BIG)}

    assert alice.post(f"{DRAFT}settings/?model=spain", values).status_code == 303
    assert alice.post(f"{DRAFT}settings/?model=spain", values | {"fit": "60 30"}).status_code == 400

    found = document(workspace)
    assert found["models"][0]["weights"] == {"fit": 80, "engagement": 20}
    assert found["models"][0]["grid"]["cells"] == [["D"], ["A"]]
    assert (found["name"], found["weights"]["fit"]) == ("Small", 50)
    assert found["light"]["teams"][0]["key"] == "north"


def test_a_team_gets_a_definition_that_is_edited_ordered_and_removed(alice, live, workspace):
    north = make_team(workspace)
    draft(version(special("spain", SPAIN)), workspace)
    url, query = f"{DRAFT}definitions/", "?model=spain"
    values = posted(BIG, team=str(north.pk), near_points="7") | {"light-json": json.dumps(SPAIN)}

    assert alice.get(f"{url}new-one/{query}").status_code == 200
    assert alice.post(f"{url}new-one/{query}", values | {"label_en": "North"}).status_code == 303
    assert alice.post(f"{url}new-one/{query}", values | {"label_en": "South"}).status_code == 303
    assert alice.post(f"{url}south/move/{query}", {"to": "up"}).status_code == 303
    assert alice.post(f"{url}north/{query}", values | {"near_points": "60"}).status_code == 422
    assert alice.post(f"{url}north/{query}", values | {"near_points": "9"}).status_code == 303

    found = document(workspace)["models"][0]["light"]["teams"]
    assert [(each["key"], each["near_points"], each["team"]) for each in found] == [
        ("south", 7, north.pk),
        ("north", 9, north.pk),
    ]
    page = alice.get(f"{DRAFT}{query}").content.decode()
    assert "Ready, by team" in page
    assert ">North<" in page
    assert alice.post(f"{url}south/delete/{query}").status_code == 303
    assert len(document(workspace)["models"][0]["light"]["teams"]) == 1


@pytest.mark.parametrize("path", ["models/none/", "models/none/delete/", "definitions/none/"])
def test_what_is_not_there_is_not_found(alice, live, path):
    alice.post(f"{DRAFT}start/")

    assert alice.get(f"{DRAFT}{path}").status_code == 404


@pytest.mark.parametrize("path", ["models/none/move/", "definitions/none/move/", "definitions/none/delete/"])
def test_what_is_not_there_cannot_be_moved(alice, live, path):
    alice.post(f"{DRAFT}start/")

    assert alice.post(f"{DRAFT}{path}").status_code == 404


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(alice, live, workspace):
    made = draft(version(special("spain", SPAIN), special("big", BIG)), workspace)
    draft(version(special("spain", SPAIN), special("big", BIG), name="Other"), workspace)

    refused = alice.post(f"{DRAFT}models/big/move/", {"to": "up", "revision": made.revision})

    assert refused.status_code == 409
    assert keys(workspace) == ["spain", "big"]


def test_the_live_page_a_version_and_a_trial_show_each_model(alice, live, workspace):
    with workspace_scope(workspace.pk):
        make_live(version(special("spain", SPAIN), teams=[team("north", BIG)]), at=NOW)
        rescore.score(lead_ids=[live.pk], at=NOW)
        drafts.save(document=version(special("spain", BIG)), by=None, at=NOW)

    page = alice.get("/w/acme/scoring/?model=spain").content.decode()
    old = alice.get("/w/acme/scoring/v2/").content.decode()
    first = alice.get("/w/acme/scoring/v1/").content.decode()
    trial = alice.get(f"/w/acme/scoring/draft/try/?lead={live.pk}").content.decode()
    compared = alice.get("/w/acme/scoring/compare/?from=1&to=2").content.decode()

    impact = alice.get("/w/acme/scoring/draft/impact/").content.decode()
    moves = alice.get("/w/acme/scoring/draft/moves/?way=down&model=-")

    assert "By model" in impact
    assert "?way=down&amp;model=-" in impact
    assert "Inés" in moves.content.decode()
    assert "spain_phone" in page
    assert "Ready, by team" in old
    assert 'class="tabs"' not in first
    assert "Scored by the default model" in trial
    assert "Model “Spain”" in compared


def test_a_model_on_something_deleted_is_shown_as_broken(alice, live, workspace):
    gone = {"field": "company.employees", "op": "gte", "value": 50}
    draft(version(special("spain", gone)), workspace)
    with workspace_scope(workspace.pk):
        model = queries.draft()
        special_doc = model.special
        special_doc[0]["condition"] = {"field": "custom.gone", "op": "is_empty"}
        type(model).objects.filter(pk=model.pk).update(special=special_doc)

    page = alice.get(f"{DRAFT}?model=spain").content.decode()

    assert "so no lead has it" in page
    assert "broken" in page


def test_what_is_called_new_is_edited_like_anything_else(alice, live, workspace):
    made = version(special("new", SPAIN), teams=[team("new", BIG)])
    made["groups"].append(group("new", "fit", criterion("new_2", 5, EMAIL)))
    made["models"][0]["groups"][0]["criteria"][0]["key"] = "new_3"
    draft(made, workspace)

    for part in ("models/new/", "definitions/new/", "groups/new/"):
        form = alice.get(f"{DRAFT}{part}").context["form"]
        assert form.initial["label_en"].lower() == "new"
    alice.post(f"{DRAFT}groups/new/", {"label_en": "Fresh", "dimension": "fit"})

    assert document(workspace)["groups"][-1]["label"]["en"] == "Fresh"


@pytest.mark.parametrize(
    "nobody", [{"all": []}, {"all": [{"all": []}]}, {"not": {"any": []}}], ids=["all", "nested", "not"]
)
def test_a_document_with_a_model_or_a_definition_for_every_lead_is_refused_at_its_path(in_scope, nobody):
    made = version(special("all", nobody), teams=[team("all", nobody)])

    with pytest.raises(InvalidModel) as refusal:
        drafts.save(document=made, by=None, at=NOW)

    assert [fault["path"] for fault in refusal.value.errors] == [
        "$.light.teams[0].when",
        "$.models[0].condition",
    ]
    assert documents.read(made, queries.registry(), is_saved=True).models[0].key == "all"


def test_the_team_of_the_owner_is_not_offered_where_it_may_not_choose(alice, live, workspace):
    draft(version(special("spain", SPAIN), teams=[team("north", SPAIN)]), workspace)

    model = alice.get(f"{DRAFT}models/spain/").content.decode()
    definition = alice.get(f"{DRAFT}definitions/north/").content.decode()

    assert 'value="company.country"' in model
    assert 'value="lead.owner_team"' not in model
    # Once in what the definition asks, and not in whom it is for.
    assert definition.count('value="company.country"') == 2 * definition.count('value="lead.owner_team"')
