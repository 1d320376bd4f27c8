"""Visitors get names: by an inquiry or a mail's link, never by browser or address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from capture.models import Inquiry, Visit, VisitorName
from capture.services import process, tracking, tracking_join
from core.scope import workspace_scope
from leads.models import Activity, Lead
from leads.services import undoing
from tests.factories.capture import SHOP, make_inquiry, make_tracker, make_visit
from tests.factories.leads import make_campaign
from work.models import WorkItem


pytestmark = pytest.mark.django_db
BROWSER = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
OTHER = "ffffffffffffffffffffffffffffffff"


@pytest.fixture
def tracker(in_scope):
    return make_tracker()


def inquire(email: str, visitor: str = BROWSER, *, at: datetime | None = None) -> Lead:
    """Let somebody inquire from a browser and be worked on."""
    inquiry = make_inquiry({"email": email, "visitor_id": visitor})
    if at:
        Inquiry.objects.filter(pk=inquiry.pk).update(received_at=at)
    process.run(keys=[inquiry.pk], at=timezone.now())
    return Inquiry.objects.select_related("lead").get(pk=inquiry.pk).lead


def join() -> None:
    """Do what waits in the queue."""
    keys = list(WorkItem.objects.filter(queue="visit").values_list("key", flat=True))
    tracking_join.run(keys=keys, at=timezone.now())


def pages_of(lead: Lead) -> list[str]:
    found = Activity.objects.filter(lead=lead, kind="page_view").order_by("occurred_at", "pk")
    return [activity.data["url"].removeprefix(SHOP) for activity in found]


def ago(minutes: float) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)


def test_the_first_inquiry_brings_what_the_visitor_saw_before(tracker):
    night = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    make_visit(
        BROWSER, "/precios", at=night, title="Precios", channel="search", data={"utm": {"source": "x"}}
    )
    make_visit(BROWSER, "/", at=ago(1), kind="form_start", name="contacto")
    make_visit(
        BROWSER, "/", at=ago(1), kind="web_event", name="calc", data={"props": {"m2": 90, "url": "no"}}
    )
    make_visit(OTHER, "/ajena", at=ago(1))

    lead = inquire("ana@sol.es")
    join()

    viewed = Activity.objects.get(lead=lead, kind="page_view")
    assert viewed.data == {
        "url": f"{SHOP}/precios",
        "title": "Precios",
        "channel": "search",
        "utm_source": "x",
    }
    assert (viewed.occurred_at, str(viewed.day)) == (night, "2026-03-01")
    assert Activity.objects.get(lead=lead, kind="form_start").data["name"] == "contacto"
    assert Activity.objects.get(lead=lead, kind="web_event").data == {
        "m2": 90,
        "url": f"{SHOP}/",
        "name": "calc",
    }
    assert Visit.objects.unattached().get().visitor == OTHER
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_what_follows_is_brought_too(tracker):
    lead = inquire("ana@sol.es")
    beacon = tracking.Beacon(BROWSER, "page_view", url=f"{SHOP}/despues")

    assert tracking.receive(beacon=beacon, ip_class="", limit=tracking.Limit(9, 9), at=timezone.now())
    join()

    assert pages_of(lead) == ["/despues"]


def test_a_second_person_at_the_browser_gets_only_what_came_after(tracker):
    make_visit(BROWSER, "/antes", at=ago(60))
    ana = inquire("ana@sol.es", at=ago(50))
    make_visit(BROWSER, "/de-ana", at=ago(40))
    luis = inquire("luis@mar.es", at=ago(30))
    make_visit(BROWSER, "/de-luis", at=ago(20))

    join()

    assert pages_of(ana) == ["/antes", "/de-ana"]
    assert pages_of(luis) == ["/de-luis"]


def test_joining_again_or_after_a_crash_doubles_nothing(tracker, monkeypatch):
    make_visit(BROWSER, "/precios", at=ago(5))
    lead = inquire("ana@sol.es")

    def die(name: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tracking_join, "failpoint", die)
        with pytest.raises(KeyboardInterrupt):
            join()
    assert pages_of(lead) == []
    assert Visit.objects.unattached().count() == 1

    join()
    join()
    Visit.objects.update(lead=None)
    join()

    assert pages_of(lead) == ["/precios"]


def test_the_same_inquiry_names_once(tracker):
    inquiry = make_inquiry({"email": "ana@sol.es", "visitor_id": BROWSER})
    for _again in range(2):
        Inquiry.objects.update(state="received", processed_at=None)
        process.run(keys=[inquiry.pk], at=timezone.now())

    assert VisitorName.objects.count() == 1


@pytest.mark.parametrize(
    "visitor", ["", "1", "undefined", "GA1.2.345.678", "x" * 41, "añadido-de-otro-sitio"]
)
def test_an_id_that_the_script_does_not_make_names_nobody(tracker, visitor):
    inquire("ana@sol.es", visitor)

    assert not VisitorName.objects.exists()


def test_without_tracking_nothing_is_named(in_scope):
    inquire("ana@sol.es")

    assert not VisitorName.objects.exists()


def test_another_workspaces_visitor_of_the_same_id_stays_there(tracker, other_workspace):
    with workspace_scope(other_workspace.pk):
        make_tracker()
        make_visit(BROWSER, "/globex", at=ago(5))
    lead = inquire("ana@sol.es")
    join()

    assert pages_of(lead) == []
    with workspace_scope(other_workspace.pk):
        assert Visit.objects.unattached().count() == 1


def test_many_are_joined_in_steps_of_one_statement_each(tracker, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(tracking_join, "AT_ONCE", 20)
    for number in range(50):
        make_visit(BROWSER, f"/{number}", at=ago(60))
    lead = inquire("ana@sol.es")

    with django_assert_max_num_queries(9):
        join()
    assert len(pages_of(lead)) == 20
    join()
    join()
    assert len(pages_of(lead)) == 50


def test_a_queued_name_whose_lead_is_gone_is_no_fault(tracker):
    tracking_join.run(keys=[987654], at=timezone.now())


def test_what_nobody_is_known_for_is_forgotten_in_time(tracker):
    make_visit(OTHER, "/viejo", at=ago(91 * 24 * 60))
    make_visit(OTHER, "/nuevo", at=ago(89 * 24 * 60))
    make_visit(BROWSER, "/de-ana", at=ago(91 * 24 * 60))
    inquire("ana@sol.es")
    join()

    tracking.forget(at=timezone.now())

    assert set(Visit.objects.values_list("url", flat=True)) == {f"{SHOP}/nuevo", f"{SHOP}/de-ana"}


def test_what_an_erased_lead_did_is_erased_with_it_and_nobody_elses(tracker):
    make_visit(BROWSER, "/de-ana", at=ago(50))
    ana = inquire("ana@sol.es", at=ago(40))
    join()
    luis = inquire("luis@mar.es", at=ago(30))
    make_visit(BROWSER, "/de-luis", at=ago(20))
    undoing.remove([ana.pk])
    join()

    assert pages_of(luis) == ["/de-luis"]
    assert set(Visit.objects.values_list("url", flat=True)) == {f"{SHOP}/de-luis"}


def test_an_inquiry_without_tags_takes_those_its_visitor_came_with(tracker):
    campaign = make_campaign("otono-2026")
    make_visit(BROWSER, "/", at=ago(40 * 24 * 60), channel="email", data={"utm": {"campaign": "viejo"}})
    make_visit(BROWSER, "/", at=ago(60), channel="paid_search", data={"utm": {"campaign": "Otono 2026"}})
    make_visit(BROWSER, "/", at=ago(10), channel="direct")

    lead = inquire("ana@sol.es")

    assert lead.rank.campaign == campaign
    assert lead.first_touch["utm"] == {"campaign": "Otono 2026"}
    assert lead.first_touch["landing_url"] == f"{SHOP}/"


def test_tags_of_another_person_at_the_browser_and_unknown_campaigns_name_nothing(tracker):
    make_campaign("otono")
    make_visit(BROWSER, "/", at=ago(60), channel="paid_search", data={"utm": {"campaign": "otono"}})
    inquire("ana@sol.es", at=ago(50))
    join()
    # Hers too, though it waits to be joined.
    make_visit(BROWSER, "/", at=ago(1), channel="paid_search", data={"utm": {"campaign": "otono"}})
    luis = inquire("luis@mar.es")
    make_visit(OTHER, "/", at=ago(60), channel="paid_search", data={"utm": {"campaign": "nadie"}})
    eva = inquire("eva@mar.es", OTHER)

    assert luis.rank.campaign is None
    assert "utm" not in luis.first_touch
    # A key may name campaigns by what it says itself; a page's visitor never does.
    assert eva.rank.campaign is None


def test_a_download_is_told_by_the_address_of_its_file(tracker):
    make_visit(BROWSER, "/precios", at=ago(1), kind="download", name=f"{SHOP}/tarifa.pdf", title="Tarifa")
    lead = inquire("ana@sol.es")
    join()

    data = Activity.objects.get(lead=lead, kind="download").data
    assert data == {"url": f"{SHOP}/tarifa.pdf", "title": "Tarifa", "page": f"{SHOP}/precios"}
