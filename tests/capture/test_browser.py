"""Hosted form, inbox and forms in Chromium."""

import os
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from capture.models import Inquiry
from core.scope import workspace_scope
from tests.browsing import axe_faults, needs_browser, scrolls_sideways
from tests.clients import PageClient
from tests.factories.capture import make_form, make_inquiry
from tests.factories.leads import make_lead, make_source
from tests.factories.tenants import make_member, make_workspace


pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    needs_browser,
    pytest.mark.django_db(transaction=True),
]
SHOTS = os.environ.get("LEADCRM_SHOTS", "")


@pytest.fixture
def acme():
    return make_workspace("acme", name="Reformas Tresluces", language="es")


@pytest.fixture
def form(acme):
    with workspace_scope(acme.pk):
        return make_form(language="es", name="Contacto", source=make_source("form", name="Formulario"))


@pytest.fixture
def inquiries(acme, form):
    with workspace_scope(acme.pk):
        make_lead(email="lucia@migalba.example", first_name="Lucía", last_name="Ferrando")
        payloads = [
            (
                {"email": "lucia@migalba.example", "full_name": "Lucía Ferrando", "message": "viagra"},
                "spam_words",
            ),
            (
                {
                    "email": "noa@",
                    "full_name": "Noa Rivas de la Torre y Pérez-Castellanos",
                    "company": "Asador Peñalúa",
                    "message": "Queremos reformar cocina y salida de humos de un asador de 140 m².",
                    "phone": "+34 600 000 112",
                },
                "bad_email",
            ),
            ({"email": "x@mailinator.com"}, "disposable"),
            ({"full_name": "Sin contacto"}, "no_contact"),
        ]
        return [
            make_inquiry(values, state="quarantined", reason=reason, form=form, channel="form")
            for values, reason in payloads
        ]


@pytest.fixture
def at_desk(page: Page, live_server, acme, settings, monkeypatch):
    """Return a function that opens a page as Acme's marketer, who reads the language."""
    settings.PUBLIC_URL = live_server.url
    # The browser keeps its connections, and with them the server's threads and theirs to the database.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)

    def go(path: str, language: str = "es") -> Page:
        member = make_member(acme, "marketer", name="Mona Marketer", email=f"mona-{language}@acme.test")
        member.user.language = language
        member.user.save(update_fields=["language"])
        client = PageClient()
        client.force_login(member.user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(live_server.url + path)
        return page

    return go


def keep(page: Page, name: str) -> None:
    """Keep a picture, if somebody wants to look."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def looks(page: Page, name: str, faults: dict[str, list[str]]) -> None:
    """Note what is wrong with the page in each size and theme."""
    for scheme in ("light", "dark"):
        for width in (1280, 390, 320):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            found = axe_faults(page) + ["scrolls sideways"] * scrolls_sideways(page)
            keep(page, f"{name}-{width}-{scheme}")
            faults |= {f"{name} {width} {scheme}": found} if found else {}


def test_pages_fit_and_axe_finds_nothing(page: Page, at_desk, form, inquiries, live_server) -> None:
    faults: dict[str, list[str]] = {}
    paths = {
        "inbox": f"/w/acme/inbox/?open={inquiries[1].pk}",
        "inbox-empty": "/w/acme/inbox/?state=failed",
        "forms": "/w/acme/forms/",
        "form": f"/w/acme/forms/{form.pk}/",
        "create": "/w/acme/forms/create/",
        "texts": f"/w/acme/forms/{form.pk}/texts/",
        "settings": f"/w/acme/forms/{form.pk}/settings/",
        "field": f"/w/acme/forms/{form.pk}/fields/email/",
    }
    at_desk("/w/acme/forms/")

    for name, path in paths.items():
        page.goto(live_server.url + path)
        looks(page, name, faults)
    page.goto(f"{live_server.url}/f/{form.token}/")
    looks(page, "public", faults)
    page.get_by_role("button").click()
    looks(page, "public-faults", faults)

    assert faults == {}


def test_the_inbox_is_worked_through_by_keys(at_desk, acme, inquiries) -> None:
    page = at_desk("/w/acme/inbox/", language="en")

    def toast(text: str) -> None:
        page.locator("#toasts").get_by_text(text).wait_for()

    page.keyboard.press("s")  # newest first: who cannot be reached
    toast("Marked as spam.")
    page.keyboard.press("s")
    expect(page.locator("#h-inquiry")).to_contain_text("Noa")
    expect(page.locator("#h-inquiry")).to_contain_text("Noa")
    page.get_by_label("E-mail").fill("noa@penalua.example")
    page.get_by_label("E-mail").blur()
    page.keyboard.press("v")
    toast("Accepted.")
    page.keyboard.press("s")
    toast("Marked as spam.")
    page.keyboard.press("u")
    toast("Put back.")

    with workspace_scope(acme.pk):
        found = {inquiry.payload.get("full_name", "x"): inquiry for inquiry in Inquiry.objects.all()}
    assert found["Sin contacto"].reason == found["x"].reason == "spam"
    assert found["Noa Rivas de la Torre y Pérez-Castellanos"].state == "accepted"
    assert found["Lucía Ferrando"].reason == "spam_words"


def test_the_copied_form_works_on_another_page(page: Page, at_desk, form, acme, tmp_path) -> None:
    desk = at_desk(f"/w/acme/forms/{form.pk}/", language="en")
    code = desk.locator("#embed-code").text_content() or ""
    desk.get_by_text("Waiting for the first inquiry").wait_for()
    site = tmp_path / "index.html"
    site.write_text(f"<!doctype html><meta charset=utf-8><title>Acme</title>{code}")
    visitor = desk.context.browser.new_context(java_script_enabled=False).new_page()

    visitor.goto(site.as_uri())
    visitor.locator("[name=full_name]").fill("Eva Gil")
    visitor.locator("[name=email]").fill("eva@sol.example")
    visitor.locator("[name=message]").fill("Un local de 90 m²")
    visitor.get_by_role("button").click()

    expect(visitor.locator("h1")).to_have_text("Gracias")
    desk.get_by_text("1 inquiry has arrived.").wait_for()
    with workspace_scope(acme.pk):
        assert Inquiry.objects.get().payload["email"] == "eva@sol.example"
