"""A training run, from outcomes to the probability of each lead."""

from datetime import timedelta

import pytest
from django.db import connection

from conditions.fragments import IdSet
from conversion.services import opportunities
from core.scope import workspace_scope
from leadcrm import pipeline
from leads.models import LeadRank
from scoring.models import LearnedModel, ScoreSnapshot
from scoring.services import effectiveness, learning, learning_rows, probability, rescore
from tests.factories.conversion import lost_reason, make_deal
from tests.factories.leads import make_activity, make_field, make_lead
from tests.scoring.conftest import AT, make_live
from work import claim
from work.models import Job, WorkItem


def outcome(number: int) -> str:
    """Those with a phone mostly win, the others mostly lose."""
    return "won" if (number % 10 < 8) == (number % 2 == 0) else "lost"


def make_ended(count: int = 200) -> None:
    make_field("outcome", "choice", category="outcome", options=["won", "lost"])
    for number in range(count):
        make_lead(
            external_id=str(number),
            phone=f"+3460000{number:04}" if number % 2 == 0 else "",
            custom={"outcome": outcome(number)},
        )


def train(workspace, **begun) -> Job:
    """Run what the worker would."""
    with workspace_scope(workspace.pk):
        learning.begin(by=None, **begun)
    batch = claim.claim("learn")
    claim.run_apart(batch, learning.run)
    with workspace_scope(workspace.pk):
        return learning.latest()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_run_learns_and_gives_each_open_lead_its_probability(workspace, publish_committed):
    publish_committed()
    with workspace_scope(workspace.pk):
        make_ended()
        closed = make_lead(external_id="closed", stage="disqualified", custom={})

    job = train(workspace)

    with workspace_scope(workspace.pk):
        learned = LearnedModel.objects.get()
        assert (job.state, job.percent) == ("done", 100)
        assert (learned.verdict, learned.outcomes, learned.won, learned.version) == ("ready", 200, 100, 1)
        chances = dict(LeadRank.objects.values_list("lead__external_id", "probability"))
        assert chances.pop("closed") is None
        assert chances["0"] > 700
        assert chances["1"] < 500
        phone = next(each for each in learned.proposal["criteria"] if each["key"] == "phone")
        assert phone["points"] > 0
        assert (phone["evidence"]["n"], phone["evidence"]["won"]) == (100, 80)
        counted = {each["key"]: each for each in learned.effectiveness["criteria"]}
        assert (counted["phone"]["leads"], counted["phone"]["known"], counted["phone"]["won"]) == (
            100,
            100,
            80,
        )
        assert counted["phone"]["ratio"][1] > 1
        assert closed.pk


@pytest.fixture
def publish_committed(workspace):
    def run() -> None:
        with workspace_scope(workspace.pk):
            make_live()

    return run


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_too_few_outcomes_take_the_probability_away_and_say_what_is_missing(workspace, publish_committed):
    publish_committed()
    with workspace_scope(workspace.pk):
        make_ended(40)
        LeadRank.objects.update(probability=500)

    train(workspace)

    with workspace_scope(workspace.pk):
        learned = LearnedModel.objects.get()
        assert learned.verdict == "too_few"
        assert learned.missing == {"outcomes": 60, "won": 10, "lost": 10}
        assert set(LeadRank.objects.values_list("probability", flat=True)) == {None}
        assert learned.measures["published"]["n"] == 40


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_night_without_new_outcomes_learns_nothing_anew(workspace, publish_committed):
    publish_committed()
    with workspace_scope(workspace.pk):
        make_ended(120)
    train(workspace)

    job = train(workspace, kind=learning.NIGHTLY_KIND)

    with workspace_scope(workspace.pk):
        assert job.state == "done"
        assert LearnedModel.objects.count() == 1


def test_a_run_whose_worker_died_each_time_does_not_stand_in_the_way(publish_model):
    publish_model()
    first = learning.begin(by=None)
    assert learning.begin(by=None).pk == first.pk
    WorkItem.objects.filter(queue="learn").update(dead_at=AT)

    second = learning.begin(by=None)

    assert second.pk != first.pk
    assert Job.objects.get(pk=first.pk).state == "failed"


def learned_by_hand(**more) -> LearnedModel:
    """A model in which the phone alone counts."""
    given = {
        "version": 1,
        "trained_at": AT,
        "verdict": "ready",
        "outcomes": 200,
        "won": 100,
        "rules": [{"condition": {"field": "person.email", "op": "is_not_empty"}, "dimension": "fit"}],
        "odds": {
            "criteria": {"phone": 2.0, "title": 0.0, "inquiry": 1.0},
            "rules": [0.5],
            "dimensions": [0.0, 0.0],
            "intercept": -1.0,
        },
        "curve": {"slope": 1.0, "offset": 0.0, "knots": []},
    }
    return LearnedModel.objects.create(**given | more)


def chance(odds: float) -> int:
    return round(1000 / (1 + 2.718281828459045**-odds))


def test_the_probability_is_the_coefficients_over_the_hits(publish_model):
    publish_model()
    learned_by_hand()
    lead = make_lead(phone="+34600000147", email="a@b.es")
    bare = make_lead(company="Bare")
    make_activity(bare, "inquiry", at=AT - timedelta(days=10))

    probability.bring_up_to_date(lead_ids=[lead.pk, bare.pk], at=AT)

    found = dict(LeadRank.objects.values_list("pk", "probability"))
    assert found == {lead.pk: chance(1.5), bare.pk: chance(-0.5)}


def test_a_curve_of_knots_runs_straight_between_them(publish_model):
    publish_model()
    learned_by_hand(curve={"slope": 1.0, "offset": 0.0, "knots": [[-1.0, 0.1], [1.0, 0.5], [2.0, 0.9]]})
    low, middle = make_lead(company="Low"), make_lead(phone="+34600000147", email="a@b.es")

    probability.write(rows=IdSet([low.pk, middle.pk]), at=AT)

    found = dict(LeadRank.objects.values_list("pk", "probability"))
    assert found == {low.pk: 100, middle.pk: 700}


def test_writing_the_probability_again_writes_nothing(publish_model):
    publish_model()
    learned_by_hand()
    lead = make_lead(phone="+34600000147")

    assert probability.write(rows=IdSet([lead.pk]), at=AT) == 1
    assert probability.write(rows=IdSet([lead.pk]), at=AT) == 0


def test_a_changed_lead_gets_its_probability_on_its_road(publish_model):
    publish_model()
    learned_by_hand()
    lead = make_lead(phone="+34600000147", email="a@b.es")

    pipeline.advance(keys=[lead.pk], at=AT)

    assert LeadRank.objects.get(pk=lead.pk).probability == chance(1.5)


def test_a_rule_on_a_field_that_is_gone_never_holds(publish_model):
    publish_model()
    gone = {"condition": {"field": "custom.gone", "op": "is_empty"}, "dimension": "fit"}
    learned_by_hand(rules=[gone])
    lead = make_lead(company="Bare")

    probability.write(rows=IdSet([lead.pk]), at=AT)

    assert LeadRank.objects.get(pk=lead.pk).probability == chance(-1.0)


def handed(**columns):
    """A lead that was handed over with these facts, read as the pipeline reads it."""
    lead = make_lead(**columns)
    make_activity(lead, "handed_off", at=AT)
    rescore.score(lead_ids=[lead.pk], at=AT)
    return lead


def sample_of():
    live = rescore.live()
    return learning_rows.task(spec=live.spec, registry=live.registry, at=AT + timedelta(days=40)).sample


def test_what_was_learned_of_a_lead_after_its_hand_off_does_not_count(publish_model):
    publish_model()
    lead = handed(company="Bare", job_title="Director general")
    make_activity(lead, "inquiry", at=AT + timedelta(days=3))
    make_activity(lead, "won", at=AT + timedelta(days=30))
    lead.phone, lead.phone_e164 = "+34600000147", "+34600000147"
    lead.job_title = lead.job_title_norm = ""
    lead.save()

    found = sample_of()

    assert found.won == [True]
    assert found.hits == [[0.0, 1.0, 0.0]]
    assert found.fit == [400]


def test_activities_fade_until_the_hand_off_and_not_until_today(publish_model):
    publish_model()
    lead = make_lead(company="Bare")
    make_activity(lead, "inquiry", at=AT - timedelta(days=10))
    make_activity(lead, "handed_off", at=AT)
    rescore.score(lead_ids=[lead.pk], at=AT)
    make_activity(lead, "rejected", at=AT + timedelta(days=1))

    found = sample_of()

    assert found.won == [False]
    assert found.hits == [[0.0, 0.0, 0.5]]
    kept = ScoreSnapshot.objects.get(event="handed_off")
    assert found.engagement == [kept.engagement]


def test_a_past_that_was_brought_in_later_counts_from_the_hand_off(publish_model):
    """An import of history is scored today: the moment is that of the hand-off, not of its snapshot."""
    publish_model()
    lead = make_lead(company="Bare")
    make_activity(lead, "inquiry", at=AT - timedelta(days=100))
    make_activity(lead, "handed_off", at=AT - timedelta(days=90))
    make_activity(lead, "won", at=AT - timedelta(days=30))
    rescore.score(lead_ids=[lead.pk], at=AT)

    found = sample_of()

    assert found.won == [True]
    assert found.hits == [[0.0, 0.0, 0.5]]


def test_leads_that_went_against_their_score_are_named(publish_model):
    publish_model()
    low = handed(company="Bare")
    high = handed(phone="+34600000147", job_title="Director", email="a@b.es")
    make_activity(low, "won", at=AT + timedelta(days=2))
    make_activity(high, "rejected", at=AT + timedelta(days=2))

    found = effectiveness.count(live=rescore.live(), at=AT + timedelta(days=40))

    assert [(each["kind"], each["lead"], each["grade"]) for each in found["odd"]] == [
        ("won", low.pk, "D"),
        ("returned", high.pk, "B"),
    ]
    assert found["whole"] == {"handed": 2, "accepted": 0, "returned": 1, "known": 2, "won": 1}


def test_a_lead_that_is_still_open_with_sales_is_not_judged(publish_model):
    publish_model()
    handed(company="Bare")

    assert len(sample_of()) == 0


def test_a_deal_that_was_opened_again_is_open(publish_model):
    publish_model()
    lead, other = handed(company="Bare"), handed(company="Other")
    deal, kept = (make_deal(lead=each, at=AT + timedelta(days=1)) for each in (lead, other))
    for each in (deal, kept):
        opportunities.win(opportunity=each, by=None, at=AT + timedelta(days=2))

    opportunities.reopen(opportunity=deal, at=AT + timedelta(days=3))
    while_open = sample_of().won
    opportunities.lose(opportunity=deal, reason=lost_reason(), by=None, at=AT + timedelta(days=4))

    assert while_open == [True]
    assert sample_of().won == [False, True]


def test_an_end_before_the_last_hand_off_is_over(publish_model):
    publish_model()
    lead = handed(company="Bare")
    make_activity(lead, "rejected", at=AT + timedelta(days=1))
    before = sample_of().won
    make_activity(lead, "handed_off", at=AT + timedelta(days=20))
    make_activity(lead, "accepted", at=AT + timedelta(days=21))
    while_open = sample_of().won
    make_activity(lead, "lost", at=AT + timedelta(days=30))

    assert (before, while_open, sample_of().won) == ([False], [], [False])


def test_another_workspace_learns_nothing_from_this_one(publish_model, other_workspace):
    publish_model()
    learned_by_hand()

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.workspace = '{other_workspace.pk}'")
        cursor.execute("SELECT count(*) FROM scoring_learnedmodel")
        assert cursor.fetchone() == (0,)
