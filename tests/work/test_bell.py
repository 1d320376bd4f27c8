"""The doorbell: rung once until somebody hears it, and silent while nobody answers the door."""

import json

import pytest
from django.conf import settings
from redis import Redis

from leadcrm import tasks
from work import bell


@pytest.fixture
def door(monkeypatch):
    """Return a look at what waits to be heard; nobody listens meanwhile."""
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    broker = Redis.from_url(settings.CELERY_BROKER_URL)
    broker.flushdb()

    def waiting():
        return [json.loads(each)["headers"]["kwargsrepr"] for each in broker.lrange("q:celery", 0, -1)]

    yield waiting
    broker.flushdb()


def test_a_ring_waits_to_be_heard(door):
    bell.ring("lead")

    assert door() == ["{'queue': 'lead'}"]


def test_no_second_ring_before_the_first_is_heard(door):
    for _ in range(3):
        bell.ring("lead")
    bell.ring("inquiry")

    assert sorted(door()) == ["{'queue': 'inquiry'}", "{'queue': 'lead'}"]


def test_what_comes_after_hearing_rings_again(door):
    bell.ring("lead")
    bell.heard("lead")
    bell.ring("lead")

    assert len(door()) == 2


def test_a_worker_hears_before_it_looks(door, db):
    bell.ring("lead")

    tasks.drain("lead")
    bell.ring("lead")

    assert len(door()) == 2


def test_work_that_is_left_when_the_time_is_up_rings_to_go_on(door, db, monkeypatch):
    tasks.drain("rescore")
    assert door() == []

    monkeypatch.setattr(tasks, "SLOW_SECONDS", 0)
    tasks.drain("rescore")
    assert door() == ["{'queue': 'rescore'}"]


def test_a_ring_that_nobody_hears_is_repeated_after_a_while(door, monkeypatch):
    monkeypatch.setattr(bell, "RUNG_MS", 1)
    bell.ring("lead")
    while bell._doorstep().exists("q:rung:lead"):
        pass
    bell.ring("lead")

    assert len(door()) == 2


def test_with_the_broker_away_it_is_silent_and_raises_nothing(door, monkeypatch):
    away = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    monkeypatch.setattr(bell, "_doorstep", lambda: away)

    bell.ring("lead")
    bell.heard("lead")

    assert not bell._is_answered()
    assert door() == []
