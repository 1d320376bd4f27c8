"""The bytes of a mail: headers that nobody can break out of, both parts, lines that SMTP takes."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

import pytest

from messaging.engine.letter import Letter, build
from messaging.engine.smtp import _stuffed


def make(**values: Any) -> Any:
    letter = Letter(
        **{
            "id": "0191",
            "host": "crm.example",
            "sender": "news@example.com",
            "sender_name": "Acme",
            "to": "ana@x.es",
            "subject": "Hola",
            "text": "¡Hola!\n",
            "at": datetime(2026, 11, 22, 8, tzinfo=UTC),
        }
        | values
    )
    return message_from_bytes(build(letter), policy=policy.default)


@pytest.mark.parametrize("field", ["subject", "sender_name", "to_name"])
def test_a_line_break_begins_no_header(field: str) -> None:
    letter = make(**{field: "Ana\r\nBcc: thief@evil.example\n\nbody"})

    assert letter["Bcc"] is None
    assert letter.get_content().strip() == "¡Hola!"


def test_long_addresses_in_headers_stay_whole() -> None:
    url = "<https://crm.example/u/" + "a" * 300 + ">"

    letter = make(headers={"List-Unsubscribe": url, "X-Send-Id": "forged\r\nBcc: x@y.z"}, html="<p>Hola</p>")

    assert letter["List-Unsubscribe"] == url
    assert letter["Bcc"] is None
    assert letter.get_content_type() == "multipart/alternative"


def test_accents_and_emoji_arrive() -> None:
    letter = make(subject="Peñalba 🏡 " + "ñ" * 120, sender_name="Reformas Peñalba", text="Ñandú\n.\nfin\n")

    assert letter["Subject"] == "Peñalba 🏡 " + "ñ" * 120
    assert letter["From"].addresses[0].display_name == "Reformas Peñalba"
    assert letter.get_content().splitlines() == ["Ñandú", ".", "fin"]


def test_a_lone_dot_ends_no_letter_early() -> None:
    assert _stuffed(b"a\n.\n..b\r\nc") == b"a\r\n..\r\n...b\r\nc\r\n"
