"""The back-test judges a hand-off by what was known then: for the live rules and for the draft."""

from datetime import timedelta

import pytest

from conversion.services import opportunities
from leads.models import Lead, LeadRank
from leads.services import timeline
from scoring import queries
from scoring.services import backtest, drafts, rescore
from tests.factories.conversion import lost_reason, make_deal
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, TITLE, criterion, group, small_model


LATER = AT + timedelta(days=20)


def happens(lead: Lead, kind: str, at=AT) -> None:
    timeline.record(lead_id=lead.pk, kind=kind, at=at)
    rescore.score(lead_ids=[lead.pk], at=at)


def green_lead(number: int, **columns) -> Lead:
    lead = make_lead(phone="+34600000147", email=f"n{number}@x.es", **columns)
    make_activity(lead, "inquiry", at=AT)
    return lead


def tried(document: dict | None = None, most: int = 50) -> dict[str, backtest.Tried]:
    names = queries.registry()
    drafts.save(document=document or small_model(), by=None, at=LATER)
    spec, live = queries.spec_of(queries.draft(), names), queries.spec_of(queries.live(), names)
    found = backtest.run(spec=spec, live=live, names=names, most=most, at=LATER)
    return {each.event: each for each in found}


def ended(found: dict[str, backtest.Tried]) -> dict[str, list[int]]:
    return {kind: [ending.lead.pk for ending in each.endings] for kind, each in found.items()}


def strict_model() -> dict:
    """Nobody without a director's title is above the line."""
    return small_model(
        light={"condition": {"all": [small_model()["light"]["condition"], TITLE]}, "near_points": 5}
    )


def test_each_kind_of_end_is_counted_for_both(publish_model):
    publish_model()
    won, lost, returned = (green_lead(number) for number in range(3))
    for lead, end in ((won, "won"), (lost, "lost"), (returned, "rejected")):
        happens(lead, "handed_off")
        happens(lead, end, at=LATER)

    found = tried(strict_model())

    assert [(found[end].live_above, found[end].draft_above) for end in ("won", "lost", "rejected")] == [
        (1, 0),
        (1, 0),
        (1, 0),
    ]
    assert [ending.lead.pk for ending in found["won"].endings] == [won.pk]


def test_what_was_learned_after_the_hand_off_does_not_count(publish_model):
    publish_model()
    lead = green_lead(1)
    happens(lead, "handed_off")
    Lead.objects.filter(pk=lead.pk).update(
        job_title="Directora", job_title_norm="directora", phone="", phone_e164=""
    )
    make_activity(lead, "inquiry", at=AT + timedelta(days=5))
    LeadRank.objects.filter(pk=lead.pk).update(grade_by_hand="D")
    happens(lead, "won", at=LATER)

    ending = tried()["won"].endings[0]

    # 40 for the phone, 30 for the inquiry of that day: as it was, not the title, the later inquiry or the D.
    assert (ending.draft.score, ending.draft.grade, ending.draft.light) == (35, "B", "green")


def test_with_hindsight_it_would_be_judged_otherwise(publish_model):
    """The twin: read as it is now, the same lead has other points, so the test above would see hindsight."""
    publish_model()
    lead = green_lead(1, job_title="Directora")

    rescore.score(lead_ids=[lead.pk], at=LATER)

    assert LeadRank.objects.get().score != 35


def test_days_count_from_the_hand_off(publish_model):
    """An inquiry three days before the hand-off counts as in the last week, however long ago that was."""
    publish_model()
    recent = {"activity": "inquiry", "at_least": 1, "within_days": 7}
    new = {"field": "source.created_at", "op": "in_last_days", "value": 7}
    lead = green_lead(1, created_at=AT - timedelta(days=3))
    happens(lead, "handed_off", at=AT + timedelta(days=2))
    happens(lead, "won", at=LATER)
    rules = group("g", "fit", criterion("recent", 50, recent), criterion("new", 20, new))

    ending = tried(small_model(groups=[rules]))["won"].endings[0]

    assert ending.draft.score == 35


def test_an_end_without_a_hand_off_is_counted_apart(publish_model):
    publish_model()
    lead = green_lead(1)
    happens(lead, "won", at=LATER)

    found = tried()["won"]

    assert (len(found.endings), found.unknown) == (0, 1)


def test_the_end_of_a_deal_counts_while_it_stands(publish_model):
    publish_model()
    lead, other = (green_lead(number) for number in range(2))
    for each in (lead, other):
        happens(each, "handed_off")
    deal, kept = (make_deal(lead=each, at=AT + timedelta(days=1)) for each in (lead, other))
    for each in (deal, kept):
        opportunities.win(opportunity=each, by=None, at=AT + timedelta(days=2))
    rescore.score(lead_ids=[lead.pk, other.pk], at=AT + timedelta(days=2))

    opportunities.reopen(opportunity=deal, at=AT + timedelta(days=3))
    while_open = ended(tried())
    opportunities.lose(opportunity=deal, reason=lost_reason(), by=None, at=AT + timedelta(days=4))
    rescore.score(lead_ids=[lead.pk], at=AT + timedelta(days=4))

    assert while_open == {"won": [other.pk], "lost": [], "rejected": []}
    assert ended(tried()) == {"won": [other.pk], "lost": [lead.pk], "rejected": []}


def test_only_the_newest_are_tried(publish_model):
    publish_model()
    for number in range(3):
        lead = green_lead(number)
        happens(lead, "handed_off")
        happens(lead, "won", at=AT + timedelta(days=number + 1))

    found = tried(most=2)["won"]

    assert [ending.ended_at for ending in found.endings] == [AT + timedelta(days=3), AT + timedelta(days=2)]


@pytest.mark.parametrize("most", backtest.SIZES)
def test_without_endings_there_is_nothing_to_tell(publish_model, most):
    publish_model()

    assert [len(each.endings) for each in tried(most=most).values()] == [0, 0, 0]
