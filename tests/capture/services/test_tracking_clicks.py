"""A link of our mail says who its reader is, once a person is known to have followed it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from capture.models import Visit, VisitorName
from capture.services import tracking, tracking_join
from core.scope import workspace_scope
from leads.models import Activity
from messaging import tokens
from messaging.services import clicks, templates
from tests.capture.services.test_tracking_join import ago, inquire, pages_of
from tests.clients import PageClient
from tests.factories.capture import SHOP, make_tracker, make_visit
from tests.factories.leads import make_lead
from tests.factories.messaging import make_message, make_policy, make_version
from work.models import WorkItem


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
BROWSER = "a1b2c3d4e5f60718293a4b5c6d7e8f90"


@pytest.fixture
def message(in_scope):
    """A mail to Ana, sent an hour ago, that links to the shop and to another site."""
    make_tracker()
    make_policy()
    version = make_version(body=f"[a]({SHOP}/precios?x=1#top) and [b](https://other.test/)")
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        return make_message(make_lead(email="ana@sol.es", marketing_consent="given"), version)


def follow(message, place: int) -> str:
    """Follow a link of the mail as a person does; return where it leads."""
    path = templates.click_url(message, place).partition("/c/")[2]
    answer = PageClient(headers={"User-Agent": CHROME}).get(f"/c/{path}")
    return answer["Location"]


def land(token: str, visitor: str = BROWSER) -> None:
    seen = tracking.Beacon(visitor, "page_view", url=f"{SHOP}/precios", channel="email", click=token)
    assert tracking.receive(beacon=seen, ip_class="", limit=tracking.Limit(9, 9), at=timezone.now())


def token_of(message) -> str:
    return tokens.make(tokens.Kind.CLICK, message.workspace_id, message.pk, 0)


def join() -> None:
    keys = list(WorkItem.objects.filter(queue="visit").values_list("key", flat=True))
    tracking_join.run(keys=keys, at=timezone.now())


def test_a_link_to_a_tracked_page_carries_which_mail_it_was(message):
    token = tokens.make(tokens.Kind.CLICK, message.workspace_id, message.pk, 0)

    assert follow(message, 0) == f"{SHOP}/precios?x=1&lc={token}#top"
    assert follow(message, 1) == "https://other.test/"


def test_a_persons_click_names_the_visitor_and_a_pending_one_waits(message):
    make_visit(BROWSER, "/antes", at=timezone.now() - timedelta(days=1))
    token = follow(message, 0).partition("lc=")[2].partition("#")[0]
    land(token)
    join()
    assert Visit.objects.unattached().count() == 2
    assert WorkItem.objects.filter(queue="visit").exists()

    clicks.judge(keys=[message.pk], at=timezone.now() + timedelta(minutes=1))
    join()

    viewed = Activity.objects.filter(lead=message.lead, kind="page_view").order_by("occurred_at")
    assert [activity.data["url"] for activity in viewed] == [f"{SHOP}/antes", f"{SHOP}/precios"]


def test_a_machines_click_and_a_made_up_one_name_nobody(message, other_workspace):
    token = follow(message, 0).partition("lc=")[2].partition("#")[0]
    land(token)
    clicks.LinkClick.objects.update(verdict="machine", reason="burst")
    join()
    for wrong in (
        token + "x",
        "1-2-3.abc",
        tokens.make(tokens.Kind.CLICK, other_workspace.pk, message.pk, 0),
    ):
        land(wrong, visitor="f" * 32)
    join()

    assert Visit.objects.unattached().count() == 4
    assert not VisitorName.objects.filter(visitor="f" * 32).exists()


def test_a_second_persons_click_ends_what_the_first_gets_while_nobody_knows_whose_it_was(message):
    make_visit(BROWSER, "/de-luis", at=ago(70))
    luis = inquire("luis@mar.es", at=ago(60))
    join()
    follow(message, 0)
    land(token_of(message))
    join()
    assert pages_of(luis) == ["/de-luis"]

    clicks.judge(keys=[message.pk], at=timezone.now() + timedelta(minutes=1))
    join()

    assert pages_of(luis) == ["/de-luis"]
    assert pages_of(message.lead) == ["/precios"]


def test_what_waited_for_a_machines_click_goes_to_who_was_named_before(message):
    luis = inquire("luis@mar.es", at=ago(60))
    follow(message, 0)
    land(token_of(message))
    join()
    clicks.LinkClick.objects.update(verdict="machine", reason="burst")
    join()

    assert pages_of(luis) == ["/precios"]


@pytest.mark.parametrize(("verdict", "is_told"), [("pending", False), ("machine", True)])
def test_a_mail_followed_at_the_browser_brought_nobody_else_unless_it_was_a_machine(
    message, verdict, is_told
):
    follow(message, 0)
    land(token_of(message))
    clicks.LinkClick.objects.update(verdict=verdict)

    assert ("landing_url" in inquire("luis@mar.es").first_touch) is is_told


def test_a_click_noted_by_a_clock_that_is_ahead_names_too(message):
    with time_machine.travel(timezone.now() + timedelta(seconds=3), tick=False):
        follow(message, 0)
    land(token_of(message))
    clicks.LinkClick.objects.update(verdict="human")
    join()

    assert pages_of(message.lead) == ["/precios"]


def test_a_persons_click_does_not_speak_for_a_machines_before_it(message):
    follow(message, 0)
    land(token_of(message), visitor="b" * 32)
    clicks.LinkClick.objects.update(verdict="machine", reason="burst")
    follow(message, 0)
    land(token_of(message))
    clicks.LinkClick.objects.filter(verdict="pending").update(verdict="human")
    join()

    assert pages_of(message.lead) == ["/precios"]
    assert Visit.objects.unattached().get().visitor == "b" * 32


def test_a_mail_followed_once_more_after_somebody_else_was_named_names_again(message):
    follow(message, 0)
    land(token_of(message))
    land(token_of(message))
    luis = inquire("luis@mar.es")
    follow(message, 0)
    land(token_of(message))
    clicks.judge(keys=[message.pk], at=timezone.now() + timedelta(minutes=1))
    join()

    assert pages_of(luis) == []
    assert pages_of(message.lead) == ["/precios"] * 3
    assert VisitorName.objects.filter(lead=message.lead).count() == 2


def test_where_nothing_is_tracked_links_stay_as_they_are(message, other_workspace):
    with workspace_scope(other_workspace.pk):
        assert tracking.carry(SHOP, "token") == SHOP
