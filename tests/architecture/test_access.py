"""Every address, tried as everybody: what docs/access.md says is what happens.

What a request changed is rolled back before the next one. A fault names the address, the method, who asked, what was
expected and what came; all faults of a test are reported at once.
"""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse

from tenants.checks import check_access
from tenants.choices import SCOPES, Role
from tenants.models import ApiKey
from tenants.permissions import Capability, capabilities_of, requires
from tests.architecture import access
from tests.architecture.access import Entry
from tests.architecture.callers import API, ENTRIES, PAGES, PUBLIC, ask, browser, program, session, undone
from tests.architecture.samples import SAMPLES, sample_of
from tests.architecture.world import AT, Call, World, inside
from tests.clients import JsonClient
from tests.factories import tenants as people


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


# What is written down ----------------------------------------------------------------------------------------------


def test_every_address_has_a_name() -> None:
    assert [entry.path for entry in ENTRIES if not entry.name or entry.name.endswith(":")] == []


def test_document_names_every_address() -> None:
    documented = access.documented()
    differing = {"lacks": sorted(set(ENTRIES) - documented), "has, gone": sorted(documented - set(ENTRIES))}

    assert differing == {"lacks": [], "has, gone": []}, (
        f"The rows of docs/access.md should be:\n{access.markdown()}"
    )


def test_document_equals_the_roles_and_scopes_of_the_code() -> None:
    assert access.documented_roles() == {
        role: {str(capability) for capability in capabilities_of(role)} for role in Role.values
    }
    assert access.documented_scopes() == set(SCOPES)


def test_every_page_and_api_view_says_who_may_use_it() -> None:
    assert check_access(None) == []


def test_every_sample_is_of_an_address() -> None:
    assert sorted(set(SAMPLES) - {entry.name for entry in ENTRIES}) == []


# Pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("role", Role.values)
def test_pages_serve_each_role_as_documented(role: str, acme: World) -> None:
    faults = []
    acme.actor = acme.members[role]
    client = browser(acme.actor)
    for entry in PAGES:
        allowed = role in access.allowed_roles(entry.capability)
        with undone(), inside(acme):
            call = sample_of(entry.name, acme) if allowed else _anything(entry)
            answer = ask(client, entry, call)
        if not allowed and answer.status_code != 403:
            faults.append(described(entry, role, 403, answer))
        elif allowed and not is_good(entry, call, answer) and not _hidden(role, entry, answer):
            faults.append(described(entry, role, "good", answer))

    assert not faults, "\n".join(faults)


def _hidden(role: str, entry: Entry, answer: HttpResponse) -> bool:
    """Say whether the row is one that reps do not see: a lead still with Marketing, or given away just now."""
    return role == "rep" and answer.status_code == 404 and entry.name in BEFORE_SALES


# Their sample is a lead without an owner, which no rep sees.
BEFORE_SALES = {"leads:close", "scoring:grade", "leads:reopen"}


def _anything(entry: Entry) -> Call:
    """Return values that fit the address and name nothing: who may not come in learns nothing of what is there."""
    made: dict[str, Any] = {}
    for kind, name in re.findall(r"<(\w+):(\w+)>", entry.path):
        if name != "workspace":
            made[name] = {"int": 2**40, "uuid": uuid4()}.get(kind, "gone")
    return Call(made)


@pytest.mark.slow
def test_pages_send_nobody_to_sign_in(acme: World) -> None:
    faults = []
    client = browser(None)
    for entry in PAGES:
        with undone():
            answer = ask(client, entry, _anything(entry))
        if answer.status_code != 302 or not answer["Location"].startswith("/accounts/login/?next=/w/acme/"):
            faults.append(described(entry, "nobody", 302, answer))

    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["stranger", "former member", "switched-off person"])
def test_pages_do_not_exist_for_who_does_not_belong(who: str, acme: World, globex: World) -> None:
    outsider = globex.members["admin"] if who == "stranger" else acme.former
    client = browser(outsider)
    expected = 404
    if who == "switched-off person":
        outsider.user.is_active = False
        outsider.user.save()
        expected = 302
    with undone():
        unknown = client.get("/w/no-such-workspace/leads/")
    faults = []
    for entry in PAGES:
        with undone(), inside(acme):
            call = sample_of(entry.name, acme) if who == "stranger" else _anything(entry)
            answer = ask(client, entry, call)
        if answer.status_code != expected or _words(answer) != _words(unknown):
            faults.append(described(entry, who, expected, answer))

    assert not faults, "\n".join(faults)


def _words(answer: HttpResponse) -> str:
    """Return the body without what differs from request to request."""
    return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken|nonce)[^>]*', "", answer.content.decode()) + str(
        answer.status_code
    )


@pytest.mark.slow
def test_pages_do_not_tell_anothers_rows_from_none(acme: World, globex: World) -> None:
    faults = []
    client = browser(acme.members["admin"])
    for entry in PAGES:
        if not OBJECT.search(entry.path):
            continue
        with undone():
            with inside(globex):
                theirs = sample_of(entry.name, globex)
            answers = [ask(client, entry, call) for call in (theirs, _nowhere(entry, theirs))]
        faults += [
            described(entry, "admin, foreign id", 404, answer)
            for answer in answers
            if answer.status_code != 404
        ]
        if _words(answers[0]) != _words(answers[1]):
            faults.append(f"{entry.name}: another's row and no row read differently")

    assert not faults, "\n".join(faults)


def _nowhere(entry: Entry, call: Call) -> Call:
    """Return the same call with ids that nobody has."""
    ids = {name: {"int": 2**40, "uuid": uuid4()}[kind] for kind, name in OBJECT.findall(entry.path)}
    return Call(call.kwargs | ids, call.body, call.query)


@pytest.mark.slow
def test_reps_do_not_see_another_teams_leads_and_deals(acme: World) -> None:
    faults = []
    client = browser(acme.other_rep)
    for entry in PAGES:
        if "rep" not in access.allowed_roles(entry.capability) or not _is_of_a_rep(entry):
            continue
        with undone(), inside(acme):
            answer = ask(client, entry, sample_of(entry.name, acme))
        if answer.status_code != 404:
            faults.append(described(entry, "rep of another team", 404, answer))

    assert not faults, "\n".join(faults)


def _is_of_a_rep(entry: Entry) -> bool:
    return bool(re.search(r"(leads|opportunities|today)/<(int:pk|uuid:public_id)>", entry.path))


# API ---------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("role", Role.values)
def test_api_serves_each_role_as_documented(role: str, acme: World) -> None:
    faults = []
    client = session(acme.members[role], "acme")
    for entry in API:
        allowed = role in access.allowed_roles(entry.capability)
        with undone(), inside(acme):
            call = sample_of(entry.name, acme) if allowed else _anything(entry)
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
    for entry in API:
        with undone(), inside(acme):
            call = sample_of(entry.name, acme)
            answers = [("key with the scope", "good", ask(right[entry.scope], entry, call))]
        with undone():
            answer = ask(wrong[entry.scope], entry, _anything(entry))
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
                answer = ask(client, entry, _anything(entry))
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
            call = sample_of(entry.name, acme) if is_its_own else _anything(entry)
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
            answer = ask(client, entry, _anything(entry))
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
            answers = [ask(client, entry, call) for call in (theirs, _nowhere(entry, theirs))]
        faults += [
            described(entry, "key, foreign id", 404, answer)
            for answer in answers
            if answer.status_code != 404
        ]
        bodies = [answer.json() | {"instance": ""} for answer in answers]
        if bodies[0] != bodies[1]:
            faults.append(f"{entry.name}: another's row and no row read differently: {bodies}")

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_reps_do_not_reach_another_teams_leads_and_deals_by_api(acme: World) -> None:
    faults = []
    client = session(acme.other_rep, "acme")
    for entry in API:
        if "rep" not in access.allowed_roles(entry.capability) or not _is_of_a_rep(entry):
            continue
        with undone(), inside(acme):
            answer = ask(client, entry, sample_of(entry.name, acme))
        if answer.status_code != 404:
            faults.append(described(entry, "rep of another team", 404, answer))

    assert not faults, "\n".join(faults)


def test_session_needs_a_csrf_token(acme: World) -> None:
    client = JsonClient(workspace="acme")
    client.handler.enforce_csrf_checks = True
    client.force_login(acme.members["admin"].user)

    answer = client.post("/api/v1/leads/", {"email": "ana@luna.es"})

    assert answer.status_code == 403


# Public ------------------------------------------------------------------------------------------------------------


def test_public_addresses_answer_everybody(acme: World) -> None:
    faults = []
    for entry in PUBLIC:
        with undone():
            with inside(acme):
                call = sample_of(entry.name, acme)
            answer = ask(browser(None), entry, call)
        if answer.status_code >= 400 and not (entry.name == "readyz" and answer.status_code == 503):
            faults.append(described(entry, "nobody", "good", answer))

    assert not faults, "\n".join(faults)


# Would it be seen? -------------------------------------------------------------------------------------------------


def test_matrix_sees_a_check_that_is_gone(acme: World, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.architecture.open_urls"
    guarded = Entry("tenants:audit", "w/<slug:workspace>/settings/audit/", "GET", Capability.VIEW_AUDIT)

    with undone():
        answer = ask(browser(acme.members["viewer"]), guarded, Call())

    assert answer.status_code == 200  # where the matrix expects 403
    assert [fault.id for fault in check_access(None)] == ["tenants.E002", "tenants.E003"]


def test_guard_remembers_what_it_asks() -> None:
    @requires(Capability.VIEW_AUDIT)
    def view(request: Any) -> HttpResponse:
        return HttpResponse()

    assert view.capability == "view_audit"  # type: ignore[attr-defined]
