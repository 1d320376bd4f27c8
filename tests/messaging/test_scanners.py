"""Machines that open whatever a mail holds change nothing; a person who clicks later does (E5, E6)."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from leadcrm import pipeline
from leads.models import Activity, Lead, LeadRank
from messaging.choices import RecipientState
from messaging.engine import judge
from messaging.models import LinkClick, Message, Recipient
from messaging.services import clicks, templates
from scoring import defaults
from tests.clients import PageClient
from tests.factories.leads import make_lead
from tests.factories.messaging import make_message, make_policy, make_version


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
BODY = "[a](https://x.test/a) and [b](https://x.test/b)\n\n[Button: c](https://x.test/c)\n\n[d](https://x.test/d)"


@pytest.fixture
def message() -> Message:
    """A mail with four links to a lead of a workspace that counts clicks as engagement."""
    defaults.create(language="en", by=None, at=timezone.now())
    make_policy()
    lead = make_lead(email="ana@reformassol.es", first_name="Ana", marketing_consent="given")
    _pipeline(lead.pk)
    return make_message(lead, make_version(body=BODY))


def _pipeline(lead_id: int) -> None:
    pipeline.advance(keys=[lead_id], at=timezone.now())


def _link(message: Message, place: int) -> str:
    return templates.click_url(message, place).removeprefix(settings.PUBLIC_URL)


def _links(message: Message) -> list[str]:
    """Return every address in the mail's HTML, text and headers, as a scanner finds them."""
    mail = templates.render(version=message.template_version, values={}, message=message)
    text = " ".join([mail.html.replace("&amp;", "&"), mail.text, *mail.headers.values()])
    found = dict.fromkeys(re.findall(r"https?://127\.0\.0\.1:8000(/[^\s\"<>]+)", text))
    assert sum(path.startswith("/c/") for path in found) == 5  # with the hidden one
    assert any(path.startswith("/u/") for path in found)
    return list(found)


def _facts(lead_id: int) -> dict[str, object]:
    names = ("engagement", "score", "grade", "light", "stage")
    consent = Lead.objects.values_list("marketing_consent", flat=True).get(pk=lead_id)
    return {**LeadRank.objects.values(*names).get(pk=lead_id), "consent": consent}


def _judge(message: Message) -> None:
    clicks.judge(keys=[message.pk], at=timezone.now() + timedelta(minutes=1))
    _pipeline(message.lead_id)


def _scan(message: Message, *methods: str, agent: str = CHROME, skip_trap: bool = False) -> None:
    """Open every link at once, as a security gateway does that says it is Chrome."""
    robot = PageClient(headers={"User-Agent": agent})
    trap = _link(message, 32767)
    for path in _links(message):
        for method in methods:
            if not (skip_trap and path == trap):
                assert getattr(robot, method)(path).status_code in {200, 302}


@pytest.fixture
def person() -> Client:
    return PageClient(headers={"User-Agent": CHROME})


@pytest.mark.parametrize(
    ("methods", "agent", "skip_trap"),
    [
        (("head", "get"), CHROME, False),
        (("head",), CHROME, True),
        (("get",), CHROME, True),
        (("get",), "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", True),
        (("get",), "python-requests/2.32", True),
        (("get",), "", True),
    ],
)
def test_a_scanner_that_opens_every_link_changes_nothing(
    message: Message, methods: tuple[str, ...], agent: str, skip_trap: bool
) -> None:
    before = _facts(message.lead_id)
    _scan(message, *methods, agent=agent, skip_trap=skip_trap)
    _judge(message)
    assert _facts(message.lead_id) == before
    assert set(LinkClick.objects.values_list("verdict", flat=True)) == {"machine"}
    assert not Activity.objects.filter(kind="email_clicked").exists()
    assert set(Recipient.objects.values_list("state", flat=True)) == {RecipientState.OPEN}


def test_without_the_judge_a_scanner_would_change_the_score(
    message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "at_once", lambda **_: "")
    monkeypatch.setattr(judge, "later", lambda *_, **__: "")
    before = _facts(message.lead_id)
    _scan(message, "get", skip_trap=True)
    _judge(message)
    assert Activity.objects.filter(kind="email_clicked").count() == 4
    assert _facts(message.lead_id)["engagement"] > before["engagement"]


def test_a_person_who_clicks_after_the_scanner_counts_once(message: Message, person: Client) -> None:
    before = _facts(message.lead_id)
    _scan(message, "head", "get")
    _judge(message)
    link = _link(message, 1)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        for _twice in range(2):
            assert person.get(link).headers["Location"] == "https://x.test/b"
        _judge(message)
        _judge(message)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        person.get(link)
        _judge(message)
    [activity] = Activity.objects.filter(kind="email_clicked")
    assert activity.data["url"] == "https://x.test/b"
    assert activity.data["label"] == "b"
    assert activity.data["message"] == str(message.public_id)
    assert activity.data["place"] == 1
    assert _facts(message.lead_id)["engagement"] > before["engagement"]


@pytest.mark.parametrize(
    "header", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}]
)
def test_a_browser_that_looks_ahead_is_no_click(
    message: Message, person: Client, header: dict[str, str]
) -> None:
    person.get(_link(message, 0), headers=header)
    _judge(message)
    assert LinkClick.objects.get().reason == "prefetch"
    assert not Activity.objects.filter(kind="email_clicked").exists()


def test_a_click_within_seconds_of_sending_is_a_machine(message: Message, person: Client) -> None:
    Message.objects.update(sent_at=timezone.now() - timedelta(seconds=2))
    person.get(_link(message, 0))
    _judge(message)
    assert LinkClick.objects.get().reason == "too_soon"


def test_a_click_waits_until_it_can_be_told_from_a_burst(message: Message, person: Client) -> None:
    person.get(_link(message, 0))
    clicks.judge(keys=[message.pk], at=timezone.now())
    assert LinkClick.objects.get().verdict == "pending"
    _judge(message)
    assert LinkClick.objects.get().verdict == "human"


def test_whoever_followed_the_hidden_link_is_no_person(message: Message, person: Client) -> None:
    person.get(_link(message, 0))
    person.get(_link(message, 32767))
    _judge(message)
    assert set(LinkClick.objects.values_list("reason", flat=True)) == {"honeypot"}


@pytest.fixture
def moment() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_default_timezone())


def test_two_links_are_a_person_and_three_at_once_are_not(moment: datetime) -> None:
    def verdicts(*seconds_and_places: tuple[float, int]) -> list[str]:
        made = [judge.Click(place, moment + timedelta(seconds=s)) for s, place in seconds_and_places]
        sent = moment - timedelta(hours=1)
        return [judge.later(c, made, sent_at=sent, too_soon=timedelta(seconds=5)) for c in made]

    assert verdicts((0, 0), (2, 1)) == ["", ""]
    assert verdicts((0, 0), (2, 0), (4, 0)) == ["", "", ""]
    assert verdicts((0, 0), (4, 1), (9, 2)) == ["burst", "burst", "burst"]
    assert verdicts((0, 0), (20, 1), (40, 2)) == ["", "", ""]
    assert verdicts((0, 0), (1, 1), (2, 2), (600, 1)) == ["burst", "burst", "burst", ""]
