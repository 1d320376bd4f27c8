"""The hosted form and what is posted to it."""

import json
import re
import time
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from capture import stamp
from capture.models import Form, Inquiry
from capture.services import forms, process
from core.scope import workspace_scope
from tests.factories.capture import make_form
from tests.factories.leads import make_topic


pytestmark = pytest.mark.django_db
HTML = "text/html,application/xhtml+xml"
PLAIN = "application/x-www-form-urlencoded"
FILLED = {"full_name": "Ana Ruiz", "email": "ana@sol.es", "message": "Cocina nueva"}


@pytest.fixture
def form(workspace):
    with workspace_scope(workspace.pk):
        return make_form()


@pytest.fixture
def person():
    return Client(headers={"Accept": HTML})


def address(form):
    return f"/f/{form.token}/"


def stored(workspace):
    with workspace_scope(workspace.pk):
        return list(Inquiry.objects.order_by("pk"))


def old_stamp(form, seconds=30):
    shown_at = int(time.time() * 1000) - seconds * 1000
    return signing.Signer(salt=stamp.SALT).sign(f"{shown_at}.nonce.{form.token}")


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


HOSTILE = {
    "nul": (PLAIN, b"email=ana%00@sol.es&message=a%00b"),
    "raw nul": (PLAIN, b"email=ana\x00@sol.es"),
    "lone surrogate": ("application/json", b'{"email": "a@b.es", "message": "\\ud800"}'),
    "json nul": ("application/json", b'{"email": "a@b.es\\u0000"}'),
    "deep json": ("application/json", b'{"email": "a@b.es", "x": ' + b"[" * 900 + b"]" * 900 + b"}"),
    "unclosed deep json": ("application/json", b"[" * 100_000),
    "infinite": ("application/json", b'{"email": "a@b.es", "x": 1e400}'),
    "not a number": ("application/json", b'{"email": "a@b.es", "x": NaN}'),
    "huge integer": ("application/json", b'{"email": "a@b.es", "x": ' + b"9" * 5000 + b"}"),
    "big field": (PLAIN, b"email=a%40b.es&message=" + b"x" * 2_000_000),
    "duplicate keys": ("application/json", b'{"email": "a@b.es", "email": "c@d.es"}'),
    "duplicate names": (PLAIN, b"email=a%40b.es&email=c%40d.es&consent=1&consent=1"),
    "wrong charset": (f"{PLAIN}; charset=klingon", b"email=a%40b.es&message=%e1"),
    "utf-16 charset": (f"{PLAIN}; charset=utf-16", b"email=a%40b.es"),
    "latin-1": (f"{PLAIN}; charset=iso-8859-1", b"email=a%40b.es&full_name=Pe%F1a"),
    "invalid utf-8": ("application/json", b'{"email": "a@b.es", "message": "\xff\xfe"}'),
    "utf-8 bom": ("application/json", b'\xef\xbb\xbf{"email": "a@b.es"}'),
    "rtl override": (PLAIN, "email=a@b.es&full_name=\u202eanA".encode()),
    "plus and equals": (PLAIN, b"email=a%2Bb%40b.es&message=1%2B1%3D2&=&=x&&a"),
    "crlf in e-mail": (PLAIN, b"email=ana%40sol.es%0d%0aBcc%3a+all%40sol.es"),
    "idn": (PLAIN, "email=ana@españa.es".encode()),
    "n tilde local part": (PLAIN, "email=peña@sol.es".encode()),
    "empty": (PLAIN, b""),
    "no content type": ("", b"email=a%40b.es"),
    "odd content type": ("application/x-\xff; charset=\xff", b"email=a%40b.es"),
    "text": ("text/plain", b"hello"),
    "bytes": ("application/octet-stream", bytes(range(256))),
    "broken multipart": ("multipart/form-data; boundary=x", b"--x\r\nnothing"),
    "multipart without boundary": ("multipart/form-data", b"email=a"),
    "multipart bad boundary": ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    "many fields": (PLAIN, b"&".join(b"f%d=1" % number for number in range(2000))),
    "json list": ("application/json", b'[{"email": "a@b.es"}]'),
    "json string": ("application/json", b'"a@b.es"'),
    "json groups of the wrong kind": (
        "application/json",
        b'{"email": "a@b.es", "custom": 1, "utm": [1], "consent": [true], "topics": {"a": 1}}',
    ),
    "form groups of the wrong kind": (PLAIN, b"email=a%40b.es&custom=1&custom.x=2&utm=3&utm_source=4&consent=1"),
    "private names": (PLAIN, b"email=a%40b.es&_stamp=1&_stamp=2&_x=3"),
    "control characters": (PLAIN, b"email=a%40b.es&message=%01%02%1b%5b31m"),
    "markup": (PLAIN, b"email=a%40b.es&full_name=%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
    "very long names": (PLAIN, b"email=a%40b.es&" + b"k" * 5000 + b"=1"),
    "date far out": ("application/json", b'{"email": "a@b.es", "occurred_at": "9999-12-31T23:59:59-23:59"}'),
    "date of nonsense": ("application/json", b'{"email": "a@b.es", "occurred_at": "2026-13-45T99:99:99Z"}'),
}  # fmt: skip


@pytest.mark.parametrize("accept", [HTML, "*/*"])
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_the_public_sends_is_lost_or_breaks_anything(form, workspace, name, accept):
    content_type, raw = HOSTILE[name]

    answer = Client(headers={"Accept": accept, "User-Agent": "x\x00\xff" * 200}).generic(
        "POST", address(form), raw, content_type=content_type
    )

    assert answer.status_code in {202, 303}
    inquiry = stored(workspace)[0]
    assert bytes(inquiry.raw) == raw
    with workspace_scope(workspace.pk):
        process.run(keys=[inquiry.pk], at=timezone.now())
        inquiry.refresh_from_db()
    assert inquiry.state in {"accepted", "quarantined"}
    assert json.dumps(inquiry.payload)


def test_a_stamped_page_post_with_hostile_values_is_no_fault(person, form):
    for raw in (b"email=%00&_stamp=", b"email=a&topics=x&consent.x=1&_stamp="):
        answer = person.post(address(form), raw + old_stamp(form).encode(), content_type=PLAIN)
        assert answer.status_code == 422
