"""A request that PostgreSQL makes give way to another one is served again; the sender never hears of it."""

import pytest
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from psycopg.errors import DeadlockDetected, QueryCanceled

from tenants.middleware import TRIES, WorkspaceMiddleware


URLENCODED = "application/x-www-form-urlencoded"


def _fault(cause: Exception) -> OperationalError:
    error = OperationalError("the database refused")
    error.__cause__ = cause
    return error


class View:
    """A view that meets the fault some times and then answers, behind the middleware."""

    def __init__(self, times: int, *, cause: Exception, at_commit: bool = False) -> None:
        self.faults = [_fault(cause)] * times
        self.bodies: list[bytes] = []
        self.at_commit = at_commit
        self.middleware = WorkspaceMiddleware(self)

    def __call__(self, request) -> HttpResponse:
        self.bodies.append(request.body)
        if len(self.bodies) > len(self.faults):
            return HttpResponse("done")
        if self.at_commit:
            raise self.faults[0]
        # As Django's handler does: ask, and answer an error of its own if nobody wants to.
        return self.middleware.process_exception(request, self.faults[0]) or HttpResponse(status=500)

    def answer(self, member, content_type: str = URLENCODED) -> HttpResponse:
        request = RequestFactory().post("/w/acme/leads/", "text=a", content_type=content_type)
        request.user = member.user
        return self.middleware(request)


@pytest.mark.parametrize("at_commit", [False, True])
def test_a_deadlock_is_not_seen_outside(admin, at_commit) -> None:
    view = View(TRIES - 1, cause=DeadlockDetected(), at_commit=at_commit)

    response = view.answer(admin)

    assert response.content == b"done"
    assert view.bodies == [b"text=a"] * TRIES


def test_one_that_never_ends_is_an_error_after_some_tries(admin) -> None:
    view = View(99, cause=DeadlockDetected())

    response = view.answer(admin)

    assert response.status_code == 500
    assert len(view.bodies) == TRIES


def test_another_fault_of_the_database_is_not_tried_again(admin) -> None:
    view = View(99, cause=QueryCanceled())

    response = view.answer(admin)

    assert response.status_code == 500
    assert len(view.bodies) == 1


def test_a_body_that_cannot_be_read_twice_is_not_tried_again(admin) -> None:
    view = View(99, cause=DeadlockDetected())

    response = view.answer(admin, content_type="multipart/form-data; boundary=x")

    assert response.status_code == 500
    assert len(view.bodies) == 1


@pytest.mark.parametrize("at_commit", [False, True])
def test_only_the_try_that_counted_says_what_happened(admin, at_commit) -> None:
    view = Telling(TRIES - 1, cause=DeadlockDetected(), at_commit=at_commit)
    request = RequestFactory().post("/w/acme/leads/", "text=a", content_type=URLENCODED)
    request.user, request.session = admin.user, SessionStore()

    MessageMiddleware(view.middleware)(request)

    assert [str(message) for message in messages.get_messages(request)] == ["Saved."]


class Telling(View):
    """Says what it did before it meets the fault."""

    def __call__(self, request) -> HttpResponse:
        messages.success(request, "Saved.")
        return super().__call__(request)
