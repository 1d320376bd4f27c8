"""What the dial counts, against the same worked out lead by lead in plain Python from a generated history."""

from collections import Counter
from datetime import timedelta

import pytest

from leads.models import Activity, Lead, LeadRank
from leads.services import timeline
from scoring.engine.dial import Line
from scoring.engine.dial_history import PROBES, History, Share, from_json
from scoring.services import arrivals, dial, dial_draft, dial_job, rescore
from tests.conditions.evaluator import Happened
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT
from tests.scoring.dials import HERE, history, model, turning
from tests.scoring.oracle import work_out
from work import jobs
from work.models import Job


ANYWAY = {"all": [{"field": "person.email", "op": "is_not_empty"}]}


def place(document: dict, lead: Lead, at, registry, by_hand: str = "") -> int:
    """Work out where the lead stood then, -1 without what is asked besides: an e-mail address."""
    happened = [
        Happened(each.kind, each.day, each.data)
        for each in Activity.objects.filter(lead=lead, occurred_at__lte=at)
    ]
    facts = {"person.phone": lead.phone, "person.job_title": lead.job_title, "person.email": lead.email}
    kept = document | {"light": {"condition": ANYWAY, "near_points": 0}}
    answer = work_out(kept, facts, happened, registry, at.date(), by_hand)
    return Line(answer.grade, answer.score).rank if answer.light == "green" else -1


def looked(document: dict, registry) -> dict[int, list[int]]:
    """Return for each lead where it stood at each look that is over."""
    found = {}
    for lead in Lead.objects.filter(created_at__gt=AT - timedelta(days=180)):
        moments = [lead.created_at + max(timedelta(hours=1), timedelta(days=day)) for day in PROBES]
        over = [min(moments[0], AT), *(moment for moment in moments[1:] if moment <= AT)]
        found[lead.pk] = [place(document, lead, moment, registry) for moment in over]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_newcomers_are_counted_as_if_one_by_one(in_scope, seed):
    history(seed)
    turned = turning()

    found = dial.measure(turned, at=AT)

    every = looked(model(), turned.names)
    came = {lead.pk: lead.created_at for lead in Lead.objects.all()}
    newcomers = [pk for pk in every if came[pk] > AT - timedelta(days=90) and every[pk]]
    firsts = [max(every[pk][: PROBES.index(7) + 1]) for pk in newcomers]
    assert found.came == len(newcomers)
    assert found.reached == Counter(firsts)
    assert found.days == (AT - min(came[pk] for pk in newcomers)).days + 1
    for line in (Line("C", 0), Line("C", 30), Line("B", 0), Line("B", 50), Line("A", 0)):
        figures = found.figures(line.rank)
        taken = sum(first >= line.rank for first in firsts)
        assert figures.a_week == pytest.approx(taken * 7 / found.days)
        assert figures.ripening.share == pytest.approx(share_by(every.values(), line.rank)[-1])
        assert figures.ripening.median == median_of(every.values(), line.rank)


def share_by(leads, rank: int) -> list[float]:
    """Return the share of newcomers that got there by each look, by those still waiting who are looked at then."""
    waiting, shares = 1.0, []
    for look in range(len(PROBES)):
        here = [seen for seen in leads if len(seen) > look]
        if len(here) < 20:
            break
        still = [seen for seen in here if max(seen[:look], default=-1) < rank]
        if still:
            waiting *= sum(seen[look] < rank for seen in still) / len(still)
        shares.append(1 - waiting)
    return shares


def median_of(leads, rank: int) -> int | None:
    shares = share_by(leads, rank)
    half = [day for day, share in zip(PROBES, shares, strict=False) if share >= shares[-1] / 2 - 1e-9]
    return half[0] if shares[-1] > 0 else None


def happens(lead: Lead, kind: str, at) -> None:
    timeline.record(lead_id=lead.pk, kind=kind, at=at)
    rescore.score(lead_ids=[lead.pk], at=at)


def test_hand_offs_are_judged_as_they_stood(publish_model):
    """A lead handed over at grade B that lost its phone and inquired again afterwards was still a B with 35 points."""
    publish_model(model())
    lead = make_lead(phone="+34600000147", email="a@x.es", created_at=AT - timedelta(days=40))
    make_activity(lead, "inquiry", at=AT - timedelta(days=20))
    happens(lead, "handed_off", AT - timedelta(days=20))
    happens(lead, "accepted", AT - timedelta(days=19))
    happens(lead, "won", AT - timedelta(days=5))
    Lead.objects.filter(pk=lead.pk).update(phone="", job_title="Directora", job_title_norm="directora")
    LeadRank.objects.filter(pk=lead.pk).update(grade_by_hand="D")

    found = dial.hand_offs(turning(), at=AT)

    there = Line("B", 35).rank
    assert (found.accepted, found.returned, found.won, found.ended) == ({there: 1}, {}, {there: 1}, {})


def test_each_hand_off_of_a_lead_has_its_own_answer(publish_model):
    publish_model(model())
    lead = make_lead(phone="+34600000147", email="a@x.es", created_at=AT - timedelta(days=40))
    happens(lead, "handed_off", AT - timedelta(days=30))
    happens(lead, "rejected", AT - timedelta(days=29))
    make_activity(lead, "inquiry", at=AT - timedelta(days=10))
    happens(lead, "handed_off", AT - timedelta(days=10))
    happens(lead, "accepted", AT - timedelta(days=9))

    found = dial.hand_offs(turning(), at=AT)

    assert (found.returned, found.accepted) == ({Line("C", 20).rank: 1}, {Line("B", 35).rank: 1})
    assert (found.ended, found.won) == ({Line("C", 20).rank: 1}, {})


def test_a_hand_off_without_what_is_asked_besides_stands_below_every_line(publish_model):
    publish_model(model())
    lead = make_lead(phone="+34600000147", email="", created_at=AT - timedelta(days=40))
    happens(lead, "handed_off", AT - timedelta(days=20))
    happens(lead, "accepted", AT - timedelta(days=19))

    found = dial.hand_offs(turning(), at=AT)

    assert found.accepted == {-1: 1}
    assert found.figures(0).accepted == Share(0, 0)


def test_a_hand_off_that_nobody_answered_is_no_case(publish_model):
    publish_model(model())
    lead = make_lead(phone="+34600000147", email="a@x.es")
    happens(lead, "handed_off", AT)

    assert dial.hand_offs(turning(), at=AT) == History()


@pytest.mark.slow
def test_the_parts_of_a_job_come_to_the_whole(publish_model, monkeypatch):
    publish_model(model())
    history(7, leads=30)
    turned = turning()
    whole = dial.measure(turned, at=AT)
    monkeypatch.setattr(dial_job, "SIZE", 7)

    key = dial_draft.ask(address=HERE, by=None, at=AT).pk
    for _step in range(5):
        jobs.run(keys=[key], at=AT)

    job = Job.objects.get(pk=key)
    assert (job.state, job.finished, job.total) == ("done", 30, 30)
    assert dial_job.result(job) == whole
    assert from_json(whole.as_json()) == whole


def test_of_many_newcomers_some_stand_for_all(in_scope, monkeypatch):
    for number in range(160):
        make_lead(
            email=f"a{number}@sol.es", phone="+34600000147", created_at=AT - timedelta(hours=12 * number)
        )
    turned = turning()
    whole = dial.measure(turned, at=AT)
    monkeypatch.setattr(arrivals, "SAMPLE", 40)

    found = dial.measure(turned, at=AT)

    # A hash draws one in four of whatever ids there are; how many that is varies by a few.
    assert (found.every, whole.every, whole.came) == (4, 1, 160)
    assert 15 <= found.came <= 70
    assert found.figures(0).a_week == found.came * 4 * 7 / found.days
    assert dial.measure(turned, at=AT) == found
