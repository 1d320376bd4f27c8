import json

import pytest

from leadcrm.runtime import banner
from leadcrm.runtime.home import Home


def _text(home: Home) -> str:
    return "\n".join(banner.lines(home, address="http://127.0.0.1:8000", seconds=4.2))


def test_banner_tells_the_address_and_who_may_sign_in(home: Home) -> None:
    entry = {
        "email": "ana@reformas.test",
        "password": "a-long-password",
        "role": "rep",
        "workspace": "reformas",
    }
    (home.root / "sample.json").write_text(json.dumps({"sign_ins": [entry]}))

    text = _text(home)

    assert "http://127.0.0.1:8000 after 4.2 s" in text
    assert "ana@reformas.test" in text
    assert "a-long-password" in text


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"sign_ins": ["x"]}'])
def test_banner_does_without_a_sample(home: Home, content: str | None) -> None:
    if content is not None:
        (home.root / "sample.json").write_text(content)

    assert "Ctrl-C stops everything." in _text(home)
