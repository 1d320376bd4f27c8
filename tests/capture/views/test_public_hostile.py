import json

import pytest
from django.test import Client
from django.utils import timezone

from capture.services import process
from core.scope import workspace_scope
from tests.capture.views.visiting import HTML, PLAIN, address, old_stamp, stored


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
