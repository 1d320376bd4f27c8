"""Storing what arrives."""

import json

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from capture import findings
from capture.findings import Way
from capture.models import Inquiry
from capture.parsers import body, facts
from capture.services import submit
from core import scope
from core.scope import workspace_scope
from tests.factories.tenants import make_workspace
from work.models import WorkItem


pytestmark = pytest.mark.django_db
KEYS = st.sampled_from(["a", "b", None])
BODIES = st.sampled_from([{"email": "a@b.es"}, {"email": "c@d.es"}, {"phone": "600112233"}])


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=st.lists(st.tuples(KEYS, BODIES), max_size=12))
def test_any_order_of_keys_and_bodies_keeps_the_promise(db, posts):
    # A model beside it: a key belongs to the first body it came with; no key is always news.
    workspace = make_workspace(f"w{timezone.now():%H%M%S%f}")
    owner: dict[str, str] = {}
    expected = 0
    with workspace_scope(workspace.pk):
        for key, values in posts:
            raw = json.dumps(values)
            arrival = submit.Arrival(
                raw=raw.encode(), payload=values, channel="api", idempotency_key=key and f"api:{key}"
            )
            if key and owner.get(key, raw) != raw:
                with pytest.raises(submit.KeyReused):
                    submit.receive(arrival=arrival, at=timezone.now())
                continue
            is_news = key is None or key not in owner
            if key:
                owner[key] = raw
            expected += is_news
            assert submit.receive(arrival=arrival, at=timezone.now())[1] is is_news
        assert Inquiry.objects.count() == expected
        assert WorkItem.objects.filter(workspace_id=workspace.pk, queue="inquiry").count() == expected


@pytest.mark.parametrize("prepares", [True, False])
def test_an_inquiry_and_its_place_in_the_queue_are_one_statement(
    in_scope, settings, django_assert_num_queries, prepares
):
    settings.DATABASE_PREPARES = prepares
    at, payload = (
        timezone.now(),
        {"email": "ana@sol.es", "occurred_at": "2026-11-02T10:00:00+01:00", "n": [1]},
    )
    arrival = submit.Arrival(
        raw=b"\x00%s\xff", payload=payload, channel="api", signs=["honeypot"], seconds=1.234, user_agent="%s"
    )

    with django_assert_num_queries(1):
        inquiry, is_new = submit.receive(arrival=arrival, at=at)

    stored = Inquiry.objects.get()
    assert is_new
    assert all(
        getattr(stored, field.attname) == getattr(inquiry, field.attname) for field in Inquiry._meta.fields
    )
    assert (bytes(stored.raw), stored.signs, stored.state) == (b"\x00%s\xff", ["honeypot"], "received")
    assert WorkItem.objects.get(queue="inquiry").key == inquiry.pk
    inquiry.state = "failed"
    inquiry.reason = "error"
    inquiry.save(update_fields=["state", "reason"])


def test_nothing_is_stored_without_a_workspace(db):
    with pytest.raises(scope.NoWorkspace):
        submit.receive(arrival=submit.Arrival(raw=b"", payload={}, channel="api"), at=timezone.now())


@examples(max_examples=300, deadline=None)
@given(
    raw=st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_no_bytes_break_the_readers(raw):
    for parsed in (
        body.parse_json(raw),
        body.parse_urlencoded(raw),
        body.parse_urlencoded(raw, charset="utf-7"),
    ):
        reading = facts.read(parsed.payload)
        json.dumps(parsed.payload, allow_nan=False).encode()
        assert "\x00" not in json.dumps(parsed.payload, ensure_ascii=False)
        found = findings.of(reading, Way("form", signs=parsed.signs), {})
        assert "\x00" not in json.dumps(found, allow_nan=False, ensure_ascii=False).encode().decode()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@examples(max_examples=300, deadline=None)
@given(payload=st.dictionaries(st.sampled_from(sorted(facts.NAMES)) | st.text(max_size=8), JSON, max_size=8))
def test_no_object_breaks_the_reading(payload):
    reading = facts.read(payload)

    found = findings.of(reading, Way("api"), {})
    assert "\x00" not in json.dumps(found, allow_nan=False, ensure_ascii=False).encode().decode()
    assert all(isinstance(value, str | int) for value in reading.facts.values())
    assert set(reading.doubts) <= facts.NAMES
