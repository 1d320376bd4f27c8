"""What other systems tell us of mails: each event once, in whatever order (W2)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from leadcrm import invariants
from leads.choices import Channel
from leads.models import Activity, ConsentRecord, Lead
from leads.services import consent
from messaging.choices import EventKind, EventOutcome, MessageState, Outcome, RecipientState
from messaging.engine.inbound import Told
from messaging.engine.rules import Judgement, Phase
from messaging.models import Attempt, MailEvent, Message, Recipient
from messaging.services import inbound, preferences, progress, recipients
from nurturing.models import Workflow
from nurturing.services import guard
from tests.factories.leads import make_lead
from tests.factories.messaging import make_message, make_recipient
from tests.factories.nurturing import make_workflow
from tests.messaging.telling import NOW, sent, told, uncertain
from work.models import WorkItem


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]
BOUNCED, COMPLAINED, DELIVERED = EventKind.BOUNCED, EventKind.COMPLAINED, EventKind.DELIVERED
SOFT, UNSUBSCRIBED = EventKind.SOFT, EventKind.UNSUBSCRIBED


def tell(*events: Told, source: str = "hook") -> inbound.Receipt:
    return inbound.record(source=source, told=events, at=NOW)


def state(email: str = "ana@reformassol.es") -> str:
    return make_recipient(email).state


def outcomes() -> dict[str, str]:
    return dict(MailEvent.objects.values_list("event_id", "outcome"))


# One event ----------------------------------------------------------------------------------------------------


def test_a_bounce_closes_the_address_marks_the_lead_and_is_seen_on_the_mail() -> None:
    mail = sent("ana@reformassol.es", key="k")
    WorkItem.objects.all().delete()

    receipt = tell(told("b", BOUNCED, mail=mail))

    assert (receipt.received, receipt.new) == (1, 1)
    row = Recipient.objects.get()
    assert (row.state, row.note, row.state_at) == (RecipientState.BOUNCED, "550 5.1.1 who?", NOW)
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == (MessageState.SENT, "returned")
    assert WorkItem.objects.filter(queue="lead", key=mail.lead_id).exists()
    assert WorkItem.objects.filter(queue="guard").exists()
    assert outcomes() == {"b": EventOutcome.APPLIED}


@pytest.mark.parametrize("kind", [COMPLAINED, UNSUBSCRIBED])
def test_a_complaint_and_an_unsubscription_are_withdrawals_of_every_lead_with_the_address(
    kind: EventKind,
) -> None:
    first = make_lead(email="ana@reformassol.es", marketing_consent="given")
    second = make_lead(email="ANA@reformassol.es", marketing_consent="given", stage="converted")

    tell(told("c", kind, "Ana@ReformasSol.es", days_ago=1))

    assert state() == kind.value
    assert set(Lead.objects.values_list("marketing_consent", flat=True)) == {"withdrawn"}
    records = ConsentRecord.objects.values_list("lead_id", "is_given", "evidence", "at")
    assert set(records) == {(pk, False, "hook:c", NOW - timedelta(days=1)) for pk in (first.pk, second.pk)}
    assert Activity.objects.filter(kind="consent_withdrawn").count() == 2


@pytest.mark.parametrize("kind", [DELIVERED, BOUNCED, COMPLAINED])
def test_whatever_proves_that_it_left_makes_an_uncertain_mail_sent(kind: EventKind) -> None:
    mail = uncertain("ana@reformassol.es", key="k")

    tell(told("d", kind, mail=mail))

    mail.refresh_from_db()
    assert (mail.state, mail.sent_at) == (MessageState.SENT, mail.sending_at)
    assert Attempt.objects.get().outcome == "sent"
    [entry] = Activity.objects.filter(kind="email_sent")
    assert (entry.dedup_key, entry.occurred_at) == (f"message:{mail.public_id}", mail.sending_at)
    assert outcomes()["d"] == EventOutcome.APPLIED


def test_what_the_worker_writes_down_after_the_proof_changes_nothing() -> None:
    mail = sent("ana@reformassol.es", key="k", state=MessageState.SENDING, sent_at=None, attempts=1)
    Attempt.objects.create(message=mail, number=1, started_at=NOW)

    tell(told("b", BOUNCED, mail=mail))
    progress.finish(
        mail.pk, number=1, judgement=Judgement(Outcome.AMBIGUOUS), phase=Phase.BODY, code=None, answer=""
    )

    mail.refresh_from_db()
    assert (mail.state, mail.reason) == (MessageState.SENT, "returned")
    assert (Attempt.objects.get().outcome, Attempt.objects.get().ended_at is None) == ("sent", False)


def test_putting_off_counts_and_closes_only_when_it_goes_on() -> None:
    ana = make_recipient().email

    tell(*(told(f"old{n}", SOFT, ana, days_ago=60 + n) for n in range(4)))
    tell(*(told(f"new{n}", SOFT, ana, days_ago=n) for n in range(4)))
    assert (state(), set(outcomes().values())) == ("open", {EventOutcome.COUNTED})

    tell(told("fifth", SOFT, ana, days_ago=9))

    assert (state(), outcomes()["fifth"]) == (RecipientState.BOUNCED, EventOutcome.APPLIED)


def test_a_mail_put_off_five_times_is_one_mail() -> None:
    mail = sent("ana@reformassol.es", key="k")

    tell(*(told(f"s{n}", SOFT, mail=mail, days_ago=1 - n / 10) for n in range(5)))
    tell(told("d", DELIVERED, mail=mail))

    assert state() == RecipientState.OPEN


def test_mails_that_arrived_since_are_not_counted() -> None:
    first = sent("ana@reformassol.es", key="k0")
    mails = [first, *(make_message(first.lead, first.template_version, key=f"k{n}") for n in range(1, 6))]

    for number, mail in enumerate(mails[:5]):
        tell(told(f"s{number}", SOFT, mail=mail, days_ago=9))
        if number == 0:
            tell(told("d", DELIVERED, mail=mail, days_ago=8))
    assert state() == RecipientState.OPEN

    tell(told("s5", SOFT, mail=mails[5], days_ago=7))
    assert state() == RecipientState.BOUNCED


def test_a_mail_put_off_after_a_relay_took_it_is_counted() -> None:
    first = sent("ana@reformassol.es", key="k0")
    mails = [first, *(make_message(first.lead, first.template_version, key=f"k{n}") for n in range(1, 5))]

    tell(*(told(f"d{mail.pk}", DELIVERED, mail=mail, days_ago=2) for mail in mails))
    tell(*(told(f"s{mail.pk}", SOFT, mail=mail, days_ago=1) for mail in mails))

    assert state() == RecipientState.BOUNCED


def test_what_is_older_than_the_opening_of_the_address_closes_it_no_more() -> None:
    row = make_recipient(state=RecipientState.BOUNCED)
    recipients.reopen(recipient=row, note="", at=NOW - timedelta(days=1), by=None)

    tell(told("late", BOUNCED, row.email, days_ago=2))
    assert (state(), outcomes()["late"]) == ("open", EventOutcome.STALE)

    tell(told("news", BOUNCED, row.email, days_ago=0.5))
    assert state() == RecipientState.BOUNCED


def test_who_came_back_by_their_own_click_is_not_taken_off_by_what_they_did_before() -> None:
    lead = make_lead(email="ana@reformassol.es", marketing_consent="given")
    preferences.subscribe(recipient=make_recipient(), language="en", at=NOW - timedelta(days=1))
    consent.record(
        lead=lead, is_given=True, text="yes", text_version="1", channel=Channel.FORM, evidence="form", ip_class="",
        at=NOW - timedelta(days=1), by=None,
    )  # fmt: skip

    tell(told("late", UNSUBSCRIBED, "ana@reformassol.es", days_ago=2))

    assert (state(), Lead.objects.get().marketing_consent) == ("open", "given")
    assert ConsentRecord.objects.filter(is_given=False).exists()  # kept as evidence all the same


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ("unsubscribed", BOUNCED, "bounced"),
        ("bounced", UNSUBSCRIBED, "bounced"),
        ("bounced", COMPLAINED, "complained"),
        ("complained", BOUNCED, "complained"),
        ("blocked", COMPLAINED, "blocked"),
        ("erased", COMPLAINED, "erased"),
    ],
)
def test_a_stronger_state_is_never_replaced_by_a_weaker_one(before: str, kind: EventKind, after: str) -> None:
    make_recipient(state=before)

    tell(told("x", kind, "ana@reformassol.es"))

    assert state() == after


def test_nothing_personal_is_kept_of_an_address_that_was_erased() -> None:
    row = make_recipient()
    Recipient.objects.filter(pk=row.pk).update(state=RecipientState.ERASED, email="")

    tell(told("x", BOUNCED, row.email))

    event = MailEvent.objects.get()
    assert (event.address, event.detail, event.recipient_id) == ("", {}, row.pk)


def test_strangers_get_no_row_and_unknown_kinds_no_effect() -> None:
    make_recipient("ana@reformassol.es")

    tell(told("s", BOUNCED, "stranger@x.es"), told("o", EventKind.OTHER, "ana@reformassol.es"))

    assert outcomes() == {"s": EventOutcome.UNKNOWN, "o": EventOutcome.IGNORED}
    assert list(Recipient.objects.values_list("email", "state")) == [("ana@reformassol.es", "open")]


def test_an_address_that_was_corrected_since_stays_open() -> None:
    mail = sent("new@reformassol.es", key="k")
    old = make_recipient("old@reformassol.es")

    tell(told("x", BOUNCED, old.email, mail=mail))

    assert (state("old@reformassol.es"), state("new@reformassol.es")) == ("bounced", "open")


def test_a_forwarding_counts_for_the_address_we_wrote_to() -> None:
    mail = sent("ana@reformassol.es", key="k")

    tell(told("x", BOUNCED, "ana@elsewhere.es", mail=mail))

    assert state() == RecipientState.BOUNCED


def test_where_anybody_may_write_only_our_own_ids_count() -> None:
    mail = sent("ana@reformassol.es", key="k")
    events = [told("a", BOUNCED, "ana@reformassol.es")]
    inbound.record(source="dsn", told=events, at=NOW, needs_message=True)
    assert (state(), outcomes()) == ("open", {"a": EventOutcome.UNKNOWN})

    victim = make_recipient("bob@x.es")
    inbound.record(
        source="dsn", told=[told("v", BOUNCED, victim.email, mail=mail)], at=NOW, needs_message=True
    )
    assert (state(), state("bob@x.es")) == ("open", "open")

    inbound.record(source="dsn", told=[told("b", BOUNCED, mail=mail)], at=NOW, needs_message=True)
    assert state() == RecipientState.BOUNCED


def test_six_complaints_pause_the_workflows() -> None:
    make_workflow()
    for number in range(6):
        make_recipient(f"c{number}@x.es")
    tell(*(told(f"c{number}", COMPLAINED, f"c{number}@x.es", days_ago=1) for number in range(6)))

    guard.run(keys=[1], at=NOW + timedelta(minutes=1))

    assert list(Workflow.objects.values_list("state", flat=True)) == ["paused"]


def test_deliveries_cost_a_bounded_number_of_queries(django_assert_max_num_queries: Any) -> None:
    mails = [sent(f"a{number}@x.es", key=f"k{number}") for number in range(20)]

    with django_assert_max_num_queries(12):
        tell(*(told(f"d{mail.pk}", DELIVERED, mail=mail) for mail in mails))


def test_old_events_are_forgotten_and_their_effects_stay() -> None:
    make_recipient()
    tell(told("x", BOUNCED, "ana@reformassol.es"))

    inbound.forget(at=NOW + timedelta(days=89))
    assert MailEvent.objects.count() == 1
    inbound.forget(at=NOW + timedelta(days=91))

    assert (MailEvent.objects.count(), state()) == (0, RecipientState.BOUNCED)


def test_more_old_events_than_one_statement_deletes_are_all_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbound, "PART", 2)
    tell(*(told(f"x{number}", DELIVERED, "ana@reformassol.es") for number in range(5)))

    inbound.forget(at=NOW + timedelta(days=91))

    assert not MailEvent.objects.exists()


def test_the_nightly_check_would_see_what_was_told_in_vain() -> None:
    mail = uncertain("ana@reformassol.es", key="k")
    inbound.record(source="hook", told=[told("b", BOUNCED, mail=mail, now=timezone.now())], at=timezone.now())
    sound = _told_in_vain()
    Message.objects.update(state=MessageState.AMBIGUOUS)
    Recipient.objects.update(state=RecipientState.OPEN)

    assert sound == {}
    assert _told_in_vain() == {
        "messaging.uncertain_mail_of_which_we_were_told": [mail.pk],
        "messaging.address_open_although_we_were_told": [mail.recipient_id],
    }


def _told_in_vain() -> dict[str, list[int]]:
    return {one.check: one.ids for one in invariants.violations() if one.check.endswith("told")}


# Replayed -----------------------------------------------------------------------------------------------------


def test_told_three_times_it_counts_once() -> None:
    mail = sent("ana@reformassol.es", key="k")
    events = [
        told("s1", SOFT, mail=mail),
        told("s2", SOFT, mail=mail, days_ago=1),
        told("u", UNSUBSCRIBED, mail=mail),
    ]

    receipts = [tell(*events, *events) for _again in range(3)]

    assert [receipt.new for receipt in receipts] == [3, 0, 0]
    assert MailEvent.objects.count() == 3
    assert ConsentRecord.objects.count() == 1
    assert state() == RecipientState.UNSUBSCRIBED


def test_the_same_id_of_another_source_is_another_event() -> None:
    make_recipient()

    tell(told("1", DELIVERED, "ana@reformassol.es"))
    assert tell(told("1", BOUNCED, "ana@reformassol.es"), source="dsn").new == 1


def test_without_ids_a_replay_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    # What the tests above deny, they could see: three reports of two delays would close the address.
    ana = make_recipient().email
    events = [told("s1", SOFT, ana), told("s2", SOFT, ana, days_ago=1)]
    insert = inbound.sets.insert

    def forgetful(model: Any, rows: Any, **kwargs: Any) -> Any:
        if model is not MailEvent:
            return insert(model, rows, **kwargs)
        salted = [row | {"event_id": f"{row['event_id']}{uuid4().hex}"} for row in rows]
        return [(pk, event_id[:-32]) for pk, event_id in insert(model, salted, **kwargs)]

    monkeypatch.setattr(inbound.sets, "insert", forgetful)
    for _again in range(3):
        tell(*events)

    assert MailEvent.objects.count() == 6
    assert state() == RecipientState.BOUNCED
