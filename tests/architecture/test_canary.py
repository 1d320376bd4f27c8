"""T4: no byte that leaves a workspace, in an answer, a fragment, a mail or the log, is of another workspace.

Every text of two foreign workspaces is a canary: a word that is nowhere else and tells its column. People and programs
of Acme go to every address and search; then every byte is listened to.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from core.scope import workspace_scope
from scoring.models import ScoringModel
from tenants.models import ApiKey, Membership, PublicToken, User, Workspace
from tests.architecture import catalogue
from tests.architecture.access import Entry
from tests.architecture.callers import API, PAGES, PUBLIC, ask, browser, program, undone
from tests.architecture.canaries import Canaries, Nest, is_text
from tests.architecture.samples import sample_of
from tests.architecture.world import Call, World, inside
from tests.factories import capture, conversion, leads
from tests.factories import tenants as people
from work.models import WorkItem


# Each canary begins so, and a search finds words by their beginning; the echo of it is no canary.
SEARCH = "?search=canary"
# Addresses whose samples leave behind, together, what a workspace in use is made of.
REALISTIC = (
    "capture:form",
    "capture:spam",
    "conversion:opportunity",
    "distribution:accept",
    "distribution:end-absence",
    "distribution:reason",
    "distribution:route",
    "leads-api:campaign",
    "leads-api:product",
    "leads:entry",
    "leads:field",
    "leads:finish-task",
    "leads:reopen",
    "leads:rule",
    "scoring:draft",
    "tenants:job",
    "tenants:revoke_api_key",
    "tenants:revoke_invitation",
)


@pytest.fixture
def canaries() -> Canaries:
    """Every canary of the test."""
    return Canaries()


@pytest.fixture
def initech(canaries: Canaries, db: None) -> Workspace:
    """A foreign workspace with one row in every table."""
    workspace = people.make_workspace("initech")
    member = people.make_member(workspace, "admin")
    with workspace_scope(workspace.pk), connection.cursor() as cursor:
        Nest(canaries, cursor, workspace.pk, member.user_id).fill()
        ScoringModel.objects.update(state="published", version=1, published_at=timezone.now())
    _settle_unfenced(canaries, workspace)
    return workspace


@pytest.fixture
def hooli(canaries: Canaries, db: None) -> World:
    """A foreign workspace in use, with people and companies that Acme's samples name too."""
    world = World("hooli")
    people.make_api_key(world.workspace)
    with inside(world):
        for name in REALISTIC:
            sample_of(name, world)
        _fail_some_work(world.workspace)
        _settle_fenced(canaries)
        _settle_unfenced(canaries, world.workspace)
        _meet_the_same_people(canaries, world)
    return world


def _settle_fenced(canaries: Canaries) -> None:
    with connection.cursor() as cursor:
        evidence = catalogue.append_only(cursor)
    for model in catalogue.fenced_models():
        if model._meta.db_table not in evidence:
            canaries.settle(model._default_manager.all())


def _settle_unfenced(canaries: Canaries, workspace: Workspace) -> None:
    canaries.settle(Workspace.objects.filter(pk=workspace.pk))
    canaries.settle(User.objects.filter(pk__in=Membership.objects.filter(workspace=workspace).values("user")))
    for model in (Membership, ApiKey, PublicToken, WorkItem):
        canaries.settle(model._default_manager.filter(workspace_id=workspace.pk))


def _fail_some_work(workspace: Workspace) -> None:
    moment = timezone.now()
    WorkItem.objects.create(
        workspace_id=workspace.pk, queue="lead", key=0, seq=1, due_at=moment, dead_at=moment, attempts=5
    )


def _meet_the_same_people(canaries: Canaries, world: World) -> None:
    """Know those whom the samples create, by other names: a look for doubles must not find them."""
    one = canaries.hatch
    leads.make_lead(email="ana@luna.es", company="Reformas Luna", last_name=one("leads_lead.last_name"))
    capture.make_inquiry({"email": "ana@reformassol.es", "full_name": one("capture_inquiry.payload")})
    account = conversion.make_account("Obras Norte", city=one("conversion_account.city"))
    conversion.make_contact(account, email="luis@norte.es", last_name=one("conversion_contact.last_name"))
    people.make_member(world.workspace, "viewer", email="new@example.test", name=one("tenants_user.name"))


@pytest.fixture
def mails(settings: Any, tmp_path: Path) -> Path:
    """Where mails are written."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


@pytest.fixture
def listen(canaries: Canaries, mails: Path, caplog: pytest.LogCaptureFixture) -> Callable[..., list[str]]:
    """Return a walk through addresses that tells which canaries it heard, in the mails and the log too."""
    caplog.set_level(logging.DEBUG)

    def walk(world: World, client: Client, entries: Iterable[Entry]) -> list[str]:
        sounds = [
            (f"{entry.method} {entry.name}", answer.serialize_headers() + answer.getvalue())
            for entry in entries
            for answer in _answers(world, client, entry)
        ]
        sounds += [("mail", path.read_bytes()) for path in mails.iterdir()]
        sounds.append(("log", caplog.text.encode()))
        return sorted({f"{where}: {cell}" for where, data in sounds for cell in canaries.heard(data)})

    return walk


def _answers(world: World, client: Client, entry: Entry) -> Iterator[HttpResponse]:
    """Ask as a sample does; what only reads also as a fragment that searches for canaries."""
    with undone(), inside(world):
        call = sample_of(entry.name, world)
        yield ask(client, entry, call)
        if entry.method == "GET":
            client.defaults["HTTP_HX_REQUEST"] = "true"
            yield ask(client, entry, Call(call.kwargs, query=SEARCH))
            del client.defaults["HTTP_HX_REQUEST"]


@pytest.mark.slow
@pytest.mark.parametrize("role", ["admin", "rep"])
@pytest.mark.usefixtures("initech", "hooli")
def test_pages_say_nothing_of_other_workspaces(
    role: str, acme: World, listen: Callable[..., list[str]]
) -> None:
    acme.actor = acme.members[role]
    entries = [entry for entry in PAGES if role == "admin" or entry.method == "GET"]

    assert listen(acme, browser(acme.actor), entries) == []


@pytest.mark.slow
@pytest.mark.usefixtures("initech", "hooli")
def test_api_says_nothing_of_other_workspaces(acme: World, listen: Callable[..., list[str]]) -> None:
    client = program(people.make_api_key(acme.workspace))

    assert listen(acme, client, API) == []


@pytest.mark.slow
@pytest.mark.usefixtures("initech", "hooli")
def test_public_addresses_say_nothing_of_other_workspaces(
    acme: World, mails: Path, listen: Callable[..., list[str]]
) -> None:
    assert listen(acme, browser(None), PUBLIC) == []
    assert len(list(mails.iterdir())) == 1  # of the forgotten password


# Would it be heard? ------------------------------------------------------------------------------------------------


def test_every_text_of_every_table_is_a_canary(canaries: Canaries, initech: Workspace) -> None:
    texts = {
        f"{model._meta.db_table}.{field.column}"
        for model in catalogue.fenced_models()
        for field in model._meta.concrete_fields
        if is_text(field)
    }

    assert texts <= set(canaries.cells.values())
    assert len(texts) > 100


@pytest.mark.usefixtures("hooli")
def test_nothing_but_what_is_published_refuses_canaries(canaries: Canaries) -> None:
    # Initech's published model has them: its rows are written with them. Published mail texts are heard by the
    # name of their template, which has one.
    assert canaries.frozen == {
        "scoring_scoringmodel",
        "scoring_criteriongroup",
        "scoring_criterion",
        "messaging_templateversion",
    }


@pytest.mark.slow
def test_walk_hears_rows_that_came_into_sight(
    acme: World, hooli: World, canaries: Canaries, listen: Callable[..., list[str]]
) -> None:
    for model, which in ((Membership, {"team": None}), (ApiKey, {}), (WorkItem, {"key": 0})):
        rows = model._default_manager.filter(workspace_id=hooli.workspace.pk, **which)
        rows.update(workspace_id=acme.workspace.pk)
    with inside(acme):
        leads.make_lead(last_name=canaries.hatch("leads_lead.last_name"), owner=acme.rep)
        conversion.make_account(canaries.hatch("conversion_account.name"))
    expected = {
        "GET leads:list: leads_lead.last_name",
        "GET leads-api:leads: leads_lead.last_name",
        "GET conversion:accounts: conversion_account.name",
        "GET conversion-api:accounts: conversion_account.name",
        "GET tenants:members: tenants_user.email",
        "GET tenants:api_keys: tenants_apikey.name",
        "GET tenants:work: work_workitem.error",
    }
    lists = {line.split()[1].removesuffix(":") for line in expected}
    pages, api = ([entry for entry in some if entry.name in lists] for some in (PAGES, API))

    heard = listen(acme, browser(acme.members["admin"]), pages)
    heard += listen(acme, program(people.make_api_key(acme.workspace)), api)

    assert expected <= set(heard), heard


def test_walk_hears_mails_and_the_log(
    acme: World, canaries: Canaries, listen: Callable[..., list[str]]
) -> None:
    send_mail("Hello", canaries.hatch("some.mail"), "us@example.test", ["you@example.test"])
    logging.getLogger("leads").debug("Saved %s.", canaries.hatch("some.line"))

    assert listen(acme, browser(None), []) == ["log: some.line", "mail: some.mail"]
