"""What proves a sender is left out of a post, in whatever way it is written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.parsers.hooks import secrecy


SECRET = 's3cr"t \\ key'


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"google_key": SECRET, "lead_id": "1"}),
        json.dumps({"google_key": SECRET, "lead_id": "1"}, indent=2),
        json.dumps({"lead_id": "1", "deep": [{"Password": SECRET}]}),
        json.dumps({"lead_id": "1", "google_key": SECRET})[:-2],
        "google_key=s3cr%22t&lead_id=1",
        "lead_id=1&secret=s3cr%22t",
        '--x\r\nContent-Disposition: form-data; name="secret"\r\n\r\ns3cr"t\r\n--x\r\nlead_id',
        json.dumps({"payload": json.dumps({"google_key": "s3cret", "lead_id": 1})}),
    ],
)
def test_the_secret_is_gone_and_the_rest_stands(text):
    shown = secrecy.masked(text)

    assert "s3cr" not in shown
    assert "lead_id" in shown
    assert secrecy.MASK in shown


@pytest.mark.parametrize(
    "text",
    ['{"key": "a", "token": "b"}', "my_secret=1", '{"note": "my secret: x"}', "", '{"secretary": "Ana"}'],
)
def test_what_only_looks_like_it_stands(text):
    assert secrecy.masked(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=3).map(lambda text: f"<{text}>"))
def test_no_value_of_json_slips_through(secret):
    shown = secrecy.masked(json.dumps({"google_key": secret, "name": "Ana"}, ensure_ascii=False))

    assert json.loads(shown.replace(secrecy.MASK, f'"{secrecy.MASK}"')) == {
        "google_key": secrecy.MASK,
        "name": "Ana",
    }
