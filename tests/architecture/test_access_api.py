"""Every address of the API, tried as everybody and with keys of every kind."""

import pytest

from tenants.choices import NO_KEY, SCOPES, Role
from tenants.models import ApiKey
from tests.architecture import access
from tests.architecture.callers import API, ask, program, session, undone
from tests.architecture.samples import sample_of
from tests.architecture.verdicts import (
    OBJECT,
    anything,
    described,
    nowhere,
    seen_of_another_team,
)
from tests.architecture.world import AT, World, inside
from tests.clients import JsonClient
from tests.factories import tenants as people


@pytest.mark.slow
@pytest.mark.parametrize("role", Role.values)
def test_api_serves_each_role_as_documented(role: str, acme: World) -> None:
    faults = []
    client = session(acme.members[role], "acme")
    for entry in API:
        allowed = role in access.allowed_roles(entry.capability)
        with undone(), inside(acme):
            call = sample_of(entry.name, acme) if allowed else anything(entry)
            answer = ask(client, entry, call)
        if not allowed and answer.status_code != 403:
            faults.append(described(entry, role, 403, answer))
        elif allowed and answer.status_code >= 400 and not (role == "rep" and answer.status_code == 404):
            faults.append(described(entry, role, "good", answer))

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_api_serves_a_key_with_the_scope_and_no_other(acme: World) -> None:
    faults = []
    right = {scope: program(people.make_api_key(acme.workspace, [scope])) for scope in SCOPES}
    wrong = {
        scope: program(people.make_api_key(acme.workspace, sorted(set(SCOPES) - {scope}))) for scope in SCOPES
    }
    every = program(people.make_api_key(acme.workspace))
    for entry in API:
        if entry.scope == NO_KEY:
            with undone():
                answer = ask(every, entry, anything(entry))
            if answer.status_code != 403:
                faults.append(described(entry, "key with every scope", 403, answer))
            continue
        with undone(), inside(acme):
            call = sample_of(entry.name, acme)
            answers = [("key with the scope", "good", ask(right[entry.scope], entry, call))]
        with undone():
            answer = ask(wrong[entry.scope], entry, anything(entry))
            answers.append(("key with every other scope", 403, answer))
        faults += [
            described(entry, who, expected, answer)
            for who, expected, answer in answers
            if (answer.status_code >= 400 if expected == "good" else answer.status_code != expected)
        ]

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_api_needs_a_key_that_is_good(acme: World) -> None:
    revoked, expired = people.make_api_key(acme.workspace), people.make_api_key(acme.workspace)
    keys = list(ApiKey.objects.order_by("pk"))
    ApiKey.objects.filter(pk=keys[0].pk).update(revoked_at=AT)
    ApiKey.objects.filter(pk=keys[1].pk).update(expires_at=AT)
    callers = {
        "nobody": JsonClient(),
        "garbage": program("sk_garbage"),
        "no key after the word": program(" "),
        "revoked key": program(revoked),
        "expired key": program(expired),
    }
    faults = []
    for entry in API:
        for who, client in callers.items():
            with undone():
                answer = ask(client, entry, anything(entry))
            is_problem = answer["Content-Type"] == "application/problem+json"
            if answer.status_code != 401 or not is_problem or answer["WWW-Authenticate"] != "Bearer":
                faults.append(described(entry, who, 401, answer))

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_publishable_key_posts_inquiries_and_nothing_else(acme: World) -> None:
    secret = people.make_api_key(acme.workspace, kind="publishable", origins=["https://www.acme.test"])
    client = program(secret)
    faults = []
    for entry in API:
        is_its_own = entry.name == "capture-api:inquiries" and entry.method == "POST"
        with undone(), inside(acme):
            call = sample_of(entry.name, acme) if is_its_own else anything(entry)
            client.defaults["HTTP_ORIGIN"] = "https://www.acme.test"
            answer = ask(client, entry, call)
        if (answer.status_code == 202) != is_its_own or (not is_its_own and answer.status_code != 403):
            faults.append(described(entry, "publishable key", 202 if is_its_own else 403, answer))

    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["stranger", "former member"])
def test_api_does_not_exist_for_who_does_not_belong(who: str, acme: World, globex: World) -> None:
    client = session(globex.members["admin"] if who == "stranger" else acme.former, "acme")
    faults = []
    for entry in API:
        with undone():
            answer = ask(client, entry, anything(entry))
        if answer.status_code != 404:
            faults.append(described(entry, who, 404, answer))

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_api_does_not_tell_anothers_rows_from_none(acme: World, globex: World) -> None:
    faults = []
    client = program(people.make_api_key(acme.workspace))
    for entry in API:
        if not OBJECT.search(entry.path):
            continue
        with undone():
            with inside(globex):
                theirs = sample_of(entry.name, globex)
            answers = [ask(client, entry, call) for call in (theirs, nowhere(entry, theirs))]
        # What no key may call is refused before anything is looked for.
        expected = 403 if entry.scope == NO_KEY else 404
        faults += [
            described(entry, "key, foreign id", expected, answer)
            for answer in answers
            if answer.status_code != expected
        ]
        bodies = [answer.json() | {"instance": ""} for answer in answers]
        if bodies[0] != bodies[1]:
            faults.append(f"{entry.name}: another's row and no row read differently: {bodies}")

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_reps_do_not_reach_another_teams_leads_and_deals_by_api(acme: World) -> None:
    faults = seen_of_another_team(session(acme.other_rep, "acme"), API, acme)

    assert not faults, "\n".join(faults)


def test_session_needs_a_csrf_token(acme: World) -> None:
    client = JsonClient(workspace="acme")
    client.handler.enforce_csrf_checks = True
    client.force_login(acme.members["admin"].user)

    answer = client.post("/api/v1/leads/", {"email": "ana@luna.es"})

    assert answer.status_code == 403
