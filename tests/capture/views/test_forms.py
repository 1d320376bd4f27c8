"""Pages about forms."""

import html
import re

import pytest
from django.test import Client

from capture.models import Form, FormVersion
from core.scope import workspace_scope
from tests.factories.capture import make_form, make_inquiry
from tests.factories.leads import make_field, make_source


pytestmark = pytest.mark.django_db
FORMS = "/w/acme/forms/"


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def form(workspace):
    with workspace_scope(workspace.pk):
        return make_form(is_active=False)


def shown(workspace, form):
    with workspace_scope(workspace.pk):
        form.refresh_from_db()
        return FormVersion.objects.get(form=form, number=form.version)


def names(version):
    return [field["name"] for field in version.fields]


def test_from_nothing_to_the_public_in_three_clicks(person, workspace):
    assert "Create form" in person.get(FORMS).content.decode()
    created = person.post(
        f"{FORMS}create/", {"name": "Contact", "template": "contact", "language": "es"}, follow=True
    )
    with workspace_scope(workspace.pk):
        form = Form.objects.get()
    before = Client().get(f"/f/{form.token}/").status_code
    published = person.post(f"{FORMS}{form.pk}/publish/", follow=True).content.decode()

    assert created.redirect_chain == [(f"{FORMS}{form.pk}/", 303)]
    assert before == 410
    assert Client().get(f"/f/{form.token}/").status_code == 200
    assert "Waiting for the first inquiry" in published


def test_the_copied_code_posts_an_inquiry(person, form, workspace):
    person.post(f"{FORMS}{form.pk}/publish/")
    page = person.get(f"{FORMS}{form.pk}/").content.decode()

    code = html.unescape(re.search(r'id="embed-code"[^>]*>(.*?)</pre>', page, re.DOTALL)[1])

    assert f"/f/{form.token}/" in re.search(r'action="([^"]+)"', code)[1]
    assert {"full_name", "email", "message", "consent", "_url"} <= set(re.findall(r'name="([^"]+)"', code))
    assert "<script" not in code
    assert "checked" not in code


def test_the_page_turns_green_when_the_first_inquiry_comes(person, form, workspace):
    person.post(f"{FORMS}{form.pk}/publish/")
    before = person.get(f"{FORMS}{form.pk}/waiting/").content.decode()
    with workspace_scope(workspace.pk):
        make_inquiry(form=form, channel="form")
    after = person.get(f"{FORMS}{form.pk}/waiting/").content.decode()

    assert "every 2s" in before
    assert "1 inquiry has arrived" in after
    assert "every 2s" not in after


def test_fields_are_added_moved_changed_and_removed_by_buttons(person, form, workspace):
    with workspace_scope(workspace.pk):
        make_field("rooms", "number", label="Rooms")
    url = f"{FORMS}{form.pk}/fields/"

    person.post(url, {"name": "city"})
    person.post(url, {"name": "custom.rooms"})
    person.post(f"{url}custom.rooms/move/", {"to": "up"})
    person.post(f"{url}phone/remove/")
    person.post(f"{url}city/", {"label": "Where?", "hint": "Town", "is_required": "on"})

    version = shown(workspace, form)
    assert names(version) == ["full_name", "company", "email", "message", "custom.rooms", "city"]
    assert version.fields[-1] == {
        "name": "city",
        "kind": "text",
        "label": "Where?",
        "hint": "Town",
        "is_required": True,
        "options": [],
    }
    assert version.number == 6
    with workspace_scope(workspace.pk):
        assert FormVersion.objects.filter(form=form).count() == 6


def test_the_last_way_to_answer_cannot_be_removed(person, form, workspace):
    for name in ("company", "phone"):
        person.post(f"{FORMS}{form.pk}/fields/{name}/remove/")

    answer = person.post(f"{FORMS}{form.pk}/fields/email/remove/")

    assert answer.status_code == 422
    assert "Ask for an e-mail address" in answer.content.decode()
    assert "email" in names(shown(workspace, form))


@pytest.mark.parametrize("name", ["email", "nonsense", "", "custom.none"])
def test_a_field_that_is_asked_or_unknown_cannot_be_added(person, form, workspace, name):
    answer = person.post(f"{FORMS}{form.pk}/fields/", {"name": name})

    assert answer.status_code == 422
    assert shown(workspace, form).number == 1


def test_texts_are_changed_and_the_old_ones_kept(person, form, workspace):
    old = shown(workspace, form)
    texts = {**old.texts, "consent": "I agree to everything.", "privacy_url": "example.com/privacy"}

    answer = person.post(f"{FORMS}{form.pk}/texts/", texts)

    new = shown(workspace, form)
    assert answer.status_code == 303
    assert new.texts["consent"] == "I agree to everything."
    assert new.texts["privacy_url"] == "https://example.com/privacy"
    with workspace_scope(workspace.pk):
        assert FormVersion.objects.get(pk=old.pk).texts == old.texts


def test_the_same_texts_make_no_new_version(person, form, workspace):
    person.post(f"{FORMS}{form.pk}/texts/", shown(workspace, form).texts)

    assert shown(workspace, form).number == 1


def test_settings_are_changed(person, form, workspace):
    with workspace_scope(workspace.pk):
        source = make_source("fair")
    values = {
        "name": "Fair",
        "language": "es",
        "source_id": source.pk,
        "campaign_id": "",
        "topic": "",
        "allowed_origins": "https://a.example/page\nB.example:8443",
    }

    answer = person.post(f"{FORMS}{form.pk}/settings/", values)

    shown(workspace, form)
    assert answer.status_code == 303
    assert (form.name, form.language, form.source_id) == ("Fair", "es", source.pk)
    assert form.allowed_origins == ["https://a.example", "https://b.example:8443"]


def test_an_origin_that_is_none_is_refused(person, form, workspace):
    values = {"name": "Fair", "language": "es", "allowed_origins": "ftp://a.example"}

    answer = person.post(f"{FORMS}{form.pk}/settings/", values)

    assert answer.status_code == 422
    assert "no address of a website" in answer.content.decode()


def test_the_preview_shows_the_form_and_sends_nothing(person, form):
    page = person.get(f"{FORMS}{form.pk}/preview/").content.decode()

    assert 'name="email"' in page
    assert 'type="button" aria-disabled="true"' in page


PAGES = [
    "",
    "create/",
    "{pk}/",
    "{pk}/preview/",
    "{pk}/waiting/",
    "{pk}/texts/",
    "{pk}/settings/",
    "{pk}/fields/email/",
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_answer_marketers_and_refuse_others(client_for, marketer, rep, form, page):
    url = FORMS + page.format(pk=form.pk)

    assert client_for(marketer).get(url).status_code == 200
    assert client_for(rep).get(url).status_code == 403


@pytest.mark.parametrize("page", [page for page in PAGES if "{pk}" in page])
def test_another_workspaces_form_is_like_none(client_for, marketer, other_workspace, page):
    with workspace_scope(other_workspace.pk):
        foreign = make_form()

    assert client_for(marketer).get(FORMS + page.format(pk=foreign.pk)).status_code == 404


def test_the_api_lists_forms(api, form):
    answer = api("forms:read").get("/api/v1/forms/")

    assert answer.json()["results"][0]["url"].endswith(f"/f/{form.token}/")
    assert api("forms:read").get(f"/api/v1/forms/{form.public_id}/").json()["name"] == "Contact"
