"""Accounts, contacts and deals are found by their words as they are now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversion.models import Account, Contact, Opportunity, SearchWord
from conversion.models.word import found_by
from conversion.services import accounts, opportunities
from tests.factories.conversion import make_account, make_contact, make_deal


NOW = timezone.now()
Kind = SearchWord.Kind
MODELS = {Kind.ACCOUNT: Account, Kind.CONTACT: Contact, Kind.OPPORTUNITY: Opportunity}


def found(kind, *words):
    return {item.name for item in MODELS[kind].objects.filter(pk__in=found_by(kind, list(words)))}


@pytest.mark.parametrize("words", [["obras"], ["nor", "obr"], ["norte"], ["b1234"], ["obrasnorte"]])
def test_every_word_may_be_unfinished(in_scope, words):
    make_account("Obras del Norte", domain="obrasnorte.es", tax_id="B-12345678")

    assert found(Kind.ACCOUNT, *words) == {"Obras del Norte"}
    assert found(Kind.ACCOUNT, *words, "sur") == set()
    assert found(Kind.CONTACT, *words) == set()


def test_a_contact_is_found_by_name_address_and_phone(in_scope):
    make_contact(first_name="Íñigo", last_name="Ruiz", email="inigo@x.es", phone="600 123 456")

    for word in ("inigo", "ru", "x", "600123", "34600123"):
        assert found(Kind.CONTACT, word) == {"Íñigo Ruiz"}


def test_a_new_name_is_found_and_the_old_one_is_not_also_on_deals(in_scope):
    account = make_account("Obras del Norte")
    deal = make_deal("Kitchen", account=account)

    accounts.edit_account(account=account, values={"name": "Reformas del Sur"}, version=None, at=NOW)
    opportunities.edit(opportunity=deal, values={"name": "Bath"}, version=None, at=NOW + timedelta(hours=1))

    assert found(Kind.ACCOUNT, "norte") == set()
    assert found(Kind.ACCOUNT, "sur") == {"Reformas del Sur"}
    assert found(Kind.OPPORTUNITY, "bat", "sur") == {"Bath"}
    assert found(Kind.OPPORTUNITY, "kitchen") == set()


def test_without_words_nothing_is_asked(in_scope):
    assert found_by(Kind.ACCOUNT, []) is None
