"""What readers of our mails open: links, the way out, their choices (E5, E6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import ConsentRecord, Lead
from messaging import tokens
from messaging.choices import RecipientState
from messaging.models import LinkClick, Message, Recipient
from messaging.services import templates
from messaging.tokens import Kind
from tests.clients import PageClient
from tests.factories.leads import make_lead, make_topic
from tests.factories.messaging import make_message, make_policy, make_recipient
from work.models import WorkItem


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]
BROWSER = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
}


@pytest.fixture
def reader() -> Client:
    """A stranger's browser, which insists on CSRF tokens as a real one meets them."""
    return PageClient(enforce_csrf_checks=True, headers=BROWSER)


@pytest.fixture
def message() -> Message:
    """A mail sent to Ana an hour ago."""
    make_policy()
    return make_message()


def _url(kind: Kind, message: Message) -> str:
    token = tokens.make(kind, message.workspace_id, message.recipient_id, message.pk)
    return f"/{kind.value[0]}/{token}"


def _state(message: Message) -> str:
    return Recipient.objects.values_list("state", flat=True).get(pk=message.recipient_id)


def _csrf(page: Any) -> str:
    return page.context["csrf_token"]


def test_opening_the_way_out_changes_nothing(reader: Client, message: Message) -> None:
    for _again in range(3):
        assert reader.get(_url(Kind.UNSUBSCRIBE, message)).status_code == 200
    assert reader.head(_url(Kind.UNSUBSCRIBE, message)).status_code == 200
    assert _state(message) == RecipientState.OPEN
    assert not ConsentRecord.objects.exists()


def test_a_mail_program_unsubscribes_with_one_post_and_repeats_it_safely(
    reader: Client, message: Message
) -> None:
    answers = [
        reader.post(_url(Kind.UNSUBSCRIBE, message), {"List-Unsubscribe": "One-Click"}) for _twice in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any(answer.cookies for answer in answers)
    assert _state(message) == RecipientState.UNSUBSCRIBED
    assert Lead.objects.get().marketing_consent == "withdrawn"
    assert [record.is_given for record in ConsentRecord.objects.all()] == [False]
    assert WorkItem.objects.filter(queue="lead", key=message.lead_id).exists()


def test_unsubscribing_reaches_every_lead_with_the_address(reader: Client, message: Message) -> None:
    other = make_lead(
        email="ANA@reformassol.es",
        first_name="A",
        stage="converted",
        marketing_consent="given",
    )
    stranger = make_lead(email="bob@x.test", marketing_consent="given")
    reader.post(_url(Kind.UNSUBSCRIBE, message))
    other.refresh_from_db()
    stranger.refresh_from_db()
    assert (other.marketing_consent, stranger.marketing_consent) == ("withdrawn", "given")


def test_a_reason_may_be_given_afterwards(reader: Client, message: Message) -> None:
    reader.post(_url(Kind.UNSUBSCRIBE, message))
    page = reader.post(_url(Kind.UNSUBSCRIBE, message), {"reason": "too_many"})
    assert page.status_code == 200
    assert Recipient.objects.get().note == "too_many"
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize("kind", [Kind.UNSUBSCRIBE, Kind.PREFERENCES, Kind.CLICK])
def test_forged_and_foreign_tokens_are_unknown(reader: Client, message: Message, kind: Kind) -> None:
    good = tokens.make(kind, message.workspace_id, message.recipient_id, message.pk)
    other_kind = Kind.CLICK if kind is not Kind.CLICK else Kind.UNSUBSCRIBE
    forged = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.replace(".", "0.", 1),
        "1-1-1",
        "x",
        tokens.make(other_kind, message.workspace_id, message.recipient_id, message.pk),
        good + "a" * 300,
        "%00",
    ]
    for token in forged:
        assert reader.get(f"/{kind.value[0]}/{token}").status_code == 404
        if kind is Kind.UNSUBSCRIBE:
            assert reader.post(f"/u/{token}").status_code == 404
    assert _state(message) == RecipientState.OPEN
    assert not LinkClick.objects.exists()


def test_links_to_an_erased_address_say_so_and_change_nothing(reader: Client, message: Message) -> None:
    Recipient.objects.update(state=RecipientState.ERASED, email="")
    for kind in (Kind.UNSUBSCRIBE, Kind.PREFERENCES):
        page = reader.get(_url(kind, message))
        assert page.status_code == 410
        assert b"reformassol" not in page.content
    assert reader.post(_url(Kind.UNSUBSCRIBE, message)).status_code == 410
    assert _state(message) == RecipientState.ERASED


def test_an_old_link_still_unsubscribes_but_changes_nothing_else(
    reader: Client, message: Message, settings: Any
) -> None:
    long_ago = timezone.now() - timedelta(days=settings.PREFERENCE_LINK_DAYS + 1)
    Message.objects.update(created_at=long_ago)
    page = reader.get(_url(Kind.PREFERENCES, message))
    assert page.status_code == 410
    assert b"/u/" in page.content
    assert reader.post(_url(Kind.UNSUBSCRIBE, message)).status_code == 200
    assert _state(message) == RecipientState.UNSUBSCRIBED


def test_pages_show_the_address_to_its_owner_only(reader: Client, message: Message) -> None:
    for kind in (Kind.UNSUBSCRIBE, Kind.PREFERENCES):
        page = reader.get(_url(kind, message))
        assert "a***@reformassol.es" in page.content.decode()
        assert b"ana@reformassol.es" not in page.content
        assert page["Referrer-Policy"] == "same-origin"
        assert "no-store" in page["Cache-Control"]
        assert len(page.content) < 8_000


def test_pages_speak_the_readers_language(reader: Client, message: Message) -> None:
    Lead.objects.update(language="es-ES")
    for kind, words in ((Kind.UNSUBSCRIBE, "Darse de baja"), (Kind.PREFERENCES, "Tus correos")):
        page = reader.get(_url(kind, message)).content.decode()
        assert '<html lang="es"' in page
        assert words in page


def test_topics_and_language_are_kept(reader: Client, message: Message) -> None:
    make_topic("solar", name="Solar")
    make_topic("roofs", name="Roofs")
    page = reader.get(_url(Kind.PREFERENCES, message))
    posted = {"topics": ["roofs"], "language": "es", "csrfmiddlewaretoken": _csrf(page)}
    answer = reader.post(_url(Kind.PREFERENCES, message), posted)
    assert answer.status_code == 303
    assert Recipient.objects.get().topics_off == ["solar"]
    assert Lead.objects.get().language == "es"
    assert "Guardado" in reader.get(answer["Location"]).content.decode()


def test_leaving_and_coming_back_are_both_proved(reader: Client, message: Message) -> None:
    url = _url(Kind.PREFERENCES, message)
    for action, state in (("stop", "unsubscribed"), ("subscribe", "open"), ("stop", "unsubscribed")):
        page = reader.get(url)
        assert reader.post(url, {action: "1", "csrfmiddlewaretoken": _csrf(page)}).status_code == 303
        assert _state(message) == state
        Message.objects.update(created_at=timezone.now())
    acts = list(ConsentRecord.objects.order_by("pk"))
    assert [act.is_given for act in acts] == [False, True, False]
    assert acts[1].text.startswith("I would like to receive")
    assert acts[1].text_version
    assert str(message.public_id) in acts[1].evidence


def test_a_bounced_address_is_not_opened_by_a_click(reader: Client, message: Message) -> None:
    make_recipient("ana@reformassol.es", state=RecipientState.BOUNCED)
    url = _url(Kind.PREFERENCES, message)
    page = reader.get(url)
    assert b'name="subscribe"' not in page.content
    reader.post(
        url, {"subscribe": "1", "csrfmiddlewaretoken": _csrf(reader.get(_url(Kind.PREFERENCES, message)))}
    )
    assert _state(message) == RecipientState.BOUNCED


def test_choices_need_the_form_of_our_own_page(reader: Client, message: Message) -> None:
    assert reader.post(_url(Kind.PREFERENCES, message), {"stop": "1"}).status_code == 403
    assert _state(message) == RecipientState.OPEN


def test_a_click_leads_on_to_the_address_that_was_sent(reader: Client, message: Message) -> None:
    answer = reader.get(templates.click_url(message, 0).partition("8000")[2] + "?url=https://evil.example/")
    assert answer.status_code == 302
    assert answer["Location"] == "https://www.example.com/guide"
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "same-origin"
    click = LinkClick.objects.get()
    assert (click.place, click.verdict, click.ip_class) == (0, "pending", "127.0.0.0/24")


def test_a_link_the_mail_does_not_have_is_unknown(reader: Client, message: Message) -> None:
    assert reader.get("/c/" + tokens.make(Kind.CLICK, message.workspace_id, message.pk, 7)).status_code == 404
    assert reader.get("/c/" + tokens.make(Kind.CLICK, message.workspace_id, 10**9, 0)).status_code == 404
    assert reader.get("/c/" + tokens.make(Kind.CLICK, 10**9, message.pk, 0)).status_code == 404
    assert not LinkClick.objects.exists()


def test_the_hidden_link_shows_a_harmless_page(reader: Client, message: Message) -> None:
    answer = reader.get("/c/" + tokens.make(Kind.CLICK, message.workspace_id, message.pk, tokens.TRAP))
    assert answer.status_code == 200
    assert LinkClick.objects.get().reason == "honeypot"


def test_a_loop_that_follows_a_link_fills_no_table(
    reader: Client, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.services.clicks.MOST", 3)
    for _again in range(5):
        assert (
            reader.get("/c/" + tokens.make(Kind.CLICK, message.workspace_id, message.pk, 0)).status_code
            == 302
        )
    assert LinkClick.objects.count() == 3


def test_a_click_costs_four_statements(reader: Client, message: Message) -> None:
    url = "/c/" + tokens.make(Kind.CLICK, message.workspace_id, message.pk, 0)
    reader.get(url)
    with CaptureQueriesContext(connection) as seen:
        reader.get(url)
    frame = ("SAVEPOINT", "RELEASE", "SET LOCAL")
    work = [query["sql"] for query in seen.captured_queries if not query["sql"].startswith(frame)]
    assert len(work) == 4, work  # the address, the click, the nudge, and whether the page is tracked
