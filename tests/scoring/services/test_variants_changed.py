"""Models and definitions that a draft changes: who moves, what is refused, published and told apart."""

import pytest

from conditions.fragments import IdRange
from leads.models import FieldDefinition, LeadRank
from scoring import queries
from scoring.engine import shift
from scoring.engine.document import InvalidModel, NoCriteria
from scoring.models import ScoreSnapshot, ScoringModel
from scoring.services import (
    arrivals,
    backtest,
    chunks,
    diff,
    drafts,
    history,
    impact,
    moves,
    publish,
    rescore,
    trial,
)
from scoring.services.moves import Which
from tests.factories.leads import make_lead
from tests.scoring.conftest import AT, group
from tests.scoring.variants import BIG, SPAIN, scored, special, team, version


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
