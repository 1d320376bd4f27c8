"""When a mail may go, and what an answer means: the pure rules."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.choices import Outcome, Purpose, RecipientState, Withheld
from messaging.engine.rules import Facts, Phase, after_cap, judge, opening, pause, verdict


MADRID = ZoneInfo("Europe/Madrid")
GOOD = Facts(purpose=Purpose.MARKETING, address="a@x.es", is_to_lead=True, has_consent=True)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (utc(2026, 11, 22, 10), utc(2026, 11, 22, 10)),  # 11 h in Madrid: at once
        (utc(2026, 11, 22, 5), utc(2026, 11, 22, 7)),  # 6 h: at 8 h
        (utc(2026, 11, 22, 19), utc(2026, 11, 23, 7)),  # 20 h: tomorrow at 8 h
        (utc(2026, 3, 28, 20), utc(2026, 3, 29, 6)),  # the night that loses an hour: 8 h is 6 h UTC
        (utc(2026, 10, 24, 20), utc(2026, 10, 25, 7)),  # the night that gains one: 8 h is 7 h UTC
    ],
)
def test_mail_leaves_in_the_readers_hours_also_after_dst_nights(at: datetime, expected: datetime) -> None:
    assert opening(at, zone=MADRID, from_hour=8, until_hour=20) == expected


@given(
    seconds=st.integers(0, 2 * 365 * 24 * 3600),
    hours=st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda pair: pair[0] < pair[1]),
)
def test_the_opening_is_never_early_never_a_day_late_and_within_the_hours(
    seconds: int, hours: tuple[int, int]
) -> None:
    at = utc(2026, 1, 1) + timedelta(seconds=seconds)
    found = opening(at, zone=MADRID, from_hour=hours[0], until_hour=hours[1])

    # an hour that the spring night skips opens at the hour after it
    allowed = {*range(*hours), hours[0] + 1}
    assert at <= found <= at + timedelta(hours=25)
    assert found.astimezone(MADRID).hour in allowed


@pytest.mark.parametrize(
    ("phase", "code", "answer", "outcome", "dead"),
    [
        (Phase.CONNECT, None, "", Outcome.RETRY, False),
        (Phase.CONNECT, 554, "go away", Outcome.RETRY, False),
        (Phase.LOGIN, 535, "", Outcome.RETRY, False),
        (Phase.MAIL, 550, "5.1.1 sender refused", Outcome.RETRY, False),
        (Phase.MAIL, None, "", Outcome.RETRY, False),
        (Phase.RCPT, 550, "5.7.1 blocked by policy", Outcome.FAILED, False),
        (Phase.RCPT, 550, "5.2.2 mailbox full", Outcome.FAILED, False),
        (Phase.RCPT, 550, "5.1.1 unknown", Outcome.FAILED, True),
        (Phase.RCPT, 553, "no such", Outcome.FAILED, True),
        (Phase.BODY, 550, "5.1.1 unknown", Outcome.FAILED, True),
        (Phase.BODY, 554, "spam", Outcome.FAILED, False),
        (Phase.DATA, None, "", Outcome.RETRY, False),
        (Phase.BODY, None, "", Outcome.AMBIGUOUS, False),
        (Phase.BODY, 399, "odd", Outcome.AMBIGUOUS, False),
        (Phase.DONE, 250, "", Outcome.SENT, False),
    ],
)
def test_phase_and_code_decide(phase: Phase, code: int | None, answer: str, outcome: str, dead: bool) -> None:
    judged = judge(phase, code, answer)

    assert (judged.outcome, judged.is_dead_address) == (outcome, dead)


def test_who_refuses_the_sender_is_asked_nothing_more_for_a_while() -> None:
    assert judge(Phase.MAIL, 550, "5.7.1 no").is_about_server
    assert not judge(Phase.MAIL, 451, "later").is_about_server
    assert not judge(Phase.RCPT, 550, "5.7.1 no").is_about_server


@pytest.mark.parametrize("state", sorted(set(RecipientState.values) - {"open"}))
def test_a_closed_address_gets_no_marketing_and_a_hard_closed_one_nothing(state: str) -> None:
    marketing = verdict(Facts(Purpose.MARKETING, "a@x.es", state=state, is_to_lead=True, has_consent=True))
    service = verdict(Facts(Purpose.SERVICE, "a@x.es", state=state))

    assert marketing is not None
    assert (service is not None) == (state in {"erased", "blocked", "bounced"})


def test_marketing_asks_for_consent_and_identity_and_service_for_neither() -> None:
    assert verdict(GOOD) is None
    assert verdict(Facts(Purpose.MARKETING, "a@x.es", is_to_lead=True)) == Withheld.NO_CONSENT
    assert verdict(Facts(Purpose.SERVICE, "a@x.es", is_to_lead=True, has_identity=False)) is None


def test_the_cap_frees_when_the_oldest_that_counts_falls_out() -> None:
    sent = [utc(2026, 11, day) for day in (3, 1, 2)]

    assert after_cap(sent, count=3, days=7) == utc(2026, 11, 8)
    assert after_cap(sent, count=2, days=7) == utc(2026, 11, 9)
    assert after_cap(sent, count=4, days=7) is None
    assert after_cap(sent, count=0, days=7) is None


def test_ten_tries_take_three_days_and_then_it_is_enough() -> None:
    waits = [wait for n in range(1, 12) if (wait := pause(n))]

    assert len(waits) == 9
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=4)
