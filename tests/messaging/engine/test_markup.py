"""What a person writes becomes blocks, links and plain text, and nothing else gets through."""

import pytest

from messaging import tags
from messaging.engine import mjml, render
from messaging.engine.markup import parse
from messaging.links import Target


KNOWN = {"lead.first_name", "lead.company", "workspace.name"}
FRAME = mjml.Frame("en", "", "Because you asked.", "Unsubscribe", "Choose")
WAYS_OUT = render.Addresses("https://x.test/u", "https://x.test/p", "Calle 1\nMadrid")
# What people try who think that mails are Django templates (reliability §6).
HOSTILE = [
    "{{settings.SECRET_KEY}}",
    "{{ settings.SECRET_KEY }}",
    "{% load static %}",
    "{{lead.__class__}}",
    "{{ lead.first_name.__class__ }}",
    "{{7*7}}",
    "{{ lead.first_name|safe }}",
    "{{ lead.first_name | default: lead.company }}",
    "{{ lead.password }}",
    "{{ link:0 }}",
    "{{ system.unsubscribe }}",
    "{{ custom.secret }}",
    "${7*7}",
    "{{",
    "{{{{ lead.first_name }}}}",
    "<%= 7*7 %>",
    "\ue0000\ue001",
]


class Version:
    """A compiled mail."""

    def __init__(self, body: str, subject: str = "Hello") -> None:
        parsed = parse(body, known=KNOWN, resolve=_resolve)
        self.subject, self.faults = subject, parsed.faults
        self.html = mjml.write_html(parsed.blocks, FRAME)
        self.text = mjml.write_text(parsed.text, FRAME)
        self.links = [{"url": target.url, "label": target.label} for target in parsed.links]


def _resolve(address: str) -> Target | None:
    if address.startswith("content:"):
        name = address.removeprefix("content:")
        return Target("https://x.test/guide", topic="solar", content=name) if name == "guide" else None
    return Target(address)


def _fill(version: Version, **values: str) -> render.Rendered:
    return render.fill(version, {name.replace("__", "."): value for name, value in values.items()}, WAYS_OUT)


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_looks_like_code_stays_the_text_it_is(piece: str) -> None:
    version = Version(f"Before {piece} after [x](https://x.test/a)", subject=f"About {piece}")
    mail = _fill(version, lead__first_name="Ana", lead__company="SECRET")
    shown = mail.text.replace("\u2060", "")
    for text in (shown, mail.subject):
        assert "49" not in text
        assert "SECRET" not in text.replace("SECRET_KEY", "")
        assert "https://x.test/u" not in text.split("-- ")[0]
    if piece.startswith("{"):
        # Two underscores on each side are emphasis; nothing else may change.
        assert piece.replace("{{ lead.first_name }}", "Ana").replace("__", "") in shown


@pytest.mark.parametrize("piece", [text for text in HOSTILE if "{{" in text or "{%" in text])
def test_what_looks_like_code_is_named_before_it_can_be_published(piece: str) -> None:
    assert tags.misfits(f"Before {piece} after", KNOWN)


def test_tags_inside_facts_are_never_read_again() -> None:
    nested = "{{ lead.company }} {{ system.unsubscribe }} {{ link:0 }} <b>"
    mail = _fill(
        Version("Hello {{ lead.first_name }} [x](https://x.test/a)"),
        lead__first_name=nested,
        lead__company="SECRET",
    )
    assert nested in mail.text
    assert "{{ lead.company }} {{ system.unsubscribe }} {{ link:0 }} &lt;b&gt;" in mail.html
    assert "SECRET" not in mail.html + mail.text


def test_a_missing_fact_takes_the_default_and_an_unknown_one_leaves_a_gap() -> None:
    mail = _fill(Version('Hi {{ lead.first_name | default: "you & *co*" }}, {{ lead.company }}.'))
    assert "Hi you & *co*, ." in mail.text
    assert "Hi you &amp; *co*, ." in mail.html


def test_html_of_the_writer_and_of_facts_is_shown_not_run() -> None:
    mail = _fill(
        Version("<script>alert(1)</script> {{ lead.first_name }} ![a](https://x.test/a.png)"),
        lead__first_name='"><img src=x onerror=alert(1)>',
    )
    assert "<script" not in mail.html
    assert "<img src=x" not in mail.html


def test_a_subject_is_one_line_whatever_the_facts_hold() -> None:
    forged = "Ana\r\nBcc: everybody@example.com"
    mail = _fill(Version("Hi", subject="Hi {{ lead.first_name }}"), lead__first_name=forged)
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_buttons_pictures_and_content_links_find_their_place() -> None:
    body = "Hi\n\n[Button: Read *it*](content:guide)\n\n![A roof](https://x.test/roof.png)\n\nSee [this](https://x.test/b)."
    parsed = parse(body, known=KNOWN, resolve=_resolve)
    assert [block.kind for block in parsed.blocks] == ["text", "button", "image", "text"]
    assert [(link.url, link.label, link.topic, link.content) for link in parsed.links] == [
        ("https://x.test/guide", "Read it", "solar", "guide"),
        ("https://x.test/b", "this", "", ""),
    ]
    assert parsed.faults == []
    assert "Read it: {{ link:0 }}" in parsed.text


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("http://127.0.0.1/x", "bad_link"),
        ("http://2130706433/", "bad_link"),
        ("http://0x7f.1/", "bad_link"),
        ("https://localhost/x", "bad_link"),
        ("https://intranet/x", "bad_link"),
        ("https://server.local/x", "bad_link"),
        ("http://192.168.1.4/x", "bad_link"),
        ("http://[::1]/", "bad_link"),
        ("http://[64:ff9b::7f00:1]/", "bad_link"),
        ("http://169.254.169.254/latest", "bad_link"),
        ("javascript:alert(1)", "bad_link"),
        ("data:text/html,x", "bad_link"),
        ("file:///etc/passwd", "bad_link"),
        ("https://bank.example@evil.example/", "bad_link"),
        ("//evil.example/", "bad_link"),
        ("/relative", "bad_link"),
        ("https://", "bad_link"),
        ("content:nothing", "unknown_content"),
        ("https://x.test/{{lead.company}}", "tag_in_link"),
    ],
)
def test_links_that_no_reader_can_open_are_faults_and_lead_nowhere(link: str, code: str) -> None:
    parsed = parse(f"[here]({link})", known=KNOWN, resolve=_resolve)
    assert [fault.code for fault in parsed.faults] == [code]
    assert [target.url for target in parsed.links] == ["#"]


@pytest.mark.parametrize(
    "link",
    [
        "https://x.test/a?b=1&c=%20d#e",
        "http://x.test:8080/",
        "https://ñandú.es/á",
        "mailto:a@x.test",
        "tel:+34600",
    ],
)
def test_links_that_readers_can_open_are_fine(link: str) -> None:
    assert parse(f"[here]({link})", known=KNOWN, resolve=_resolve).faults == []


def test_pictures_need_https_and_words() -> None:
    parsed = parse("![](http://x.test/a.png)", known=KNOWN, resolve=_resolve)
    assert [(fault.code, fault.is_warning) for fault in parsed.faults] == [
        ("bad_image", False),
        ("no_alt", True),
    ]


def test_plain_text_keeps_the_order_of_lists_and_quotations() -> None:
    text = parse("# Title\n\n1. one\n2. two\n   - deep\n\n> said\n> so\n\nend", known=KNOWN).text
    assert text == "Title\n\n1. one\n2. two\n  - deep\n\n> said\n> so\n\nend"


def test_every_mail_says_who_writes_and_how_to_stop_it() -> None:
    mail = _fill(Version("Hi"))
    for part in (mail.html, mail.text):
        for words in ("Calle 1", "Madrid", "Because you asked.", "https://x.test/u", "https://x.test/p"):
            assert words in part


def test_a_mail_that_lost_its_way_out_is_not_made() -> None:
    version = Version("Hi")
    version.html = version.html.replace("{{ system.unsubscribe }}", "")
    with pytest.raises(ValueError, match="unsubscribe"):
        _fill(version)


def test_a_mail_without_tracked_links_leads_straight_to_the_targets() -> None:
    version = Version("[a](https://x.test/a) [b](https://x.test/b)")
    straight = _fill(version)
    ways = render.Addresses(
        "https://x.test/u", "https://x.test/p", "", trap="https://x.test/t", places={0: "https://x.test/c/0"}
    )
    tracked = render.fill(version, {}, ways)
    assert 'href="https://x.test/a"' in straight.html
    assert "display:none;max-height" not in straight.html
    assert 'href="https://x.test/c/0"' in tracked.html
    assert 'href="https://x.test/b"' in tracked.html
    assert 'href="https://x.test/t"' in tracked.html
    assert "https://x.test/t" not in tracked.text
