"""Accounts and contacts: made, edited, matched, and asked whose they are."""

from datetime import UTC, datetime

import pytest

from conversion.models import Account, Contact
from conversion.services import accounts, matches
from conversion.services.accounts import StaleRecord
from core.errors import Invalid
from core.scope import workspace_scope
from tests.factories.conversion import make_account, make_contact
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_copies_follow_the_values(in_scope):
    account = make_account("Peñalúa, S.L.", website="https://www.Penalua.es/x", tax_id="b-12 345")

    assert (account.name_norm, account.domain, account.tax_id_norm) == (
        "penalua, s.l.",
        "penalua.es",
        "B12345",
    )


@pytest.mark.parametrize("make", [lambda: make_account(" "), lambda: make_contact(job_title="CEO")])
def test_nameless_is_refused(in_scope, make):
    with pytest.raises(Invalid):
        make()


def test_edit_account(in_scope):
    account = make_account()

    accounts.edit_account(account=account, values={"name": "Sol Norte"}, version=1, at=AT)

    saved = Account.objects.get(pk=account.pk)
    assert (saved.name_norm, saved.version, saved.updated_at) == ("sol norte", 2, AT)


def test_edit_of_an_old_version_is_refused(in_scope):
    account = make_account()
    accounts.edit_account(account=account, values={"city": "Sevilla"}, version=1, at=AT)

    with pytest.raises(StaleRecord):
        accounts.edit_account(account=account, values={"city": "Cádiz"}, version=1, at=AT)

    assert Account.objects.get(pk=account.pk).city == "Sevilla"


def test_edit_contact(in_scope):
    contact = make_contact()

    accounts.edit_contact(
        contact=contact, values={"phone": "600 111 222", "email": "A@Sol.es"}, version=1, at=AT, country="ES"
    )

    saved = Contact.objects.get(pk=contact.pk)
    assert (saved.phone_e164, saved.email_norm) == ("+34600111222", "a@sol.es")


def test_search_by_words(in_scope):
    account = make_account("Reformas del Sol", website="delsol.es")
    make_account("Asador Norte")

    for text in ("sol", "refor", "SOL reformas", "delsol.es"):
        assert list(Account.objects.search(text)) == [account]
    assert list(Account.objects.search("ormas")) == []


def test_owners_of_known_accounts(in_scope, rep, manager):
    make_account("Sol", domain="sol.es", owner_id=rep.user_id)
    firm = make_account("Luna", owner_id=manager.user_id)
    make_contact(firm, first_name="Eva", email="eva@gmail.com")
    by_domain = make_lead(company="Sol", website="https://sol.es", first_name="X")
    by_address = make_lead(email="eva@gmail.com", first_name="Eva")
    unknown = make_lead(email="nobody@gmail.com", first_name="N")

    found = accounts.owners_of(lead_ids=[by_domain.pk, by_address.pk, unknown.pk])

    assert found == {by_domain.pk: rep.user_id, by_address.pk: manager.user_id}


def test_owners_who_left_or_only_look_do_not_count(in_scope, workspace, rep):
    make_account("Sol", domain="sol.es", owner_id=rep.user_id)
    lead = make_lead(company="Sol", website="https://sol.es")
    rep.role = "viewer"
    rep.save(update_fields=["role"])

    assert accounts.owners_of(lead_ids=[lead.pk]) == {}


def test_owners_of_another_workspace_do_not_count(in_scope, other_workspace):
    with workspace_scope(other_workspace.pk):
        stranger = make_member(other_workspace)
        make_account("Sol", domain="sol.es", owner_id=stranger.user_id)
    lead = make_lead(company="Sol", website="https://sol.es")

    assert accounts.owners_of(lead_ids=[lead.pk]) == {}


def test_suggestions_say_why(in_scope):
    by_name = make_account("Reformas Sol")
    by_tax = make_account("Sol 2", tax_id="B12345678")
    by_mail = make_account("Somewhere")
    contact = make_contact(by_mail, first_name="Ana", email="ana@reformassol.es")
    lead = make_lead(company="Reformas Sol", tax_id="b12345678", first_name="Ana", email="ana@reformassol.es")

    found = matches.suggest(lead=lead)

    assert [(match.account, str(match.reason)) for match in found.accounts] == [
        (by_tax, "Same tax ID"),
        (by_name, "Same name"),
        (by_mail, "Its contact has this e-mail"),
    ]
    assert [(match.contact, str(match.reason)) for match in found.contacts] == [(contact, "Same e-mail")]


def test_nothing_is_suggested_for_somebody_new(in_scope, django_assert_max_num_queries):
    make_account("Other", domain="other.es")
    lead = make_lead(first_name="Eva", email="eva@gmail.com")

    with django_assert_max_num_queries(2):
        found = matches.suggest(lead=lead)

    assert (found.accounts, found.contacts) == ([], [])
