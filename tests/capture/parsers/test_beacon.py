"""What of a page's report is kept: the page, never who stands before it."""

import json

import pytest

from capture.parsers import beacon


SHOP = "https://www.acme.test"
ANA = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
MANY = "&".join(f"a{number}=1" for number in range(120))


def report(**values: object) -> beacon.Beacon:
    body = {"visitor": ANA, "kind": "page_view", "url": f"{SHOP}/", "entry": True} | values
    return beacon.read(json.dumps(body).encode())


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (f"{SHOP}/precios?page=2&utm_source=x&gclid=1&lc=T#top", f"{SHOP}/precios?page=2"),
        ("https://user:secret@www.acme.test/a", f"{SHOP}/a"),
        (f"https://user:secret@www.acme.test/a?{MANY}", f"{SHOP}/a"),
        (f"{SHOP}/baja/ana%40sol.es/ok", f"{SHOP}/baja/-/ok"),
        (f"{SHOP}/de/ana.ruiz@sol.es", f"{SHOP}/de/-"),
        ("https://medium.com/@ana/p", "https://medium.com/@ana/p"),
        (f"{SHOP}/?email=a&name=b&q=a@b.es&x={'y' * 65}&ml_subscriber=7", f"{SHOP}/"),
        ("https://[", ""),
        ("mailto:ana@sol.es", ""),
        ("android-app://com.google.android.gm/", "android-app://com.google.android.gm/"),
    ],
)
def test_an_address_tells_the_page_and_nobody(url, kept):
    assert beacon.tidy(url) == kept


@pytest.mark.parametrize(
    ("tag", "is_kept"),
    [
        ("ana@sol.es", False),
        ("ana%40sol.es", False),
        ("%2B34600111222", False),
        ("+34600111222", False),
        ("%2B34 (600) 111-222", False),
        ("0034600111222", False),
        ("600111222", False),
        ("600 11 12 22", False),
        ("93-123-45-67", False),
        ("otono-2026", True),
        ("2026-11-22", True),
        ("21345678901", True),
        ("120212345678901234", True),
        ("a+b", True),
    ],
)
def test_a_tag_tells_what_brought_somebody_and_not_who(tag, is_kept):
    seen = report(url=f"{SHOP}/?utm_content={tag}")

    assert ("content" in seen.data.get("utm", {})) is is_kept


@pytest.mark.parametrize("name", ["mc_eid", "_hsenc", "mkt_tok", "vero_id", "_kx"])
def test_the_id_by_which_a_mail_tool_knows_its_reader_is_only_noticed(name):
    seen = report(url=f"{SHOP}/?{name}=ana-7&utm_campaign=n7")

    assert (seen.channel, seen.url) == ("email", f"{SHOP}/")
    assert seen.data == {"utm": {"campaign": "n7"}, "ids": {name: "1"}}


def test_titles_and_names_lose_addresses():
    assert report(title="Gracias, ana@sol.es!").title == "Gracias, -!"
    assert report(kind="web_event", name="alta ana@sol.es").name == "alta -"
    assert report(kind="download", name="mailto:ana@sol.zip").name == ""
