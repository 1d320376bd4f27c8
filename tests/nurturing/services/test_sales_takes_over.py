"""A mail that waits does not reach a lead whom a rep has by then, even when its workflow is over."""

import pytest

from distribution.services import hand_off
from messaging.models import Message
from messaging.services import house, progress, recipients
from tests.factories.nurturing import NOW


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]


def test_the_last_mail_of_who_has_finished_goes(waiting):
    message = progress.begin(Message.objects.get().pk, ours=house.read())

    assert message.state == "sending"


def test_it_does_not_go_once_sales_has_the_lead(waiting, rep):
    hand_off.hand_off(lead=waiting, owner_id=rep.user_id, by=None, at=NOW, reason="Called us")

    begun = progress.begin(Message.objects.get().pk, ours=house.read())

    message = Message.objects.get()
    assert (begun, message.state, message.reason) == (None, "withheld", "no_longer_wanted")
    assert recipients.may_mail(lead_ids=[waiting.pk]) == {waiting.pk: "no_longer_wanted"}
    assert recipients.may_mail(lead_ids=[waiting.pk], purpose="service") == {waiting.pk: None}
