"""What a hook takes: every post stored first, answered after the commit, read by the worker."""

import pytest
from django.test import Client

from capture.choices import InquiryState, Reason
from capture.services import hook_posts
from tests.capture.hooks.posting import FORM, leads, make_hook, post, posted, work


pytestmark = pytest.mark.django_db
ANA = {"email": "ana@sol.es", "name": "Ana Ruiz", "message": "Cocina nueva"}


def test_a_post_becomes_a_lead(workspace):
    hook = make_hook(workspace)

    inquiry = posted(workspace, hook, ANA)

    assert (inquiry.state, inquiry.lead.email) == (InquiryState.ACCEPTED, "ana@sol.es")
    assert (inquiry.lead.first_name, inquiry.lead.last_name) == ("Ana", "Ruiz")
    assert inquiry.payload["message"] == "Cocina nueva"
    assert inquiry.hook_id == hook.pk


def test_the_answer_tells_the_id_and_comes_after_the_row(workspace):
    answer = post(make_hook(workspace), ANA)

    assert answer.status_code == 200
    assert answer.json()["id"] == str(work(workspace)[0].public_id)


def test_an_unknown_token_is_nothing(workspace):
    assert Client().post("/hooks/nothing/", ANA, content_type="application/json").status_code == 404


def test_the_mail_hook_keeps_its_address(client):
    assert client.post("/hooks/mail/nothing/").status_code == 404


def test_a_hook_that_is_switched_off_takes_nothing(workspace):
    hook = make_hook(workspace, is_active=False)

    assert post(hook, ANA).status_code == 410
    assert work(workspace) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", ""),
        (b"nothing but words", "text/plain"),
        (b"[" * 5000, "application/json"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "application/json"),
        (b'{"email": "a\\u0000@sol.es"}', "application/json"),
        (b'{"email": "\\ud800@sol.es"}', "application/json"),
        (b'{"email": "ana@sol.es", "n": 1e999}', "application/json"),
        (b'{"n": ' + b"9" * 5000 + b"}", "application/json"),
        (b"\xff\xfe\x00{", "application/json"),
        ('{"email": "ana@sol.es"}'.encode("utf-16"), "application/json; charset=utf-16"),
        (b"email=%FF%FE&name=%00", FORM),
        (b"a=1&" * 3000, FORM),
        (b"email=ana@sol.es", "multipart/form-data"),
        (b"email=ana@sol.es", "multipart/form-data; boundary="),
        (b"--x\r\nContent-Disposition: form-data; name\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
        (
            b"--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=a\r\n\r\n???",
            "multipart/form-data; boundary=x",
        ),
        (b"{}", "application/json"),
        (b"null", "application/json"),
        (b'"text"', "application/json"),
        (b"[1, 2, 3]", "application/json"),
        (b"[[[]]]", "application/json"),
        (b'{"email": {"email": {}}, "phone": [[]], "name": [null]}', "application/json"),
        (b'{"email": true, "phone": false, "country": 7, "employees": "many"}', "application/json"),
        (b'{"consent": {"marketing": {}}, "utm": 1, "custom": []}', "application/json"),
        (b"\x80\x81\x82", "text/\x80"),
    ],
    ids=range(25),
)
def test_whatever_comes_is_stored_and_never_a_fault_of_ours(workspace, body, kind):
    answer = post(make_hook(workspace), body, kind)

    assert answer.status_code == 200
    (inquiry,) = work(workspace)
    assert bytes(inquiry.raw) == body
    assert inquiry.state in {InquiryState.ACCEPTED, InquiryState.QUARANTINED}


def test_what_nobody_mapped_waits_with_its_payload(workspace):
    inquiry = posted(workspace, make_hook(workspace), {"kontakt": {"wert": "x"}})

    assert (inquiry.state, inquiry.reason) == (InquiryState.QUARANTINED, Reason.UNMAPPED)


def test_a_wrong_secret_is_refused_kept_and_makes_no_lead(workspace):
    hook = make_hook(workspace, secret="right")

    answer = post(hook, ANA, x_hook_secret="wrong")

    assert answer.status_code == 403
    (inquiry,) = work(workspace)
    assert (inquiry.state, inquiry.reason) == (InquiryState.QUARANTINED, Reason.BAD_SIGNATURE)
    assert leads(workspace) == []


def test_a_stranger_cannot_fill_the_table(workspace, monkeypatch):
    monkeypatch.setattr(hook_posts, "KEPT_AN_HOUR", 3)
    hook = make_hook(workspace, secret="right")

    answers = [post(hook, ANA).status_code for _try in range(6)]

    assert answers == [403] * 6
    assert len(work(workspace)) == 3
    assert post(hook, ANA, x_hook_secret="right").status_code == 200


def test_too_many_at_once_are_asked_to_wait(workspace, settings):
    settings.FORM_LIMIT_PER_NETWORK = 2
    hook = make_hook(workspace)

    answers = [post(hook, ANA) for _try in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0


def test_of_a_stranger_each_lead_counts_and_of_a_platform_each_post(workspace, settings):
    settings.FORM_LIMIT_PER_NETWORK = settings.FORM_LIMIT = 3
    many = [{"email": f"ana{number}@sol.es"} for number in range(3)]
    strangers = make_hook(workspace, mapping={"items": "[]"})
    platforms = make_hook(workspace, secret="right", mapping={"items": "[]"})

    post(strangers, many)
    post(platforms, many, x_hook_secret="right")
    assert len(work(workspace)) == 6

    assert post(strangers, ANA).status_code == 429
    assert post(platforms, ANA, x_hook_secret="right").status_code == 200


def test_a_secret_in_the_address_is_no_answer(workspace):
    hook = make_hook(workspace, secret="right")

    answer = post(hook, b"", FORM, query="?key=right&email=ana@sol.es&wood=oak")

    assert answer.status_code == 200
    (inquiry,) = work(workspace)
    assert "right" not in str(inquiry.payload)
    assert inquiry.payload["message"] == "wood: oak"


def test_more_than_two_megabytes_are_refused(workspace):
    answer = post(make_hook(workspace), b"x" * (2 * 1024 * 1024 + 1), "text/plain")

    assert answer.status_code == 413
    assert work(workspace) == []


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_writes_nothing(workspace, method):
    hook = make_hook(workspace)

    assert getattr(Client(), method)(f"/hooks/{hook.token}/?email=ana@sol.es").status_code == 200
    assert work(workspace) == []
