"""What platforms really posted, recorded by others; read where LEADCRM_TEST_DATA says. None of it is kept here.

Each is posted as its index says: twice, with a wrong secret, and all of a platform in the order of a shuffled list.
"""

import json
import os
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from capture.choices import InquiryState, Reason
from capture.parsers.hooks import presets
from tests.capture.hooks.posting import leads, make_hook, post, work


DATA = Path(os.environ.get("LEADCRM_TEST_DATA", "/nonexistent"))
INDEX = DATA / "3-webhooks" / "INDEX.jsonl"
needs_data = pytest.mark.skipif(
    not INDEX.exists(), reason="LEADCRM_TEST_DATA names no folder with 3-webhooks/"
)
pytestmark = [pytest.mark.django_db, needs_data, pytest.mark.slow]
SECRET = "SET-ME"
# What the index says in words, as what becomes of the post.
RIGHT = {
    "google_ads__live": "lead",
    "google_ads__test": Reason.TEST,
    "linkedin__lead_action": Reason.NEEDS_FETCH,
    "meta__graph_lead": "lead",
    "meta__leadgen_change": Reason.NEEDS_FETCH,
    "ampersand": "lead",
    "calendly__webhook-invitee-created": "lead",
    "callrail": "lead",
    "contactform7": "lead",
    "hubspot__forms_v3": "lead",
    "hubspot__json_0": Reason.NEEDS_FETCH,
    "hubspot__json_2": Reason.NO_LEAD,
    "hubspot_current_": Reason.NO_LEAD,
    "intercom__webhook-lead": "lead",
    "intercom__webhook-user-deleted": Reason.NO_LEAD,
    "jotform": Reason.NO_CONTACT,
    "monday": Reason.NO_LEAD,
    "outreach": Reason.NO_LEAD,
    "pipedrive_1_added.person": "lead",
    "pipedrive__user": "lead",
    "pipedrive_1": Reason.NO_LEAD,
    "salesforce": "lead",
    "typeform": Reason.NO_CONTACT,
    "webflow": Reason.NO_CONTACT,
}


class Fields(HTMLParser):
    """The fields of a form with what a person would write."""

    def __init__(self):
        super().__init__()
        self.values = {}

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name")
        if tag in {"input", "select", "textarea"} and name:
            typed = {"email": "ana@sol.es", "tel": "600123123"}.get(found.get("type"), f"Ana {name}")
            self.values[name] = found.get("value") or ("ana@sol.es" if name == "email" else typed)


def entries():
    if not INDEX.exists():
        return []
    every = [json.loads(line) for line in INDEX.read_text().splitlines()]
    return [one for one in every if "/ads/" in one["file"] or "/forms/" in one["file"]]


def name_of(entry):
    return Path(entry["file"]).name


def preset_of(entry):
    first = re.split(r"_", entry.get("provider") or name_of(entry))[0]
    try:
        return presets.named(first).name
    except presets.NoSuchPreset:
        return "generic"


def request_of(entry):
    """Return the body and content type as they were sent."""
    raw, kind = (DATA / entry["file"]).read_bytes(), entry.get("content_type", "")
    if "headers, body" in kind:
        return json.dumps(json.loads(raw)["body"]).encode(), "application/json"
    if kind.startswith("query"):
        return urlencode(json.loads(raw)).encode(), "application/x-www-form-urlencoded"
    if kind.startswith("HTML"):
        fields = Fields()
        fields.feed(raw.decode())
        return urlencode(fields.values).encode(), "application/x-www-form-urlencoded"
    return raw, kind.partition(" (")[0]


def right_of(entry):
    return next((right for start, right in RIGHT.items() if name_of(entry).startswith(start)), None)


posts = pytest.mark.parametrize("entry", entries(), ids=name_of)


def outcome(inquiry):
    return "lead" if inquiry.state == InquiryState.ACCEPTED else inquiry.reason


@posts
def test_it_becomes_what_the_index_says(workspace, entry):
    right = right_of(entry)
    hook = make_hook(workspace, preset_of(entry))

    assert post(hook, *request_of(entry)).status_code == 200

    inquiry = work(workspace)[0]
    print(name_of(entry), outcome(inquiry))
    assert right is None or outcome(inquiry) == right
    expected = entry.get("expected", {})
    told = {**inquiry.payload, **inquiry.payload.get("ids", {})}
    name = " ".join(filter(None, [told.get("first_name"), told.get("last_name")])) or told.get(
        "full_name", ""
    )
    if "email" in expected:
        assert told["email"].lower() == expected["email"].partition(" ")[0]
    if "name" in expected and "callrail" not in name_of(entry):
        assert name == expected["name"]
    if "gclid" in expected:
        assert told["gclid"] == expected["gclid"]
    for key, value in expected.get("custom", {}).items():
        assert told["custom"][key.lower()] == value
    if expected.get("consent"):
        assert told["consent"]["marketing"] is True


@posts
def test_twice_is_once(workspace, entry):
    hook = make_hook(workspace, preset_of(entry))
    post(hook, *request_of(entry))
    once = work(workspace)
    made = len(leads(workspace))

    assert post(hook, *request_of(entry)).status_code == 200

    assert len(work(workspace)) == 2 * len(once)
    assert len(leads(workspace)) == made


@posts
def test_with_a_wrong_secret_it_makes_no_lead(workspace, entry):
    hook = make_hook(workspace, preset_of(entry), "another secret")

    assert post(hook, *request_of(entry)).status_code == 403
    assert {one.reason for one in work(workspace)} == {Reason.BAD_SIGNATURE}
    assert leads(workspace) == []


def test_any_order_loses_none(workspace):
    every = entries()
    random.Random(7).shuffle(every)
    hook = make_hook(workspace)
    for entry in every:
        assert post(hook, *request_of(entry)).status_code == 200

    stored = work(workspace)
    first = [one for one in stored if one.origin_id is None]
    assert len(first) == len(every)
    assert not any(one.state == InquiryState.RECEIVED for one in stored)
    right = sum(right_of(entry) in {None, outcome(one)} for entry, one in zip(every, first, strict=True))
    print("right by a hook without a preset:", right, "of", len(every))
    assert right >= len(every) - 6
