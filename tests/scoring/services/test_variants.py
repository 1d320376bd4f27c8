"""Leads by the first model whose condition holds, and by the definition of their team: scored, explained, published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.fragments import IdRange
from leads.models import FieldDefinition, Lead, LeadRank
from leads.services import ownership
from scoring import queries
from scoring.engine import document, shift
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.document import InvalidModel, NoCriteria
from scoring.models import ScoreSnapshot, ScoringModel
from scoring.services import (
    arrivals,
    backtest,
    chunks,
    diff,
    drafts,
    explain,
    history,
    impact,
    moves,
    publish,
    rescore,
    trial,
)
from scoring.services.moves import Which
from tenants.models import Membership
from tests.factories.leads import make_activity, make_lead
from tests.factories.tenants import make_team
from tests.scoring.conftest import AT, criterion, group
from tests.scoring.variants import BIG, SPAIN, special, team, version


def scored(**facts):
    lead = make_lead(email=f"a{Lead.objects.count()}@x.es", phone="+34600000147", **facts)
    rescore.score(lead_ids=[lead.pk], at=AT)
    return lead, LeadRank.objects.get(pk=lead.pk)


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


def test_only_who_asks_for_the_owners_team_pays_for_it(publish_model):
    publish_model(version(special("spain", SPAIN)))
    compiler = rescore.live().compiler(at=AT)

    sql = compiler.from_sql(workspace_id=1, rows=IdRange(1, 2)).sql

    assert "tenants_membership" not in sql


def test_one_model_is_compiled_without_any_choice(publish_model):
    publish_model()
    compiler = rescore.live().compiler(at=AT)

    sql = compiler.from_sql(workspace_id=1, rows=IdRange(1, 2)).sql

    assert " m.n" not in sql
    assert "w.d" not in sql


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


def test_a_draft_with_a_model_says_who_moves_and_that_is_what_publishing_does(publish_model):
    publish_model()
    spanish, _ = scored(country="ES")
    french, _ = scored(country="FR")
    drafts.save(document=version(special("spain", SPAIN), teams=[team("north", BIG)]), by=None, at=AT)
    names = queries.registry()
    spec, live = queries.spec_of(queries.draft(), names), queries.spec_of(queries.live(), names)

    found = impact.measure(spec=spec, live=live, names=names, at=AT)
    page = moves.page(spec=spec, live=live, names=names, which=Which(), at=AT)
    asked = {"spec": spec, "live": live, "names": names, "at": AT}
    of_spain = moves.page(which=Which(way="up", model="spain"), **asked)
    of_others = moves.page(which=Which(way="up", model=moves.DEFAULT), **asked)
    tried = trial.run(lead=spanish, spec=spec, live=live, names=names, at=AT)
    publish.publish(by=None, at=AT)
    rescore.bring_up_to_date(rows=IdRange(0, 2**62), at=AT)

    assert found.shift.grades == {("C", "B"): 1, ("C", "C"): 1}
    assert found.shift.models == {("spain", "up"): 1, ("", "same"): 1}
    assert shift.from_json(found.shift.as_json()) == found.shift
    assert (len(of_spain.items), of_others.items) == (1, [])
    assert [(move.lead.pk, move.then.grade) for move in page.items] == [(spanish.pk, "B")]
    assert page.items[0].reasons[0].kind == "model"
    assert page.items[0].reasons[0].model.key == "spain"
    assert (tried.draft.definition.address, tried.draft.said.score) == (("spain", ""), 90)
    assert [hit.criterion.key for hit in tried.draft.hits] == ["spain_phone"]
    assert LeadRank.objects.get(pk=spanish.pk).grade == "B"
    assert LeadRank.objects.get(pk=french.pk).grade == "C"


def test_arrivals_back_test_and_history_read_every_model(publish_model):
    recent = {"field": "source.created_at", "op": "in_last_days", "value": 30}
    publish_model(version(special("new", recent), teams=[team("north", recent)]))
    lead = make_lead(email="a@x.es", phone="+34600000147", created_at=AT)
    rescore.score(lead_ids=[lead.pk], at=AT)
    live = rescore.live()

    came = arrivals.measure(spec=live.spec, names=live.registry, rows=IdRange(0, 2**62), every=1, at=AT)
    kept = ScoreSnapshot.objects.get(lead=lead)
    judged = backtest.judged(live.spec, live.registry, [lead.pk], [kept.pk], at=AT)

    assert (came.came, came.green) == (1, 1)
    assert judged[lead.pk].score == 90
    assert [point.score for point in history.points(lead=lead)] == [90]


@pytest.mark.parametrize("place", ["model", "when", "light"])
def test_what_names_something_deleted_is_broken_and_not_published(publish_model, place):
    FieldDefinition.objects.create(key="rooms", type="number", label="Rooms")
    rooms = {"field": "custom.rooms", "op": "gte", "value": 2}
    document = {
        "model": version(special("spain", rooms)),
        "when": version(teams=[team("north", rooms)]),
        "light": version(teams=[team("north", SPAIN, condition=rooms)]),
    }[place]
    publish_model()
    drafts.save(document=document, by=None, at=AT)
    FieldDefinition.objects.all().delete()

    with pytest.raises(InvalidModel, match="Spain|North"):
        publish.publish(by=None, at=AT)

    assert ScoringModel.objects.live().get().version == 1
    assert scored(country="ES")[1].grade == "C"


def test_a_model_without_criteria_is_not_published(publish_model):
    publish_model()
    drafts.save(document=version(special("spain", SPAIN, groups=[group("g", "fit")])), by=None, at=AT)

    with pytest.raises(NoCriteria, match="Spain"):
        publish.publish(by=None, at=AT)


def test_a_published_version_keeps_its_models_and_comes_back_whole(publish_model):
    document = version(special("spain", SPAIN), teams=[team("north", BIG)])
    publish_model(document)
    publish_model()

    model, _job = publish.publish_again(version=1, by=None, at=AT)

    first, again = (queries.document_of(each) for each in (ScoringModel.objects.get(version=1), model))
    assert first == again
    assert [each["key"] for each in again["models"]] == ["spain"]
    assert scored(country="ES")[1].score == 90


def test_publishing_many_rescoring_in_chunks_gives_each_its_model(publish_model):
    lead = make_lead(email="a@x.es", phone="+34600000147", country="ES")
    publish_model(version(special("spain", SPAIN)))

    chunk_ids = list(chunks.RescoreChunk.objects.values_list("pk", flat=True))
    chunks.run(keys=chunk_ids, at=AT)

    assert LeadRank.objects.get(pk=lead.pk).score == 90


def told(before, after):
    names = queries.registry()
    read = [queries.document.read(each, names) for each in (before, after)]
    return [
        (change.kind, change.action, change.model.key if change.model else "")
        for change in diff.between(*read)
    ]


def test_the_difference_of_two_versions_tells_models_and_definitions(in_scope):
    plain = version()
    one = version(special("spain", SPAIN), special("big", BIG))
    turned = version(special("big", BIG), special("spain", SPAIN))
    other = version(special("spain", BIG, weights={"fit": 90, "engagement": 10}), special("big", BIG))
    north = version(teams=[team("north", SPAIN)])

    assert told(plain, one) == [("model", "added", "spain"), ("model", "added", "big")]
    assert told(one, plain) == [("model", "removed", "spain"), ("model", "removed", "big")]
    assert told(one, turned) == [("models", "changed", "")]
    assert told(one, other) == [("model", "changed", "spain"), ("weights", "changed", "spain")]
    assert told(plain, north) == [("definition", "added", "")]
    assert told(north, version(teams=[team("north", SPAIN, near_points=9)])) == [
        ("definition", "changed", "")
    ]
    assert told(one, one) == []


def test_an_explanation_costs_as_many_queries_as_with_one_model(publish_model):
    publish_model()
    lead, _rank = scored(country="ES")
    with CaptureQueriesContext(
        connection,
    ) as one:
        explained(lead)
    publish_model(version(special("spain", SPAIN), special("big", BIG), teams=[team("north", BIG)]))
    rescore.score(lead_ids=[lead.pk], at=AT)
    explained(lead)

    with CaptureQueriesContext(connection) as many:
        explained(lead)

    assert len(many) <= len(one)


def test_a_compiler_of_many_models_stays_within_what_a_statement_may_select(in_scope):
    models = [
        special(
            f"m{place}",
            SPAIN,
            groups=[group(f"g{place}", "fit", *(criterion_of(place, number) for number in range(19)))],
        )
        for place in range(20)
    ]
    drafts.save(document=version(*models), by=None, at=AT)
    publish.publish(by=None, at=AT)
    lead, rank = scored(country="ES")

    assert rank.score == 100
    assert explained(lead).model.key == "m0"


def criterion_of(place, number):
    return {
        "key": f"k{place}_{number}",
        "label": "k",
        "points": 50,
        "condition": {"activity": "inquiry", "within_days": number + 1, "at_most": 0},
    }


def test_the_registrys_compiler_of_the_draft_is_the_lives(publish_model):
    publish_model(version(special("spain", SPAIN)))
    live = rescore.live()

    assert ScoreCompiler(live.spec, live.registry, today=AT.date()).chooser.model_key() == (
        "CASE m.n WHEN 1 THEN 'spain' ELSE '' END"
    )
