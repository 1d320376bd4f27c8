"""S2: what the preview says of a draft is what publishing it does, lead by lead, hand-offs included."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distribution.models import HandOff, PoolCursor
from leadcrm import pipeline
from leads.models import FieldDefinition, Lead, LeadRank
from scoring import queries
from scoring.models import RescoreChunk
from scoring.services import chunks, drafts, impact, moves, publish
from scoring.services.moves import Which
from tests.factories.distribution import make_pool, make_route
from tests.factories.leads import make_activity, make_lead
from tests.factories.tenants import make_member
from tests.scoring.conftest import AT, small_model
from tests.scoring.test_oracle import LEADS, build, models
from work.models import WorkItem


NEVER = {"field": "company.country", "op": "eq", "value": "FR"}
STAGES = st.sampled_from(["marketing", "marketing", "marketing", "mql", "sal", "converted"])
RESTS = st.sampled_from([None, None, None, 5, -5])


def rescore_all() -> None:
    chunks.run(keys=list(RescoreChunk.objects.values_list("pk", flat=True)), at=AT)


def advance_marked() -> None:
    """Let the pipeline take what is marked, in two batches."""
    keys = list(WorkItem.objects.filter(queue="lead").order_by("key").values_list("key", flat=True))
    for batch in (keys[:2], keys[2:]):
        pipeline.advance(keys=batch, at=AT)
    WorkItem.objects.filter(queue="lead").delete()


def go_live(document: dict) -> None:
    drafts.save(document=document, by=None, at=AT)
    publish.publish(by=None, at=AT)
    rescore_all()


def settle(number: int, lead: Lead, stage: str, rest: int | None) -> None:
    LeadRank.objects.filter(pk=lead.pk).update(stage=stage, stage_at=AT - timedelta(days=number))
    if rest is not None:
        day = (AT + timedelta(days=rest)).date()
        Lead.objects.filter(pk=lead.pk).update(recycle_reason="no_budget", resume_on=day)


def foreseen() -> tuple[impact.Impact, dict[int, tuple]]:
    """Read the draft's impact, and what it says of each lead."""
    names = queries.registry()
    spec, live = queries.spec_of(queries.draft(), names), queries.spec_of(queries.live(), names)
    every = list(LeadRank.objects.values_list("pk", flat=True))
    seen = moves.page(spec=spec, live=live, names=names, which=Which(ids=every), at=AT)
    found = impact.measure(spec=spec, live=live, names=names, at=AT)
    return found, {move.lead.pk: (move.then.score, move.then.grade, move.then.light) for move in seen.items}


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=models(),
    second=models(),
    leads=st.lists(st.tuples(LEADS, STAGES, RESTS), min_size=1, max_size=5),
)
def test_publishing_does_what_the_preview_said(in_scope, first, second, leads):
    first, second = json.loads(json.dumps([first, second]))
    with transaction.atomic():
        FieldDefinition.objects.create(key="rooms", type="number", label="Rooms")
        reps = [make_member(in_scope, "rep") for _ in range(3)]
        best = {"field": "score.grade", "op": "in", "value": ["A", "B"]}
        make_route(make_pool("Best", reps[:1]), "Best", condition=best)
        make_route(make_pool("Rest", reps[1:]), "Rest")
        rows = [build(facts, number) for number, (facts, _stage, _rest) in enumerate(leads)]
        for number, (row, (_facts, stage, rest)) in enumerate(zip(rows, leads, strict=True)):
            settle(number, row, stage, rest)
        go_live(first)
        advance_marked()
        drafts.save(document=second, by=None, at=AT)
        known = set(HandOff.objects.values_list("pk", flat=True))
        before = {rank.pk: rank for rank in LeadRank.objects.all()}

        preview, said = foreseen()
        publish.publish(by=None, at=AT)
        rescore_all()

        after = {rank.pk: rank for rank in LeadRank.objects.all()}
        assert said == {pk: (rank.score, rank.grade, rank.light) for pk, rank in after.items()}
        grades = Counter((before[pk].grade, rank.grade) for pk, rank in after.items())
        lights = Counter((before[pk].light, rank.light) for pk, rank in after.items())
        assert (preview.shift.grades, preview.shift.lights) == (grades, lights)
        advance_marked()
        given_out = HandOff.objects.exclude(pk__in=known).values_list("lead_id", "owner_id")
        assert preview.owners == dict(given_out)
        transaction.set_rollback(True)


@pytest.mark.slow
def test_routes_read_the_grade_that_the_draft_gives(in_scope):
    """Sent by what the leads have now, they would go to another rep: the preview must not read that."""
    reps = [make_member(in_scope, "rep") for _ in range(2)]
    best = {"field": "score.grade", "op": "eq", "value": "A"}
    make_route(make_pool("Best", reps[:1]), "Best", condition=best)
    make_route(make_pool("Rest", reps[1:]), "Rest")
    lead = make_lead(phone="+34600000147", job_title="Directora", email="a@x.es")
    make_activity(lead, "inquiry", at=AT)
    document = small_model()
    document["groups"][0]["criteria"][0]["points"] = 0
    go_live(document | {"light": small_model()["light"] | {"condition": NEVER}})
    assert LeadRank.objects.get().grade == "B"
    drafts.save(document=small_model(), by=None, at=AT)

    preview, _said = foreseen()

    assert preview.owners == {lead.pk: reps[0].user_id}
    assert not HandOff.objects.exists()
    assert not PoolCursor.objects.exists()


@pytest.mark.slow
def test_a_preview_of_other_rules_is_seen_to_differ(in_scope):
    """The twin: were the preview of another draft than what is published, the property would not hold."""
    lead = make_lead(phone="+34600000147", email="a@x.es")
    go_live(small_model())
    more = small_model()
    more["groups"][0]["criteria"][0]["points"] = 90
    drafts.save(document=more, by=None, at=AT)
    _preview, said = foreseen()
    go_live(small_model(name="Changed meanwhile"))

    rank = LeadRank.objects.get(pk=lead.pk)
    assert said[lead.pk] != (rank.score, rank.grade, rank.light)
