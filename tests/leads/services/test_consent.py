"""The ledger: each act with its evidence, the two halves of a double opt-in, and nobody who can change it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from leads.models import Activity, ConsentRecord, Lead
from leads.services import consent
from tests.factories.leads import make_lead


pytestmark = pytest.mark.usefixtures("in_scope")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SEEN = {
    "text": "Send me news.",
    "text_version": "form 1 v2",
    "channel": "form",
    "evidence": "inquiry:1",
    "ip_class": "203.0.113.0/24",
}


def acts():
    return list(ConsentRecord.objects.order_by("pk").values_list("act", flat=True))


def stands(lead):
    return Lead.objects.get(pk=lead.pk).marketing_consent


def test_what_was_ticked_counts_only_once_it_is_confirmed():
    lead = make_lead()

    consent.ask(lead=lead, at=NOW, source="Contact", **SEEN)

    assert (acts(), stands(lead), consent.latest(lead.pk)) == (["asked"], "unknown", None)
    assert not Activity.objects.filter(kind="consent_given").exists()

    later = NOW + timedelta(hours=1)
    confirmed = consent.confirm(lead=lead, evidence="inquiry:1", ip_class="198.51.100.0/24", at=later)

    assert (acts(), stands(lead)) == (["asked", "confirmed"], "given")
    assert (confirmed.text, confirmed.text_version, confirmed.source) == (
        "Send me news.",
        "form 1 v2",
        "Contact",
    )
    assert confirmed.ip_class == "198.51.100.0/24"


def test_asking_and_confirming_again_is_the_same_act():
    lead = make_lead()

    for _ in range(2):
        consent.ask(lead=lead, at=NOW, **SEEN)
        consent.confirm(lead=lead, evidence="inquiry:1", ip_class="", at=NOW)

    assert acts() == ["asked", "confirmed"]


def test_a_question_takes_nothing_from_who_agreed_already():
    lead = make_lead()
    consent.record(lead=lead, is_given=True, at=NOW, by=None, **SEEN)

    consent.ask(lead=lead, at=NOW + timedelta(days=1), **SEEN | {"evidence": "inquiry:2"})

    assert stands(lead) == "given"
    assert consent.latest(lead.pk) == (True, NOW)


def test_an_old_link_does_not_undo_a_withdrawal():
    lead = make_lead()
    consent.ask(lead=lead, at=NOW, **SEEN)
    gone = {**SEEN, "text": "", "evidence": "click"}
    consent.record(lead=lead, is_given=False, at=NOW + timedelta(hours=1), by=None, **gone)

    assert consent.confirm(lead=lead, evidence="inquiry:1", ip_class="", at=NOW + timedelta(hours=2)) is None
    assert consent.confirm(lead=lead, evidence="never asked", ip_class="", at=NOW) is None
    assert (acts(), stands(lead)) == (["asked", "withdrawn"], "withdrawn")


@pytest.mark.parametrize(
    "statement", ["UPDATE leads_consentrecord SET text = 'x'", "DELETE FROM leads_consentrecord"]
)
def test_nobody_who_serves_can_change_the_ledger(statement):
    consent.record(lead=make_lead(), is_given=True, at=NOW, by=None, **SEEN)

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("place", ["leads_consentrecord", "scoring_scoresnapshot", "tenants_auditentry"])
def test_nothing_is_forgotten_while_nobody_is_being_erased(place):
    consent.record(lead=make_lead(), is_given=True, at=NOW, by=None, **SEEN)

    with pytest.raises(Exception, match="no erasure"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT leads_forget(1, %s)", [place])
    assert acts() == ["given"]
