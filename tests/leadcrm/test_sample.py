"""The sample workspaces, as they stand right after loading."""

import pytest
from django.utils import timezone

from leadcrm import invariants
from leadcrm.sample import load, stories
from leads import wording
from work.models import WorkItem


def test_why_a_lead_was_closed_is_said_in_the_readers_language():
    steps = [step for name in stories.STORIES for step in stories.steps(name, 0)]
    reasons = {data["reason"] for _days, kind, data in steps if kind in {"disqualify", "invalid"}}

    assert reasons
    assert reasons <= set(wording.REASONS)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_sample_leaves_no_old_work_and_breaks_no_rule():
    now = timezone.now()

    load.load(now=now)

    assert not WorkItem.objects.filter(due_at__lt=now).exists()
    assert list(invariants.violations()) == []
