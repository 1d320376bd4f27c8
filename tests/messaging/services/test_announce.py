from datetime import timedelta

import pytest
from django.utils import timezone

from leads.services import timeline
from messaging.models import Message, Notification
from messaging.services import announce, notify
from tests.factories.leads import make_lead
from tests.factories.webhooks import make_endpoint
from work.models import WorkItem


pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.fixture
def lead():
    return make_lead()


def happen(lead, kind="handed_off", *, at=None, by=None, **data) -> None:
    timeline.record(lead_id=lead.pk, kind=kind, at=at or timezone.now(), by=by, data=data)


def reconcile(*leads) -> None:
    announce.reconcile(lead_ids=[lead.pk for lead in leads], at=timezone.now())


def test_an_endpoint_hears_of_what_it_asked_for_once(lead, rep) -> None:
    make_endpoint(at=timezone.now() - timedelta(days=1))
    happen(lead, owner=rep.user_id, route="Default")
    happen(lead, "note", text="ignored")
    reconcile(lead)
    reconcile(lead)

    message = Message.objects.get()
    assert message.content["type"] == "lead.handed_off"
    assert message.content["data"]["lead"]["id"] == str(lead.public_id)
    assert message.content["data"]["activity"] == {"route": "Default", "owner": rep.user.email}
    assert WorkItem.objects.filter(queue="webhook", key=message.pk).count() == 1


def test_what_happened_before_the_endpoint_or_long_ago_is_no_news(lead) -> None:
    make_endpoint(at=timezone.now() - timedelta(days=30))
    happen(lead, at=timezone.now() - timedelta(days=8))
    make_endpoint(name="later", at=timezone.now() + timedelta(minutes=1))
    happen(lead)
    reconcile(lead)

    assert Message.objects.count() == 1


def test_the_body_stays_within_what_receivers_take(lead) -> None:
    make_endpoint(at=timezone.now() - timedelta(days=1))
    happen(lead, note="x" * 50_000)
    reconcile(lead)

    assert len(str(Message.objects.get().content)) < 20_000


def test_the_new_owner_is_told_once(lead, rep) -> None:
    happen(lead, owner=rep.user_id)
    reconcile(lead)
    reconcile(lead)

    notice = Notification.objects.get()
    assert (notice.user_id, notice.kind, notice.lead_id) == (rep.user_id, "lead_offered", lead.pk)
    # Told by mail too unless the person says otherwise.
    assert WorkItem.objects.filter(queue="notice", key=notice.pk).exists()


def test_who_takes_a_lead_is_not_told(lead, rep) -> None:
    happen(lead, owner=rep.user_id, by=rep.user_id)
    reconcile(lead)

    assert not Notification.objects.exists()


def test_many_leads_at_once_are_one_notice(rep) -> None:
    leads = [make_lead() for _ in range(7)]
    for lead in leads:
        happen(lead, owner=rep.user_id)
    reconcile(*leads)

    assert [notice.data["count"] for notice in Notification.objects.all()] == [7]


def test_what_was_told_in_a_sum_is_not_told_again_alone(rep) -> None:
    leads = [make_lead() for _ in range(7)]
    for lead in leads:
        happen(lead, owner=rep.user_id)
    reconcile(*leads)
    reconcile(leads[3])
    reconcile(*leads[:6])

    assert Notification.objects.count() == 1


def test_what_was_told_alone_is_in_no_later_sum(rep) -> None:
    leads = [make_lead() for _ in range(9)]
    for lead in leads:
        happen(lead, owner=rep.user_id)
    reconcile(leads[0])
    reconcile(*leads)

    assert sorted(notice.data.get("count", 1) for notice in Notification.objects.all()) == [1, 8]


def test_marketing_is_told_of_a_returned_lead(lead, marketer, rep) -> None:
    happen(lead, "rejected", by=rep.user_id, reason="no_budget")
    reconcile(lead)

    assert [(n.user_id, n.kind) for n in Notification.objects.all()] == [(marketer.user_id, "lead_returned")]


def test_a_kind_that_is_not_wanted_is_neither_shown_nor_mailed(lead, rep) -> None:
    notify.choose(user_id=rep.user_id, wishes=[notify.Wish("lead_offered", in_app=False, by_mail=False)])
    happen(lead, owner=rep.user_id)
    reconcile(lead)

    assert Notification.objects.filter(read_at=None).count() == 0
    assert not WorkItem.objects.filter(queue="notice").exists()


def test_nothing_to_tell_costs_two_queries(lead, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        reconcile(lead)


def test_a_mention_in_a_note_is_told_to_who_is_named(lead, rep, marketer) -> None:
    name = marketer.user.email.split("@")[0]
    happen(lead, "note", by=rep.user_id, text=f"@{name.upper()}, please look. Not mail@{name} nor @nobody.")
    reconcile(lead)

    notice = Notification.objects.get()
    assert (notice.user_id, notice.kind) == (marketer.user_id, "mention")
    assert notice.data["name"] == (rep.user.name or rep.user.email)
