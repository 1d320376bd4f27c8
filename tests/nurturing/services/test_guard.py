"""Too many bounces in a week pause every workflow, and say why."""

from datetime import timedelta

import pytest

from messaging.models import Notification
from nurturing.models import Workflow
from nurturing.services import guard
from tests.factories import messaging
from tests.factories.nurturing import NOW, make_workflow


pytestmark = pytest.mark.usefixtures("in_scope")


def bounced(count, *, days_ago=1):
    for number in range(count):
        moment = NOW - timedelta(days=days_ago)
        messaging.make_recipient(f"b{days_ago}-{number}@x.es", state="bounced", state_at=moment)


def look():
    guard.run(keys=[1], at=NOW)
    return list(Workflow.objects.order_by("pk").values_list("state", flat=True))


def test_many_bounces_pause_every_workflow_and_tell_marketing(marketer):
    make_workflow("One"), make_workflow("Two")
    bounced(6)

    assert look() == ["paused", "paused"]
    assert Workflow.objects.first().paused_reason == "6 of 0 mails bounced or drew complaints"
    assert Notification.objects.filter(user=marketer.user, kind="workflow_paused").exists()


@pytest.mark.parametrize(("count", "days_ago"), [(4, 1), (6, 8)])
def test_a_few_or_old_bounces_pause_nothing(count, days_ago):
    make_workflow()
    bounced(count, days_ago=days_ago)

    assert look() == ["active"]


def test_the_limit_is_the_workspaces_own():
    messaging.make_policy(pause_at_permille=1000)
    make_workflow()
    bounced(6)
    lead = messaging.make_lead(email="a@x.es")
    version = messaging.make_version()
    for number in range(6):
        moment = NOW - timedelta(days=1)
        messaging.make_message(lead, version, key=f"k{number}", sending_at=moment, sent_at=moment)

    assert look() == ["active"]
