"""Leads by the first model whose condition holds, and by the definition of their team: scored and explained."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.fragments import IdRange
from leads.models import LeadRank
from leads.services import ownership
from scoring import queries
from scoring.engine import document
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.document import InvalidModel
from scoring.models import ScoreSnapshot
from scoring.services import drafts, explain, rescore
from tenants.models import Membership
from tests.factories.leads import make_activity, make_lead
from tests.factories.tenants import make_team
from tests.scoring.conftest import AT, criterion, group, make_live
from tests.scoring.variants import BIG, SPAIN, scored, special, team, version


def explained(lead):
    return explain.explain(lead=lead, at=AT)


def test_a_lead_has_the_first_model_whose_condition_holds(publish_model):
    publish_model(version(special("spain", SPAIN), special("big", BIG)))

    both, rank = scored(country="ES", employees=100)
    big, other = scored(country="FR", employees=100)
    rest, last = scored(country="FR", employees=1)

    assert (rank.score, rank.grade, rank.light) == (90, "B", "green")
    assert (other.score, other.grade) == (90, "B")
    assert (last.score, last.grade) == (20, "C")
    assert [explained(lead).model.key for lead in (both, big, rest)] == ["spain", "big", ""]
    kept = dict(ScoreSnapshot.objects.values_list("lead_id", "model_key"))
    assert kept == {both.pk: "spain", big.pk: "big", rest.pk: ""}


def test_the_explanation_has_only_the_lines_of_the_leads_model_and_its_weights(publish_model):
    publish_model(version(special("spain", SPAIN)))
    lead, _rank = scored(country="ES")
    make_activity(lead, "inquiry", at=AT)

    found = explained(lead)

    assert [line.key for line in found.total.fit.lines] == ["spain_phone"]
    assert found.total.engagement.lines == ()
    assert (found.score, found.model.fit_weight, found.definition.address) == (90, 100, ("spain", ""))


def test_advice_goes_by_the_leads_own_model(publish_model):
    publish_model(version(special("spain", SPAIN)))
    lead = make_lead(email="a@x.es", country="ES")

    advice = explained(lead).advice

    assert advice is not None
    assert ([step.criterion.key for step in advice.steps], advice.grade) == (["spain_phone"], "C")


def test_a_teams_definition_turns_its_leads_green(publish_model):
    publish_model(version(teams=[team("north", SPAIN)]))

    north, green = scored(country="ES")
    _other, red = scored(country="FR")

    assert (green.grade, green.light, red.grade, red.light) == ("C", "green", "C", "red")
    found = explained(north)
    assert (found.definition.address, str(found.definition.label)) == (("", "north"), "North")
    assert ScoreSnapshot.objects.get(lead=north).definition_key == "north"


def owned_by(team_pk):
    return {"field": "lead.owner_team", "op": "in", "value": [str(team_pk)]}


def test_the_owners_team_chooses_no_definition_and_no_model(in_scope, workspace):
    north = make_team(workspace)
    asked = {"all": [SPAIN, {"not": owned_by(north.pk)}]}

    with pytest.raises(InvalidModel) as refusal:
        drafts.save(document=version(special("own", asked), teams=[team("north", asked)]), by=None, at=AT)

    assert [fault["path"] for fault in refusal.value.errors] == [
        "$.light.teams[0].when.all[1].not.field",
        "$.models[0].condition.all[1].not.field",
    ]
    assert "A lead gets its owner after it is green" in refusal.value.errors[0]["message"]


def test_a_kept_document_that_asks_for_the_owners_team_is_broken(in_scope, workspace):
    north = make_team(workspace)
    asked = owned_by(north.pk)

    spec = document.read(
        version(special("own", asked), teams=[team("north", asked)]), queries.registry(), is_saved=True
    )

    assert (spec.models[0].is_broken, spec.light.teams[0].is_broken) == (True, True)


def test_a_team_has_its_definition_before_and_after_it_gets_the_lead(publish_model, workspace, rep):
    north = make_team(workspace)
    Membership.objects.filter(pk=rep.pk).update(team=north)
    publish_model(version(teams=[team("north", SPAIN, team=north.pk)]))
    lead, before = scored(country="ES")

    ownership.assign(lead_id=lead.pk, owner_id=rep.user_id, by=None, at=AT)
    rescore.score(lead_ids=[lead.pk], at=AT)

    assert (before.light, LeadRank.objects.get(pk=lead.pk).light) == ("green", "green")


def live_sql() -> str:
    return rescore.live().compiler(at=AT).from_sql(workspace_id=1, rows=IdRange(1, 2)).sql


def test_only_who_asks_for_the_owners_team_pays_for_it(publish_model, workspace):
    asking = criterion("own", 5, owned_by(make_team(workspace).pk))

    publish_model(version(special("spain", SPAIN)))
    without = live_sql()
    publish_model(version(groups=[group("owner", "fit", asking)]))

    assert "tenants_membership" in live_sql()
    assert "tenants_membership" not in without


def test_one_model_is_compiled_without_any_choice(publish_model):
    publish_model()
    one = live_sql()
    publish_model(version(special("spain", SPAIN), teams=[team("north", BIG)]))
    many = live_sql()

    assert [column in many for column in (" m.n", "w.d")] == [True, True]
    assert [column in one for column in (" m.n", "w.d")] == [False, False]


def test_equal_tests_of_two_models_share_a_column(publish_model):
    inquiry = criterion("other", 30, {"activity": "inquiry"}, mode="per_activity", half_life_days=10)
    publish_model(version(special("spain", SPAIN, groups=[group("others", "engagement", inquiry)])))

    compiler = rescore.live().compiler(at=AT)

    assert len(compiler.rules.aggregates) == 1


def test_bulk_is_what_one_lead_at_a_time_is(publish_model):
    publish_model(version(special("spain", SPAIN), special("big", BIG), teams=[team("north", BIG)]))
    leads = [
        make_lead(
            email=f"a{number}@x.es",
            phone="+34600000147" if number % 3 else "",
            country=country,
            employees=size,
        )
        for number, (country, size) in enumerate(
            [("ES", 1), ("ES", 90), ("FR", 90), ("FR", 1), ("PT", 60), ("", 2)]
        )
    ]
    for lead in leads:
        rescore.score(lead_ids=[lead.pk], at=AT)
    single = list(LeadRank.objects.order_by("pk").values_list("fit", "engagement", "score", "grade", "light"))
    LeadRank.objects.update(fit=0, score=0, grade="D", light="red", model_version=None)

    rescore.bring_up_to_date(rows=IdRange(0, 2**62), at=AT)

    bulk = list(LeadRank.objects.order_by("pk").values_list("fit", "engagement", "score", "grade", "light"))
    assert bulk == single
    assert rescore.bring_up_to_date(rows=IdRange(0, 2**62), at=AT) == []


def test_an_explanation_costs_as_many_queries_as_with_one_model(publish_model):
    publish_model()
    lead, _rank = scored(country="ES")
    # What is read once and kept must not be counted for either.
    explained(lead)
    with CaptureQueriesContext(connection) as one:
        explained(lead)
    publish_model(version(special("spain", SPAIN), special("big", BIG), teams=[team("north", BIG)]))
    rescore.score(lead_ids=[lead.pk], at=AT)
    explained(lead)

    with CaptureQueriesContext(connection) as many:
        explained(lead)

    assert len(many) <= len(one)


def never(place, number):
    """A criterion that no other shares: no inquiry within as many days."""
    return criterion(
        f"k{place}_{number}", 50, {"activity": "inquiry", "within_days": number + 1, "at_most": 0}
    )


def test_a_compiler_of_many_models_stays_within_what_a_statement_may_select(in_scope):
    models = [
        special(
            f"m{place}",
            SPAIN,
            groups=[group(f"g{place}", "fit", *(never(place, number) for number in range(19)))],
        )
        for place in range(20)
    ]
    make_live(version(*models))
    lead, rank = scored(country="ES")

    assert rank.score == 100
    assert explained(lead).model.key == "m0"


def test_the_registrys_compiler_of_the_draft_is_the_lives(publish_model):
    publish_model(version(special("spain", SPAIN)))
    live = rescore.live()

    assert ScoreCompiler(live.spec, live.registry, today=AT.date()).chooser.model_key() == (
        "CASE m.n WHEN 1 THEN 'spain' ELSE '' END"
    )
