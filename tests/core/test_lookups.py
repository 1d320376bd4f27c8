"""Comparisons of our own."""

import pytest

from leads.models import Lead
from tests.factories.leads import make_lead


pytestmark = pytest.mark.django_db


def test_among_finds_each_with_one_parameter(in_scope, django_assert_num_queries):
    for name in ("ann", "bo", "eva"):
        make_lead(email=f"{name}@sol.es")

    found = Lead.objects.filter(email_norm__among={"ann@sol.es", "bo@sol.es", "nobody@sol.es"})

    with django_assert_num_queries(1) as asked:
        assert {lead.email for lead in found} == {"ann@sol.es", "bo@sol.es"}
    assert asked.captured_queries[0]["sql"].count("ANY(") == 1


def test_among_none_is_nobody(in_scope):
    make_lead(email="")

    assert not Lead.objects.filter(email_norm__among=set()).exists()
