"""What the dial counts, against the same worked out lead by lead in plain Python from a generated history."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from leads.models import Activity, Lead, LeadRank
from leads.services import timeline
from scoring import queries
from scoring.engine.dial import Fixed, Line
from scoring.engine.dial_history import PROBES, History, Share, from_json
from scoring.engine.spec import Address
from scoring.services import arrivals, dial, dial_draft, dial_job, drafts, impact, rescore
from scoring.services.dial import Turning
from scoring.services.passes import over_many
from tests.conditions.evaluator import Happened
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, PHONE, TITLE, criterion, group, small_model
from tests.scoring.oracle import work_out
from work import jobs
from work.models import Job


HERE = Address()
ANYWAY = {"all": [{"field": "person.email", "op": "is_not_empty"}]}


def model(**more) -> dict:
    return small_model(
        groups=[
            group("person", "fit", criterion("phone", 40, PHONE), criterion("title", 40, TITLE)),
            group(
                "seen",
                "engagement",
                criterion("inquiry", 30, {"activity": "inquiry"}, mode="per_activity", half_life_days=10),
                criterion("views", 7, {"activity": "page_view"}, mode="per_activity", window_days=20, cap=35),
            ),
        ],
        **more,
    )


def history(seed: int, leads: int = 60) -> None:
    """Leads of the last 200 days, each with some activities after it came; the same seed gives the same ones."""
    chance = random.Random(seed)
    for number in range(leads):
        lead = make_lead(
            email=f"a{number}@sol.es" if chance.random() < 0.9 else "",
            phone="+34600000147" if chance.random() < 0.6 else "",
            job_title="directora" if chance.random() < 0.4 else "",
            created_at=AT - timedelta(hours=chance.randrange(200 * 24)),
        )
        for _ in range(chance.randrange(7)):
            moment = lead.created_at + timedelta(hours=chance.randrange(60 * 24) * chance.random() ** 2)
            make_activity(lead, chance.choice(["inquiry", "page_view"]), at=moment)


def turning(document: dict | None = None) -> Turning:
    drafts.save(document=document or model(), by=None, at=AT)
    names = queries.registry()
    found = dial.turning_of(queries.spec_of(queries.draft(), names), names, HERE)
    assert isinstance(found, Turning)
    return found


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


def test_a_setting_hands_over_what_publishing_it_would(in_scope):
    """The same newcomers are green by the definition that the setting writes: the dial promises what it does."""
    history(11, leads=90)
    turned = turning()
    reading = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)
    promised = {each.line: each.figures.a_week for each in reading.places()}

    for line, a_week in promised.items():
        changed, _former, _line = dial_draft.use(address=HERE, key=line.key, by=None, at=AT)
        spec = queries.spec_of(changed, turned.names)
        with over_many():
            found = arrivals.measure(spec=spec, names=turned.names, rows=arrivals.EVERY, every=1, at=AT)
        assert found.a_week == pytest.approx(a_week)
    assert len(promised) >= 3


def test_using_a_setting_changes_the_line_and_nothing_else(in_scope):
    turning()
    before = queries.document_of(queries.draft())

    draft, former, line = dial_draft.use(address=HERE, key="A-60", by=None, at=AT)

    after = queries.document_of(draft)
    asked = after["light"]["condition"]["all"]
    assert (former, line) == (Line("B", 0), Line("A", 60))
    assert asked[1:] == before["light"]["condition"]["all"][1:]
    assert {**after, "light": None} == {**before, "light": None}
    assert after["light"]["near_points"] == before["light"]["near_points"]


def test_choosing_the_former_setting_undoes_it(in_scope):
    turning()
    before = queries.document_of(queries.draft())

    _draft, former, _line = dial_draft.use(address=HERE, key="C-31", by=None, at=AT)
    draft, _former, _line = dial_draft.use(address=HERE, key=former.key, by=None, at=AT)

    assert queries.document_of(draft) == before


@pytest.mark.parametrize("key", ["", "E-10", "40", "B-400", "B-47; DROP TABLE"])
def test_an_unknown_setting_changes_nothing(in_scope, key):
    turning()
    before = queries.draft()

    with pytest.raises(dial_draft.NoSuchSetting):
        dial_draft.use(address=HERE, key=key, by=None, at=AT)

    assert queries.draft().revision == before.revision


def test_a_setting_of_a_draft_that_was_changed_meanwhile_is_refused(in_scope):
    turning()
    seen = queries.draft().revision
    drafts.save(document=model(name="Other"), by=None, at=AT)

    with pytest.raises(drafts.DraftChanged):
        dial_draft.use(address=HERE, key="A-0", by=None, at=AT, revision=seen)


def test_a_definition_that_asks_for_grade_in_other_ways_is_not_turned(in_scope):
    entangled = {"any": [{"field": "score.grade", "op": "eq", "value": "A"}, PHONE]}
    drafts.save(document=model(light={"condition": entangled, "near_points": 5}), by=None, at=AT)

    reading = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)

    assert (reading.fixed, reading.places()) == (Fixed.ENTANGLED, [])
    for act in (dial_draft.ask, lambda **more: dial_draft.use(key="A-0", **more)):
        with pytest.raises(dial_draft.CannotTurn):
            act(address=HERE, by=None, at=AT)


@pytest.mark.parametrize("address", [Address("gone"), Address("", "gone")])
def test_a_definition_that_is_gone_is_refused(in_scope, address):
    turning()

    with pytest.raises(dial_draft.NoSuchDefinition):
        dial_draft.read(draft=queries.draft(), address=address, at=AT)
    with pytest.raises(dial_draft.NoSuchDefinition):
        dial_draft.use(address=address, key="A-0", by=None, at=AT)


def test_without_history_there_are_no_settings_and_it_says_what_is_missing(in_scope):
    for number in range(5):
        make_lead(email=f"a{number}@x.es", created_at=AT - timedelta(days=9))
    turning()

    reading = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)

    (place_now,) = reading.places()
    assert reading.history.wanting == 15
    assert (place_now.line, place_now.setting, place_now.is_draft) == (Line("B", 0), "", True)
    assert place_now.figures.accepted.wanting == 20
    assert place_now.figures.ripening.share is None


def test_a_count_is_kept_while_nothing_but_the_line_changes(publish_model, monkeypatch):
    publish_model(model())
    make_lead(email="a@x.es")
    turning()
    key = dial_draft.ask(address=HERE, by=None, at=AT).pk
    again = dial_draft.ask(address=HERE, by=None, at=AT).pk
    jobs.run(keys=[key], at=AT)
    monkeypatch.setattr(impact, "MOST_LEADS", 0)

    draft, _former, _line = dial_draft.use(address=HERE, key="A-0", by=None, at=AT)
    moved = dial_draft.read(draft=draft, address=HERE, at=AT)
    changed = drafts.save(document=model(weights={"fit": 60, "engagement": 40}), by=None, at=AT)

    assert again == key
    assert moved.history is not None
    assert moved.counted_at is not None
    assert dial_draft.read(draft=changed, address=HERE, at=AT).history is None


def test_a_count_of_rules_that_were_changed_ends(in_scope):
    turning()
    job = dial_draft.ask(address=HERE, by=None, at=AT)
    drafts.save(document=model(weights={"fit": 60, "engagement": 40}), by=None, at=AT)

    jobs.run(keys=[job.pk], at=AT)

    job.refresh_from_db()
    assert job.state == "failed"


def test_only_the_leads_whose_definition_it_is_count(in_scope):
    """A team's definition for leads with a phone: its newcomers are those, all others are the model's own."""
    team = {
        "key": "phones",
        "label": {"en": "Phones", "es": "Con teléfono"},
        "when": PHONE,
        "condition": {"all": [{"field": "score.score", "op": "gte", "value": 20}]},
        "near_points": 5,
    }
    document = model()
    document["light"]["teams"] = [team]
    for number in range(6):
        phone = "+34600000147" if number < 4 else ""
        make_lead(email=f"a{number}@x.es", phone=phone, created_at=AT - timedelta(days=9))
    drafts.save(document=document, by=None, at=AT)

    own = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)
    theirs = dial_draft.read(draft=queries.draft(), address=Address("", "phones"), at=AT)

    assert (own.history.came, theirs.history.came) == (2, 4)
    assert theirs.history.reached == {20: 4}
    draft, former, _line = dial_draft.use(address=Address("", "phones"), key="45", by=None, at=AT)
    light = queries.document_of(draft)["light"]
    assert former == Line("", 20)
    assert light["teams"][0]["condition"]["all"] == [{"field": "score.score", "op": "gte", "value": 45}]
    assert light["condition"] == document["light"]["condition"]


@pytest.mark.parametrize(("line", "light", "reason"), [("B-45", "amber", 10), ("B-46", "red", None)])
def test_a_lead_short_of_the_line_is_told_how_many_points(publish_model, line, light, reason):
    """Grade B is reached; what is wanting is the score within it, not the grade."""
    turning(model())
    dial_draft.use(address=HERE, key=line, by=None, at=AT)
    publish_model(queries.document_of(queries.draft()))
    lead = make_lead(phone="+34600000147", email="a@x.es")
    make_activity(lead, "inquiry", at=AT)

    rescore.score(lead_ids=[lead.pk], at=AT)

    rank = LeadRank.objects.get()
    assert (rank.score, rank.grade, rank.light) == (35, "B", light)
    assert rank.light_reason.get("points") == reason
    assert rank.light_reason.get("grade") == (None if reason else "A")
