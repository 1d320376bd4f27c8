"""Two people who change the draft or what is live at the same moment, on connections of their own."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from core.scope import workspace_scope
from scoring import queries
from scoring.models import ScoringModel
from scoring.services import drafts, publish, sign_off
from tenants.models import Workspace
from tests.distribution.test_concurrency import at_once
from tests.factories import tenants
from tests.scoring.conftest import AT, make_live, small_model


pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme(transactional_db: None) -> Workspace:
    """A workspace with two versions, its rows committed."""
    made = tenants.make_workspace("acme")
    with workspace_scope(made.pk):
        for _number in range(2):
            make_live()
    return made


@pytest.fixture
def drafted(acme: Workspace) -> Workspace:
    """The same with a draft."""
    with workspace_scope(acme.pk):
        drafts.start(by=None, at=AT)
    return acme


def slowly(workspace: Workspace, act: Callable[[], object], *, after: float = 0) -> Callable[[], None]:
    """Return the act in a transaction of its own that stays open long enough for another to meet it."""

    def do() -> None:
        with workspace_scope(workspace.pk), transaction.atomic():
            connection.cursor().execute("SELECT pg_sleep(%s)", [after])
            act()
            connection.cursor().execute("SELECT pg_sleep(0.4)")

    return do


def go_live() -> None:
    publish.publish(by=None, at=AT, revision=1)


def roll_back() -> None:
    publish.publish_again(version=1, by=None, at=AT)


def versions(workspace: Workspace) -> list[tuple[int, str, int]]:
    with workspace_scope(workspace.pk):
        rows = ScoringModel.objects.order_by("version").values_list("version", "state", "based_on")
        return list(rows)[2:]


def test_a_draft_does_not_go_live_over_a_roll_back_it_did_not_see(drafted, monkeypatch):
    looked, rolled, check = threading.Event(), threading.Event(), sign_off.check

    def check_slowly(*args, **more):
        looked.set()
        rolled.wait(0.5)  # in vain, since the roll back waits for its turn
        return check(*args, **more)

    def back() -> None:
        looked.wait(10)
        with workspace_scope(drafted.pk), transaction.atomic():
            roll_back()
        rolled.set()

    monkeypatch.setattr(sign_off, "check", check_slowly)

    assert at_once(slowly(drafted, go_live), back) == []

    assert versions(drafted) == [(3, "retired", 2), (4, "published", 1)]


def test_of_a_publication_after_a_roll_back_at_once_the_later_is_told(drafted):
    raised = at_once(slowly(drafted, roll_back), slowly(drafted, go_live, after=0.2))

    assert [type(error) for error in raised] == [drafts.StaleDraft]
    assert versions(drafted)[0] == (3, "published", 1)


def test_two_roll_backs_at_once_make_two_versions(acme):
    assert at_once(slowly(acme, roll_back), slowly(acme, roll_back)) == []

    assert versions(acme) == [(3, "retired", 1), (4, "published", 1)]


def test_two_who_start_a_draft_at_once_get_the_same(acme):
    def start() -> None:
        drafts.start(by=None, at=AT)

    assert at_once(slowly(acme, start), slowly(acme, start)) == []

    with workspace_scope(acme.pk):
        assert ScoringModel.objects.drafts().count() == 1


def test_who_saves_while_another_publishes_is_told(drafted):
    def save() -> None:
        drafts.save(document=small_model(name="Mine"), by=None, at=AT, revision=1)

    raised = at_once(slowly(drafted, go_live), slowly(drafted, save, after=0.2))

    assert [type(error) for error in raised] == [drafts.DraftChanged]
    with workspace_scope(drafted.pk):
        assert (queries.live().version, queries.draft()) == (3, None)
