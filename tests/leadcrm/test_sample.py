"""The sample workspaces, as they stand right after loading."""

import pytest
from django.utils import timezone

from leadcrm import invariants
from leadcrm.sample import load
from work.models import WorkItem


@pytest.mark.django_db
@pytest.mark.slow
def test_the_sample_leaves_no_old_work_and_breaks_no_rule():
    now = timezone.now()

    load.load(now=now)

    assert not WorkItem.objects.filter(due_at__lt=now).exists()
    assert list(invariants.violations()) == []
