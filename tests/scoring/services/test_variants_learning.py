"""Learning where leads have several models: each rule is held against the leads of its own."""

import pytest

from core.scope import workspace_scope
from leads.models import LeadRank
from scoring import queries
from scoring.models import LearnedModel
from scoring.services import evaluate, learning_draft, rescore
from tests.factories.leads import make_field, make_lead
from tests.scoring.conftest import AT, make_live
from tests.scoring.services.test_learning import outcome, train
from tests.scoring.variants import SPAIN, special, version


SIZE = 200


@pytest.fixture
def ended(workspace):
    """Two hundred leads that ended, every other pair of Spain; those with a phone mostly won."""
    with workspace_scope(workspace.pk):
        make_live(version(special("spain", SPAIN)))
        make_field("outcome", "choice", category="outcome", options=["won", "lost"])
        leads = [
            make_lead(
                external_id=str(number),
                phone=f"+3460000{number:04}" if number % 2 == 0 else "",
                country="ES" if number % 4 < 2 else "FR",
                custom={"outcome": outcome(number)},
            )
            for number in range(SIZE)
        ]
        rescore.score(lead_ids=[lead.pk for lead in leads], at=AT)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_each_rule_is_learned_and_counted_among_the_leads_of_its_model(workspace, ended, client_for, admin):
    train(workspace)

    with workspace_scope(workspace.pk):
        learned = LearnedModel.objects.get()
        lines = {line["key"]: line for line in learned.proposal["criteria"]}
        counted = {line["key"]: line for line in learned.effectiveness["criteria"]}
        chances = dict(LeadRank.objects.values_list("lead__external_id", "probability"))
    assert learned.verdict == "ready"
    assert (lines["phone"]["model"], lines["spain_phone"]["model"]) == ("", "spain")
    assert all(lines[key]["points"] > 0 for key in ("phone", "spain_phone"))
    for key in ("phone", "spain_phone"):
        assert (lines[key]["evidence"]["n"], lines[key]["evidence"]["won"]) == (50, 40)
        assert (counted[key]["leads"], counted[key]["known"], counted[key]["won"]) == (50, 50, 40)
        assert counted[key]["ratio"][1] > 1
    models = {each["key"]: each for each in learned.effectiveness["models"]}
    assert {key: (each["leads"], each["known"]) for key, each in models.items()} == {
        "spain": (100, 100),
        "": (100, 100),
    }
    assert set(learned.proposal["grids"]) == {"spain"}
    page, proposal = (
        client_for(admin).get(f"/w/acme/scoring/effectiveness/{path}") for path in ("", "proposal/")
    )
    assert "The leads of each model" in page.content.decode()
    assert "Of the model “Spain”" in proposal.content.decode()
    assert "Default model: Fit" in proposal.content.decode()
    assert chances["0"] > 600 > chances["1"]
    assert chances["2"] > 600 > chances["3"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_taken_changes_each_model_by_its_own_leads(workspace, ended):
    train(workspace)

    with workspace_scope(workspace.pk):
        taken = learning_draft.accept(chosen=["k:spain_phone", "k:phone", "grid"], by=None, at=AT)
        document = queries.document_of(queries.draft())
        lines = {line["key"]: line["points"] / 10 for line in LearnedModel.objects.get().proposal["criteria"]}

    assert taken == ["k:spain_phone", "k:phone", "grid"]
    special_one = document["models"][0]
    assert special_one["groups"][0]["criteria"][0]["points"] == lines["spain_phone"]
    assert document["groups"][0]["criteria"][0]["points"] == lines["phone"]
    # Half of the leads of either model reach the first threshold today, and so they do with the new points.
    assert 0 < special_one["grid"]["fit"][0] <= lines["spain_phone"]
    assert 0 < document["grid"]["fit"][0] <= lines["phone"]
    assert len(document["grid"]["fit"]) == 2


@pytest.mark.django_db(transaction=True)
def test_the_rules_are_measured_by_the_score_of_each_leads_model(workspace, ended):
    with workspace_scope(workspace.pk):
        reading = evaluate.read(at=AT)
        ranks = dict(LeadRank.objects.values_list("pk", "score"))

    scored = evaluate._scored(reading.task)

    by_lead = zip(reading.task.sample.lead_ids, scored, strict=True)
    assert all((found.score + 500) // 1000 == ranks[lead_id] for lead_id, found in by_lead)
    assert sorted(set(reading.task.sample.models)) == [0, 1]
