"""Every address, tried as everybody: what docs/access.md says is what happens.

What a request changed is rolled back before the next one. A fault names the address, the method, who asked, what was
expected and what came; all faults of a test are reported at once.
"""

from typing import Any

import pytest
from django.http import HttpResponse

from tenants.checks import check_access
from tenants.choices import SCOPES, Role
from tenants.permissions import Capability, capabilities_of, requires
from tests.architecture import access
from tests.architecture.access import Entry
from tests.architecture.callers import ENTRIES, PAGES, PUBLIC, ask, browser, undone
from tests.architecture.samples import SAMPLES, sample_of
from tests.architecture.verdicts import (
    OBJECT,
    anything,
    described,
    is_good,
    is_hidden,
    nowhere,
    seen_of_another_team,
    words,
)
from tests.architecture.world import Call, World, inside


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


@pytest.mark.slow
@pytest.mark.parametrize("role", Role.values)
def test_pages_serve_each_role_as_documented(role: str, acme: World) -> None:
    faults = []
    acme.actor = acme.members[role]
    client = browser(acme.actor)
    for entry in PAGES:
        allowed = role in access.allowed_roles(entry.capability)
        with undone(), inside(acme):
            call = sample_of(entry.name, acme) if allowed else anything(entry)
            answer = ask(client, entry, call)
        if not allowed and answer.status_code != 403:
            faults.append(described(entry, role, 403, answer))
        elif allowed and not is_good(entry, call, answer) and not is_hidden(role, entry, answer):
            faults.append(described(entry, role, "good", answer))

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_pages_send_nobody_to_sign_in(acme: World) -> None:
    faults = []
    client = browser(None)
    for entry in PAGES:
        with undone():
            answer = ask(client, entry, anything(entry))
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
            call = sample_of(entry.name, acme) if who == "stranger" else anything(entry)
            answer = ask(client, entry, call)
        if answer.status_code != expected or words(answer) != words(unknown):
            faults.append(described(entry, who, expected, answer))

    assert not faults, "\n".join(faults)


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
            answers = [ask(client, entry, call) for call in (theirs, nowhere(entry, theirs))]
        faults += [
            described(entry, "admin, foreign id", 404, answer)
            for answer in answers
            if answer.status_code != 404
        ]
        if words(answers[0]) != words(answers[1]):
            faults.append(f"{entry.name}: another's row and no row read differently")

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_reps_do_not_see_another_teams_leads_and_deals(acme: World) -> None:
    faults = seen_of_another_team(browser(acme.other_rep), PAGES, acme)

    assert not faults, "\n".join(faults)


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
