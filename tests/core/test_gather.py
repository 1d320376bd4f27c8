"""Several reads in one statement give what they give one by one."""

from datetime import UTC, datetime

import pytest
from django.db.models import Count

from core import gather
from leads.models import FieldDefinition, Lead, LeadRank, Topic
from tests.factories import leads


AT = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def two(in_scope):
    """Two leads, a topic and a field of one's own."""
    leads.make_topic("kitchens")
    leads.make_field("rooms", options=[])
    return [
        leads.make_lead(email=f"{name}@sol.es", created_at=AT, topics=["kitchens"], custom={"rooms": 3})
        for name in ("ana", "luis")
    ]


def test_lists_are_what_each_queryset_gives(two, django_assert_num_queries):
    every = Lead.objects.order_by("pk")
    topics = Topic.objects.values("slug", "name")
    stages = LeadRank.objects.values("stage").order_by().annotate(n=Count("pk"))

    with django_assert_num_queries(1):
        found, named, counted, none = gather.lists(
            every, topics, stages, FieldDefinition.objects.filter(key="x")
        )

    for read, lead in zip(found, every, strict=True):
        assert {f.attname: getattr(read, f.attname) for f in Lead._meta.concrete_fields} == {
            f.attname: getattr(lead, f.attname) for f in Lead._meta.concrete_fields
        }
    assert found[0].created_at == AT
    assert named == [{"slug": "kitchens", "name": "Kitchens"}]
    assert counted == [{"stage": "marketing", "n": 2}]
    assert none == []


def test_lists_keep_order_and_limit(two):
    (newest,) = gather.lists(Lead.objects.order_by("-pk")[:1])

    assert [lead.pk for lead in newest] == [two[1].pk]


def test_counts_stop_at_each_limit(two, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert gather.counts([Lead.objects.all(), Lead.objects.all()[:1], Lead.objects.none()]) == [2, 1, 0]


def test_nothing_is_asked_for_nothing(in_scope, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert gather.counts([]) == []
