from datetime import timedelta

import pytest
from django.utils import timezone

from leadcrm import tasks
from tenants.models import Idempotency
from tenants.services import idempotency


@pytest.fixture
def answer(in_scope):
    return Idempotency.objects.create(key="one", fingerprint="x", status=201, body={})


def test_answers_older_than_seven_days_are_forgotten(answer):
    assert idempotency.forget(at=timezone.now() + timedelta(days=6)) == 0

    assert idempotency.forget(at=timezone.now() + timedelta(days=8)) == 1


def test_the_nightly_pass_forgets_them(answer):
    tasks.HANDLERS["nightly"].handler(keys=[1], at=timezone.now() + timedelta(days=8))

    assert not Idempotency.objects.exists()
