"""What pages of other origins report, and who may report it."""

import gzip
import json

import pytest
from django.test import Client

from capture.models import Visit
from capture.services import tracking
from capture.views import tracking_public
from core.scope import workspace_scope
from tests.capture.views.test_public_hostile import HOSTILE
from tests.factories.capture import SHOP, make_tracker


pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
ANA = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
VIEW = {"visitor": ANA, "kind": "page_view", "url": f"{SHOP}/precios", "title": "Precios", "entry": True}


@pytest.fixture
def tracker(workspace):
    with workspace_scope(workspace.pk):
        return make_tracker()


@pytest.fixture
def report(tracker):
    """Return a function that posts as the script does."""

    def post(body: object = None, origin: str = SHOP, token: str = "", **headers: str):
        raw = body if isinstance(body, bytes) else json.dumps(VIEW if body is None else body).encode()
        sent = {"Origin": origin, "User-Agent": BROWSER} | headers
        url = f"/t/{token or tracker.token}/"
        return Client(headers=sent).generic("POST", url, raw, content_type="text/plain;charset=UTF-8")

    return post


@pytest.fixture
def seen(workspace):
    def read() -> list[Visit]:
        with workspace_scope(workspace.pk):
            return list(Visit.objects.order_by("pk"))

    return read


def test_a_page_view_is_stored_as_it_was_seen(report, seen):
    url = f"{SHOP}/precios?utm_source=google&utm_medium=cpc&gclid=Cj0&page=2&email=ana%40sol.es#top"

    answer = report(VIEW | {"url": url, "referrer": "https://www.google.com/"})

    assert answer.status_code == 204
    assert answer.content == b""
    assert not answer.cookies
    assert answer["Access-Control-Allow-Origin"] == SHOP
    visit = seen()[0]
    assert (visit.kind, visit.title, visit.channel) == ("page_view", "Precios", "paid_search")
    assert visit.url == f"{SHOP}/precios?page=2"
    assert visit.data == {"utm": {"source": "google", "medium": "cpc"}, "ids": {"gclid": "Cj0"}}
    assert visit.ip_class == "127.0.0.0/24"
    assert visit.lead_id is None


def test_other_kinds_keep_what_they_are_about(report, seen):
    report(VIEW | {"kind": "download", "name": f"{SHOP}/tarifa.pdf?token=1", "title": "Tarifa"})
    report(VIEW | {"kind": "form_start", "name": "contacto"})
    report(VIEW | {"kind": "web_event", "name": "calc", "data": {"m2": 90, "who": "a@b.es", "x": [1]}})

    assert [(visit.kind, visit.name, visit.channel) for visit in seen()] == [
        ("download", f"{SHOP}/tarifa.pdf", ""),
        ("form_start", "contacto", ""),
        ("web_event", "calc", ""),
    ]
    assert seen()[2].data == {"props": {"m2": 90}}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-GPC": "1"},
        {"DNT": "1"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": ""},
    ],
)
def test_objections_programs_and_prefetches_are_passed_over(report, seen, headers):
    assert report(**headers).status_code == 204
    assert seen() == []


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"origin": "https://evil.test"}, 403),
        ({"origin": ""}, 403),
        ({"token": "unknown"}, 404),
        ({"body": VIEW | {"url": "https://evil.test/"}}, 403),
        ({"body": VIEW | {"url": "file:///etc/passwd"}}, 400),
        ({"body": VIEW | {"kind": "inquiry"}}, 400),
        ({"body": VIEW | {"visitor": "1"}}, 400),
        ({"body": VIEW | {"visitor": "undefined" * 4 + " "}}, 400),
        ({"body": VIEW | {"kind": "web_event"}}, 400),
        ({"body": VIEW | {"title": "x" * 9000}}, 413),
        ({"body": VIEW | {"url": ["x"], "title": {"a": 1}}}, 400),
    ],
)
def test_what_is_no_report_of_an_allowed_page_is_refused(report, seen, how, status):
    assert report(**how).status_code == status
    assert seen() == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused_and_break_nothing(report, seen, name):
    _content_type, raw = HOSTILE[name]

    assert 400 <= report(raw).status_code < 500
    assert seen() == []


def test_hostile_values_in_the_right_shape_are_stored_or_refused(report):
    for value in (
        "\x00",
        "\ud800",
        "x" * 3000,
        "\u202eevil",
        "<script>",
        1e308,
        True,
        None,
        [],
        {"a": [[]]},
        -1,
    ):
        for name in ("title", "referrer", "name", "data", "click", "entry", "url", "visitor"):
            raw = json.dumps(VIEW | {name: value}).encode()
            assert report(raw).status_code in {204, 400, 403}, (name, value)


def test_numbers_that_nobody_can_reckon_with_are_left_out(report, seen):
    data = {"seconds": 10**400, "size": -1e300, "m2": 90.5, "members": True, "count": 3}
    report(VIEW | {"kind": "web_event", "name": "calc", "data": data})

    assert seen()[0].data == {"props": {"m2": 90.5, "members": True, "count": 3}}


def test_a_workspace_stores_for_itself_only(report, seen, other_workspace):
    with workspace_scope(other_workspace.pk):
        theirs = make_tracker()
    report(token=theirs.token)

    assert seen() == []
    with workspace_scope(other_workspace.pk):
        assert Visit.objects.count() == 1


def test_too_much_of_one_network_is_refused_for_a_minute(report, seen, settings):
    settings.TRACK_LIMIT_PER_NETWORK = 2

    answers = [report() for _each in range(3)]

    assert [answer.status_code for answer in answers] == [204, 204, 429]
    assert answers[2]["Retry-After"] == "60"
    assert len(seen()) == 2


def test_a_browser_may_ask_first_and_nobody_else_may_read(tracker):
    ask = Client(headers={"Origin": SHOP, "User-Agent": BROWSER})
    answer = ask.options(f"/t/{tracker.token}/")

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, SHOP)
    assert ask.get(f"/t/{tracker.token}/").status_code == 405


def test_withdrawing_forgets_what_no_lead_is_known_for(report, seen):
    report()
    report(VIEW | {"visitor": "b" * 32})

    assert report({"visitor": ANA, "kind": "forget"}, **{"Sec-GPC": "1"}).status_code == 204
    assert [visit.visitor for visit in seen()] == ["b" * 32]


def test_withdrawing_works_where_tracking_is_off_and_from_a_website_that_left_the_list(
    report, seen, tracker, workspace
):
    report()
    with workspace_scope(workspace.pk):
        rules = tracking.Settings(allowed_origins=["https://other.test"], is_active=False)
        tracking.configure(settings=rules, by=None, at=tracker.created_at)

    assert report().status_code == 404
    assert report({"visitor": ANA, "kind": "forget"}).status_code == 204
    assert seen() == []


def test_withdrawing_is_limited_too(report, settings):
    settings.TRACK_LIMIT_PER_NETWORK = 2

    answers = [report({"visitor": ANA, "kind": "forget"}) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [204, 204, 429]


def test_the_script_carries_the_workspaces_rules(tracker, workspace, settings):
    settings.PUBLIC_URL = "https://crm.test"
    answer = Client().get(f"/t/{tracker.token}/script.js")
    text = answer.content.decode()

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert text.endswith(f'({{"to":"https://crm.test/t/{tracker.token}/","asks":true}});\n')
    assert len(gzip.compress(answer.content)) <= 3 * 1024
    assert Client().get("/t/unknown/script.js").status_code == 404
    with workspace_scope(workspace.pk):
        tracking.configure(
            settings=tracking.Settings(allowed_origins=[SHOP], is_active=False),
            by=None,
            at=tracker.created_at,
        )
    off = Client().get(f"/t/{tracker.token}/script.js").content.decode()
    assert off.endswith(f'({{"to":"https://crm.test/t/{tracker.token}/","asks":true,"off":true}});\n')


def test_the_script_needs_nothing_that_a_strict_policy_forbids():
    source = tracking_public.source()

    assert not [
        word
        for word in ("eval(", "new Function", "innerHTML", "document.write", ".style", "cookie")
        if word in source
    ]
