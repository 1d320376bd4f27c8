"""What an answer of an address means, and the call that names nothing."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from tests.architecture import access
from tests.architecture.access import Entry
from tests.architecture.callers import ENTRIES, ask, undone
from tests.architecture.samples import sample_of
from tests.architecture.world import Call, World, inside


OBJECT = re.compile(r"<(int|uuid):(pk|public_id|account|task)>")
FORMS = {entry.name for entry in ENTRIES if entry.method == "GET"}


def described(entry: Entry, who: str, expected: object, answer: HttpResponse) -> str:
    """Return a line for the list of faults."""
    line = (
        f"{entry.method} {entry.name} ({entry.path}) as {who}: expected {expected}, got {answer.status_code}"
    )
    if answer.status_code >= 400 and answer.status_code not in {401, 403, 404}:
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode(errors="replace")))
        line += f" · {text[-300:]}" if answer.status_code == 422 else f" · {text[:300]}"
    return line


def is_good(entry: Entry, call: Call, answer: HttpResponse) -> bool:
    """Say whether the address served somebody who may: a form sent without a body may ask for its fields."""
    may_ask_back = entry.method != "GET" and entry.name in FORMS and call.body is None and entry.is_page
    return answer.status_code < 400 or (may_ask_back and answer.status_code == 422)


def is_hidden(role: str, entry: Entry, answer: HttpResponse) -> bool:
    """Say whether the row is one that reps do not see: a lead still with Marketing, or given away just now."""
    return role == "rep" and answer.status_code == 404 and entry.name in BEFORE_SALES


# Their sample is a lead without an owner, which no rep sees.
BEFORE_SALES = {"leads:close", "scoring:grade", "leads:reopen"}


def anything(entry: Entry) -> Call:
    """Return values that fit the address and name nothing: who may not come in learns nothing of what is there."""
    made: dict[str, Any] = {}
    for kind, name in re.findall(r"<(\w+):(\w+)>", entry.path):
        if name != "workspace":
            made[name] = {"int": 2**40, "uuid": uuid4()}.get(kind, "gone")
    return Call(made)


def words(answer: HttpResponse) -> str:
    """Return the body without what differs from request to request."""
    return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken|nonce)[^>]*', "", answer.content.decode()) + str(
        answer.status_code
    )


def nowhere(entry: Entry, call: Call) -> Call:
    """Return the same call with ids that nobody has."""
    ids = {name: {"int": 2**40, "uuid": uuid4()}[kind] for kind, name in OBJECT.findall(entry.path)}
    return Call(call.kwargs | ids, call.body, call.query)


def seen_of_another_team(client: Client, entries: Iterable[Entry], world: World) -> list[str]:
    """Return a line for each lead or deal that a rep of another team is not refused."""
    faults = []
    for entry in entries:
        is_of_a_rep = re.search(r"(leads|opportunities|today)/<(int:pk|uuid:public_id)>", entry.path)
        if "rep" not in access.allowed_roles(entry.capability) or not is_of_a_rep:
            continue
        with undone(), inside(world):
            answer = ask(client, entry, sample_of(entry.name, world))
        if answer.status_code != 404:
            faults.append(described(entry, "rep of another team", 404, answer))
    return faults
