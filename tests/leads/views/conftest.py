"""A lead with everything on it, and its address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Lead
from tests.factories.leads import make_activity, make_lead, make_source


@pytest.fixture
def lead(in_scope, rep) -> Lead:
    """Tomás, accepted by the rep, amber for want of a date."""
    return make_lead(
        first_name="Tomás",
        last_name="Arrieta",
        company="Asador Peñalúa",
        city="Villaloma",
        email="tomas@asador.es",
        phone="600 000 147",
        stage="sal",
        owner=rep.user,
        score=76,
        grade="B",
        light="amber",
        light_reason={"code": "missing", "field": "qualification.timeline", "points": 15},
        source=make_source("web", name="Web form"),
    )


@pytest.fixture
def told(lead) -> Lead:
    """The same lead with one activity of every kind."""
    at = timezone.now() - timedelta(days=40)
    from leads.choices import ActivityKind

    for number, kind in enumerate(ActivityKind.values):
        make_activity(lead, kind, at + timedelta(hours=20 * number))
    return lead


@pytest.fixture
def url(lead) -> Callable[..., str]:
    """Return an address of the lead: ``url()`` its page, ``url("note/")`` below it."""
    return lambda tail="": f"/w/acme/leads/{lead.pk}/{tail}"


@pytest.fixture
def three(in_scope, rep):
    """Ana and Bea with Marketing, Cid with the rep."""
    return [
        make_lead(first_name="Ana", email="a@x.es", score=90),
        make_lead(first_name="Bea", email="b@x.es", score=60),
        make_lead(first_name="Cid", email="c@x.es", score=70, stage="sal", owner=rep.user),
    ]
