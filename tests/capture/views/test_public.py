"""The hosted form and what is posted to it."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from capture import stamp
from capture.models import Form
from capture.services import forms
from core.scope import workspace_scope
from tests.capture.views.visiting import FILLED, HTML, PLAIN, address, old_stamp, stored
from tests.factories.capture import make_form
from tests.factories.leads import make_topic


pytestmark = pytest.mark.django_db


def test_the_page_is_plain_html_without_cookies_or_scripts(person, form):
    page = person.get(address(form))
    html = page.content.decode()

    assert page.status_code == 200
    assert not page.cookies
    assert "<script" not in html
    assert 'name="email"' in html
    assert re.search(r'<input type="checkbox" name="consent"[^>]*>', html)
    assert "checked" not in html
    assert page["Cache-Control"] == "no-store"
    assert len(page.content) < 24_000


def test_the_page_speaks_the_forms_language(person, workspace):
    with workspace_scope(workspace.pk):
        form = make_form(language="es")

    assert '<html lang="es"' in person.get(address(form)).content.decode()


def test_a_person_sends_the_form_and_gets_a_reference(person, form, workspace):
    answer = person.post(address(form), FILLED | {"_stamp": old_stamp(form)}, follow=True)

    inquiry = stored(workspace)[0]
    assert answer.redirect_chain == [(f"/f/{form.token}/thanks/{inquiry.public_id}/", 303)]
    assert inquiry.reference in answer.content.decode()
    assert inquiry.payload["email"] == "ana@sol.es"
    assert "_stamp" not in inquiry.payload
    assert inquiry.form_id == form.pk
    assert inquiry.signs == []


def test_an_obvious_mistake_is_shown_and_nothing_stored(person, form, workspace):
    answer = person.post(address(form), FILLED | {"email": "ana@", "_stamp": old_stamp(form)})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "name@example.com" in html
    assert "Cocina nueva" in html  # what was typed is kept
    assert 'href="#id_email"' in html
    assert stored(workspace) == []


def test_a_double_click_is_one_inquiry(person, form, workspace):
    filled = FILLED | {"_stamp": old_stamp(form)}

    first = person.post(address(form), urlencode(filled), content_type=PLAIN)
    second = person.post(address(form), urlencode(filled), content_type=PLAIN)

    assert first["Location"] == second["Location"]
    assert len(stored(workspace)) == 1


def test_saying_more_is_another_inquiry(person, form, workspace):
    filled = FILLED | {"_stamp": old_stamp(form)}
    person.post(address(form), filled)
    person.post(address(form), filled | {"message": "Y el suelo"})

    assert len(stored(workspace)) == 2


def test_the_trap_and_haste_are_noted_not_refused(person, form, workspace):
    fresh = re.search(r'name="_stamp" value="([^"]+)"', person.get(address(form)).content.decode())[1]

    trapped = person.post(address(form), FILLED | {"_stamp": old_stamp(form), "_url": "http://x"})
    hasty = person.post(address(form), FILLED | {"_stamp": stamp.make(form.token, at=timezone.now())})

    assert trapped.status_code == hasty.status_code == 303
    assert [inquiry.signs for inquiry in stored(workspace)] == [["honeypot"], ["too_fast"]]
    assert stamp.read(fresh, form.token)


def test_a_stamp_of_another_form_is_none():
    assert stamp.read(stamp.make("a", at=timezone.now()), "b") is None
    assert stamp.read("1.2.3:x", "b") is None


def test_an_embedded_form_is_stored_whatever_it_says(person, form, workspace):
    answer = person.post(address(form), {"email": "ana@", "nombre": "Ana"})

    assert answer.status_code == 303
    assert stored(workspace)[0].payload == {"email": "ana@", "nombre": "Ana", "full_name": "Ana"}


def test_a_script_posts_json_and_gets_json(form, workspace):
    answer = Client().post(address(form), FILLED, content_type="application/json")

    inquiry = stored(workspace)[0]
    assert answer.status_code == 202
    assert answer.json() == {
        "id": str(inquiry.public_id),
        "state": "received",
        "reference": inquiry.reference,
    }


def test_multipart_keeps_the_bytes(form, workspace):
    Client().post(address(form), FILLED)

    inquiry = stored(workspace)[0]
    assert inquiry.payload["message"] == "Cocina nueva"
    assert b"Cocina nueva" in bytes(inquiry.raw)


def test_the_senders_key_makes_two_posts_one(form, workspace):
    send = lambda values: Client().post(  # noqa: E731
        address(form), values, content_type="application/json", headers={"Idempotency-Key": "k"}
    )

    first, again, other = send(FILLED), send(FILLED), send({"email": "b@c.es"})

    assert first.json() == again.json()
    assert other.status_code == 422
    assert len(stored(workspace)) == 1


ALLOWED = "https://acme.example"


def test_a_listed_page_may_read_the_answer(form, workspace):
    with workspace_scope(workspace.pk):
        Form.objects.update(allowed_origins=[ALLOWED])

    asked = Client(headers={"Origin": ALLOWED}).options(address(form))
    answer = Client(headers={"Origin": ALLOWED}).post(address(form), FILLED, content_type="application/json")

    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == answer["Access-Control-Allow-Origin"] == ALLOWED
    assert answer.status_code == 202
    assert "Access-Control-Allow-Credentials" not in answer


def test_an_unlisted_page_is_noted_and_cannot_read(form, workspace):
    with workspace_scope(workspace.pk):
        Form.objects.update(allowed_origins=[ALLOWED])
    evil = Client(headers={"Origin": "https://evil.example"})

    asked, answer = evil.options(address(form)), evil.post(address(form), FILLED)

    assert "Access-Control-Allow-Origin" not in asked
    assert "Access-Control-Allow-Origin" not in answer
    assert stored(workspace)[0].signs == ["foreign_origin"]


def test_no_list_means_that_any_page_may_post_by_plain_html(form, workspace):
    Client(headers={"Origin": "https://any.example", "Accept": HTML}).post(address(form), FILLED)

    assert stored(workspace)[0].signs == []


def test_too_many_of_one_network_are_asked_to_wait(form, workspace, settings):
    settings.FORM_LIMIT_PER_NETWORK = 2
    posts = [
        Client(REMOTE_ADDR=f"203.0.113.{last}").post(address(form), FILLED, content_type="application/json")
        for last in (1, 2, 3)
    ]
    elsewhere = Client(REMOTE_ADDR="198.51.100.1").post(address(form), FILLED)

    assert [post.status_code for post in posts] == [202, 202, 429]
    assert 1 <= int(posts[2]["Retry-After"]) <= 60
    assert posts[2].json()["code"] == "too_many"
    assert elsewhere.status_code == 202
    assert len(stored(workspace)) == 3


def test_a_form_takes_only_so_many_in_all(form, settings):
    settings.FORM_LIMIT = 1
    first = Client(REMOTE_ADDR="203.0.113.1").post(address(form), FILLED)
    second = Client(REMOTE_ADDR="198.51.100.1", headers={"Accept": HTML}).post(address(form), FILLED)

    assert (first.status_code, second.status_code) == (202, 429)
    assert "Retry-After" in second
    assert "Too many" in second.content.decode()


def test_more_than_two_megabytes_are_refused(form, workspace):
    answer = Client().post(address(form), b"message=" + b"x" * 2_200_000, content_type=PLAIN)

    assert answer.status_code == 413
    assert stored(workspace) == []


def test_a_closed_form_says_so(person, form, workspace):
    with workspace_scope(workspace.pk):
        forms.publish(form=form, is_active=False, by=None, at=timezone.now())

    assert person.get(address(form)).status_code == 410
    assert person.post(address(form), FILLED).status_code == 410
    assert stored(workspace) == []


@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_an_unknown_token_leads_nowhere(db, person, method):
    assert getattr(person, method)("/f/no-such-token/").status_code == 404
    assert getattr(person, method)(f"/f/{'x' * 500}/").status_code == 404


def test_other_methods_are_refused(form):
    assert Client().put(address(form)).status_code == 405


def test_topics_of_the_workspace_can_be_chosen(person, form, workspace):
    with workspace_scope(workspace.pk):
        make_topic("baths", name="Baños")
        version = forms.current_version(form)
        topics = {"name": "topics", "kind": "choices", "label": "Sobre qué", "hint": "", "is_required": False}
        fields = [*version.fields, topics | {"options": []}]
        forms.save(form=form, fields=fields, texts=version.texts, by=None, at=timezone.now())

    page = person.get(address(form)).content.decode()
    person.post(address(form), FILLED | {"topics": ["baths"], "_stamp": old_stamp(form)})

    assert "Baños" in page
    assert stored(workspace)[0].payload["topics"] == ["baths"]


def test_the_form_may_end_on_a_page_of_the_customer(person, form, workspace):
    with workspace_scope(workspace.pk):
        version = forms.current_version(form)
        texts = {**version.texts, "redirect_url": "https://acme.example/thanks"}
        forms.save(form=form, fields=version.fields, texts=texts, by=None, at=timezone.now())

    page = person.get(address(form))
    answer = person.post(address(form), FILLED | {"_stamp": old_stamp(form)})

    assert "form-action 'self' https://acme.example" in page["Content-Security-Policy"]
    assert answer["Location"] == "https://acme.example/thanks"
