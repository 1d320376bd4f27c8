"""Two people who publish at the same moment, on connections of their own."""

import pytest
from django.db import connection, transaction

from core.scope import workspace_scope
from scoring import queries
from scoring.services import drafts, learning, publish
from tests.distribution.test_concurrency import at_once
from tests.factories import tenants
from tests.scoring.conftest import AT, small_model
from work.models import Job


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told_that_it_is_live():
    acme = tenants.make_workspace("acme")
    with workspace_scope(acme.pk):
        drafts.save(document=small_model(), by=None, at=AT)
        publish.publish(by=None, at=AT)
        draft = drafts.start(by=None, at=AT)

    def go_live() -> None:
        with workspace_scope(acme.pk), transaction.atomic():
            publish.publish(by=None, at=AT, revision=draft.revision)

    raised = at_once(go_live, go_live)

    assert [type(error) for error in raised] == [publish.DraftGone]
    assert raised[0].status == 409
    assert "v2 is live" in str(raised[0].message)
    with workspace_scope(acme.pk):
        assert (queries.live().version, Job.objects.filter(kind="rescore").count()) == (2, 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_to_learn_at_once_get_one_run():
    acme = tenants.make_workspace("acme")
    with workspace_scope(acme.pk):
        drafts.save(document=small_model(), by=None, at=AT)
        publish.publish(by=None, at=AT)

    def ask() -> None:
        with workspace_scope(acme.pk), transaction.atomic():
            learning.begin(by=None)
            # Long enough for the other to have looked for a run.
            connection.cursor().execute("SELECT pg_sleep(0.3)")

    assert at_once(ask, ask) == []
    with workspace_scope(acme.pk):
        assert list(Job.objects.filter(kind=learning.KIND).values_list("state", flat=True)) == ["running"]
