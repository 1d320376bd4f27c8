from types import SimpleNamespace

import pytest
from django.core import checks
from django.urls import path

from core import navigation
from core.navigation import Item


ITEMS = [
    Item(name="today", label="Today", icon="today", url_name="t-today", order=10, goto="h"),
    Item(name="leads", label="Leads", icon="leads", url_name="t-leads", order=20, capability="view_leads"),
    Item(name="new", label="New", icon="plus", url_name="t-new", order=30, roles=("marketer",)),
    Item(name="lost", label="Lost", icon="flag", url_name="t-nowhere", order=40),
    Item(name="set", label="Settings", icon="settings", url_name="t-set", order=90, group="manage"),
]


def view(request, workspace):
    raise NotImplementedError


urlpatterns = [
    path("w/<slug:workspace>/today/", view, name="t-today"),
    path("w/<slug:workspace>/leads/", view, name="t-leads"),
    path("w/<slug:workspace>/leads/new/", view, name="t-new"),
    path("w/<slug:workspace>/settings/", view, name="t-set"),
]


@pytest.fixture
def items(monkeypatch, settings):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_items", {item.name: item for item in ITEMS})


def request_of(role: str, path: str = "/w/acme/leads/42/", capabilities: tuple[str, ...] = ("view_leads",)):
    membership = SimpleNamespace(role=role, can=lambda capability: capability in capabilities)
    return SimpleNamespace(path=path, membership=membership, workspace=SimpleNamespace(slug="acme"))


def names(request, group="main"):
    return [link.item.name for link in navigation.links(request, group)]


def test_links_come_in_their_order_and_group(items) -> None:
    assert names(request_of("admin")) == ["today", "leads", "new"]
    assert names(request_of("admin"), "manage") == ["set"]


def test_an_entry_is_for_whom_its_capability_and_role_allow(items) -> None:
    assert names(request_of("rep")) == ["today", "leads"]
    assert names(request_of("marketer", capabilities=())) == ["today", "new"]


def test_a_stranger_has_no_entries(items) -> None:
    assert navigation.links(SimpleNamespace(path="/"), "main") == []


def test_an_entry_without_a_page_is_left_out_and_reported(items) -> None:
    messages = checks.run_checks(app_configs=None, tags=None)

    assert "lost" not in names(request_of("admin"))
    assert [message.id for message in messages if "'lost'" in message.msg] == ["core.W001"]


@pytest.mark.parametrize(
    ("where", "current"),
    [("/w/acme/leads/42/", ["leads"]), ("/w/acme/leads/new/", ["new"]), ("/w/acme/elsewhere/", [])],
)
def test_the_longest_address_above_the_page_is_current(items, where, current) -> None:
    links = navigation.links(request_of("admin", where), "main")

    assert [link.item.name for link in links if link.current] == current


def test_a_badge_is_asked_only_of_who_sees_the_entry(items, monkeypatch) -> None:
    asked = []
    item = Item(
        name="b", label="B", icon="bell", url_name="t-today", order=1, capability="x", badge=asked.append
    )
    navigation.register(item)

    names(request_of("rep"))

    assert asked == []
