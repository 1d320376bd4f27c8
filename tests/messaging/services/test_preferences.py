"""Whose consent the owner of an address decides about: the leads that have it, or had it before a merge (E4, I7)."""

import pytest
from django.test import Client

from leads.models import ConsentRecord, Lead
from leads.services import editing, matching, merging
from messaging import tokens
from messaging.choices import EventKind, RecipientState
from messaging.models import Recipient
from messaging.services import inbound, preferences
from messaging.tokens import Kind
from tests.factories.leads import make_lead
from tests.factories.messaging import make_message, make_policy, make_recipient
from tests.messaging.telling import NOW, told


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]


def fresh(lead):
    return Lead.objects.select_related("rank").get(pk=lead.pk)


@pytest.fixture
def merged():
    """The lead that another one became, which had l@sol.es; both had agreed to marketing."""
    winner = make_lead(email="w@sol.es", marketing_consent="given")
    loser = make_lead(email="l@sol.es", marketing_consent="given")
    make_message(loser)
    merging.merge(winner=fresh(winner), loser=fresh(loser), by=None, at=NOW)
    return winner


def leave(state=RecipientState.OPEN):
    recipient = make_recipient("l@sol.es", state=state)
    preferences.unsubscribe(recipient=recipient, at=NOW, evidence="click")


@pytest.mark.parametrize("state", [RecipientState.OPEN, RecipientState.UNSUBSCRIBED, RecipientState.BOUNCED])
def test_whoever_leaves_by_the_address_that_was_lost_leaves_as_the_survivor(merged, state):
    leave(state)

    assert fresh(merged).marketing_consent == "withdrawn"
    leave()
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize("kind", [EventKind.COMPLAINED, EventKind.UNSUBSCRIBED])
def test_what_a_provider_tells_of_the_lost_address_reaches_the_survivor(merged, kind):
    Recipient.objects.all().delete()

    inbound.record(source="hook", told=[told("e", kind, "l@sol.es")], at=NOW)

    assert fresh(merged).marketing_consent == "withdrawn"


def test_the_preference_page_of_the_lost_address_shows_what_the_survivor_agreed_to(merged):
    make_policy()
    recipient = make_recipient("l@sol.es")
    url = f"/u/{tokens.make(Kind.UNSUBSCRIBE, recipient.workspace_id, recipient.pk, 0)}"
    Lead.objects.filter(pk=merged.pk).update(language="es")

    assert 'lang="es"' in Client().get(url).content.decode()


def test_an_address_that_another_lead_has_now_speaks_for_that_one(merged):
    other = make_lead(email="c@sol.es", marketing_consent="given")
    editing.edit(lead=other, values={"email": "l@sol.es"}, version=None, by=None, at=NOW)

    leave()

    assert matching.of_address("l@sol.es") == other
    assert (fresh(other).marketing_consent, fresh(merged).marketing_consent) == ("withdrawn", "given")
