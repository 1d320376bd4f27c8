"""Who may be sent to an address, and the sending; what a request changed can be rolled back before the next one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tenants.models import Membership
from tests.architecture import access
from tests.architecture.access import Entry
from tests.architecture.world import Call
from tests.clients import JsonClient, PageClient


ENTRIES = sorted(entry for entry in access.built() if not entry.path.startswith("dev/"))
PAGES = [entry for entry in ENTRIES if entry.is_page]
API = [entry for entry in ENTRIES if entry.is_api]
PUBLIC = [entry for entry in ENTRIES if entry.capability == "public"]


@contextmanager
def undone() -> Iterator[None]:
    """Roll back whatever the block does."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        transaction.get_connection().run_on_commit = []


def browser(member: Membership | None) -> PageClient:
    """Return a browser in which the person is signed in."""
    client = PageClient(raise_request_exception=False)
    if member:
        client.force_login(member.user)
    return client


def program(key: str) -> JsonClient:
    """Return a program with the key."""
    client = JsonClient(key)
    client.raise_request_exception = False
    return client


def session(member: Membership, workspace: str) -> JsonClient:
    """Return the API as the person's browser calls it."""
    client = JsonClient(workspace=workspace)
    client.raise_request_exception = False
    client.force_login(member.user)
    return client


def ask(client: Client, entry: Entry, call: Call, workspace: str = "acme") -> HttpResponse:
    """Send the request."""
    kwargs = call.kwargs | ({"workspace": workspace} if entry.is_page else {})
    url = reverse(entry.name, kwargs=kwargs) + call.query
    if call.raw:
        return client.generic(entry.method, url, call.raw, "application/json", headers=call.headers)
    send: Callable[..., HttpResponse] = getattr(client, entry.method.lower())
    return send(url) if entry.method == "GET" else send(url, call.body or {})
