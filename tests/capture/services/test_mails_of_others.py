"""Mails that others collected, taken into one workspace: each is stored as it came, and none is left waiting."""

from collections import Counter

import pytest
from django.utils import timezone

from capture.choices import InquiryState
from capture.models import Inquiry
from capture.services import mails, process
from leads.models import Lead
from tests.capture.parsers.mail.test_mails_of_others import DATA, ROWS, needs_data


pytestmark = pytest.mark.django_db
MADE_BY_MACHINES = {"bounce", "complaint", "auto-reply", "read-receipt"}


@needs_data
@pytest.mark.slow
def test_every_mail_is_kept_and_settled(in_scope):
    sources = {}
    for row in ROWS:
        raw, at = (DATA / row["file"]).read_bytes(), timezone.now()
        inquiry, is_new = mails.receive(raw=raw, at=at)
        process.run(keys=[inquiry.pk], at=at)
        if is_new:
            sources[inquiry.pk] = (row["kind"], raw)

    every = Inquiry.objects.in_bulk(sources)
    assert {pk: bytes(inquiry.raw) for pk, inquiry in every.items()} == {
        pk: raw for pk, (_kind, raw) in sources.items()
    }
    states = Counter(inquiry.state for inquiry in every.values())
    assert set(states) == {InquiryState.ACCEPTED, InquiryState.QUARANTINED}
    assert all(every[pk].lead_id is None for pk, (kind, _raw) in sources.items() if kind in MADE_BY_MACHINES)
    assert Lead.objects.count() <= states[InquiryState.ACCEPTED]
