"""From the outbox to the other server: every way it can end (E1–E4, K1)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Activity
from messaging.choices import MessageState, Outcome, RecipientState, Withheld
from messaging.engine import letter
from messaging.engine.rules import Phase, judge
from messaging.models import Attempt, Message, Notification, Recipient
from messaging.services import delivery, house, outbox, progress
from tenants.models import Membership, Workspace
from tests.factories import messaging
from tests.mailing import Post, deliver
from tests.messaging.delivering import again, last_try, make_due, put, ready_lead
from work.models import WorkItem


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_scope")]


def test_a_mail_arrives_and_is_recorded(post: Post) -> None:
    lead = ready_lead()
    message = put(lead, topic="kitchens", origin="enrollment:7")

    deliver()

    [letter] = post.to("ok@reformassol.es")
    message = again(message)
    assert message.state == MessageState.SENT
    assert message.sent_at is not None
    assert letter["X-Send-Id"] == str(message.public_id)
    assert letter["Message-ID"].startswith(f"<{message.public_id}@")
    assert letter["From"] == "Acme News <news@example.com>"
    assert letter["To"] == "Ana Ruiz <ok@reformassol.es>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {part.get_content_type() for part in letter.walk()} >= {"text/plain", "text/html"}
    assert last_try(message).outcome == Outcome.SENT
    assert last_try(message).phase == "done"
    told = Activity.objects.get(lead=lead, kind="email_sent")
    assert told.data["message"] == str(message.public_id)
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()
    assert not WorkItem.objects.filter(queue__in=["message", "mailing"]).exists()


def test_a_key_is_taken_once(post: Post) -> None:
    lead = ready_lead()

    first, second = put(lead), put(lead)
    deliver()
    put(lead)
    deliver()

    assert first.pk == second.pk
    assert len(post.letters) == 1


def test_a_plain_mail_needs_neither_lead_nor_consent(post: Post) -> None:
    outbox.enqueue_plain(
        key="n1", to="Bob@Example.com", subject="Hi\r\nBcc: x@y.z", text="¡Hola!", at=timezone.now()
    )

    deliver()

    [letter] = post.to("bob@example.com")
    assert letter["Subject"] == "Hi Bcc: x@y.z"
    assert letter["Bcc"] is None
    assert letter.get_content().strip() == "¡Hola!"
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("email", "state", "outcome", "phase", "code", "address"),
    [
        ("refuse-550@x.es", "failed", "failed", "rcpt", 550, RecipientState.BOUNCED),
        ("refuse-554@x.es", "failed", "failed", "rcpt", 554, RecipientState.BOUNCED),
        ("refuse-552@x.es", "failed", "failed", "rcpt", 552, RecipientState.OPEN),
        ("content-554@x.es", "failed", "failed", "body", 554, RecipientState.OPEN),
        ("content-552@x.es", "failed", "failed", "body", 552, RecipientState.OPEN),
        ("content-451@x.es", "queued", "retry", "body", 451, RecipientState.OPEN),
        ("later-450@x.es", "queued", "retry", "rcpt", 450, RecipientState.OPEN),
        ("later-451@x.es", "queued", "retry", "rcpt", 451, RecipientState.OPEN),
        ("later-452@x.es", "queued", "retry", "rcpt", 452, RecipientState.OPEN),
        ("busy-421@x.es", "queued", "retry", "rcpt", 421, RecipientState.OPEN),
        ("stall@x.es", "queued", "retry", "rcpt", None, RecipientState.OPEN),
        ("hang@x.es", "ambiguous", "ambiguous", "body", None, RecipientState.OPEN),
        ("drop@x.es", "ambiguous", "ambiguous", "body", None, RecipientState.OPEN),
    ],
)
def test_each_end_means_what_it_says_and_touches_no_neighbor(
    post: Post, email: str, state: str, outcome: str, phase: str, code: int | None, address: str
) -> None:
    version = messaging.make_version()
    bad = put(ready_lead(email), "bad", version=version)
    good = put(ready_lead(), "good", version=version)

    deliver()

    bad, attempt = again(bad), last_try(bad)
    assert (bad.state, attempt.outcome, attempt.phase, attempt.code) == (state, outcome, phase, code)
    assert Recipient.objects.get(pk=bad.recipient_id).state == address
    assert again(good).state == MessageState.SENT
    assert len(post.to("ok@reformassol.es")) == 1
    waits = WorkItem.objects.filter(queue="mailing", key=bad.pk)
    assert waits.exists() == (state == "queued")


def test_an_ambiguous_mail_is_never_repeated_by_a_machine_and_somebody_is_told(
    post: Post, marketer: Membership
) -> None:
    message = put(ready_lead("drop@x.es"))

    for _ in range(3):
        deliver()
        make_due()

    assert again(message).state == MessageState.AMBIGUOUS
    assert len(post.to("drop@x.es")) == 1
    assert Notification.objects.get(user=marketer.user).kind == "ambiguous_mail"


def test_what_a_dead_worker_was_sending_becomes_ambiguous(post: Post) -> None:
    message = put(ready_lead())
    Message.objects.filter(pk=message.pk).update(state="sending", attempts=1, sending_at=timezone.now())
    Attempt.objects.create(message=message, number=1, started_at=timezone.now())

    deliver()

    assert again(message).state == MessageState.AMBIGUOUS
    assert last_try(message).outcome == Outcome.AMBIGUOUS
    assert post.letters == []


def test_what_a_slow_worker_saw_after_all_takes_the_notice_back(post: Post, marketer: Membership) -> None:
    message = put(ready_lead())
    begun = progress.begin(message.pk, ours=house.read())
    progress.lose(begun, at=timezone.now())
    assert Notification.objects.get().read_at is None

    done = {"judgement": judge(Phase.DONE, 250), "phase": Phase.DONE, "code": 250, "answer": "taken"}
    progress.finish(message.pk, number=1, **done)

    assert again(message).state == MessageState.SENT
    assert Notification.objects.get().read_at is not None


def test_what_a_dead_worker_had_only_claimed_is_sent(post: Post) -> None:
    message = put(ready_lead())
    Message.objects.filter(pk=message.pk).update(state="claimed")

    deliver()

    assert again(message).state == MessageState.SENT


def test_what_a_server_answers_is_kept_without_what_no_text_may_hold() -> None:
    message = put(ready_lead())

    progress.refuse_early(
        message.pk,
        judgement=judge(Phase.RCPT, 451),
        phase=Phase.RCPT,
        code=451,
        answer="odd\x00 \udcff answer",
    )

    assert last_try(message).answer == "odd  answer"


def test_ten_tries_and_then_it_is_given_up(post: Post) -> None:
    message = put(ready_lead("later-451@x.es"))

    waits = []
    for _ in range(10):
        make_due()
        before = timezone.now()
        deliver()
        waits.append((again(message).due_at - before).total_seconds())

    assert again(message).state == MessageState.FAILED
    assert again(message).reason == "refused"
    assert [round(seconds, -1) for seconds in waits[1:9]] == [
        300, 1800, 7200, 18000, 36000, 50400, 72000, 86400,
    ]  # fmt: skip
    assert Attempt.objects.filter(message=message).count() == 10


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid", ""])
def test_a_server_that_cannot_be_reached_makes_all_wait_and_costs_one_try(
    post: Post, settings: pytest.FixtureRequest, host: str
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, 1
    version = messaging.make_version()
    first, second = put(ready_lead(), "1", version=version), put(ready_lead("b@x.es"), "2", version=version)

    deliver()

    assert [again(first).attempts, again(second).attempts] == [1, 0]
    assert {again(first).state, again(second).state} == {MessageState.QUEUED}
    assert last_try(first).phase == "connect"
    assert not WorkItem.objects.filter(queue="mailing", due_at__lte=timezone.now()).exists()


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(
    post: Post, settings: pytest.FixtureRequest
) -> None:
    settings.EMAIL_USE_TLS = True
    message = put(ready_lead())

    deliver()

    assert again(message).state == MessageState.QUEUED
    assert last_try(message).phase == "tls"
    assert post.letters == []


def test_a_withdrawn_mail_is_not_sent(post: Post) -> None:
    message = put(ready_lead(), origin="enrollment:1")

    assert outbox.withdraw(origin="enrollment:1", at=timezone.now()) == 1
    deliver()

    assert (again(message).state, again(message).reason) == ("withheld", Withheld.NO_LONGER_WANTED)
    assert post.letters == []


def test_a_mail_that_cannot_be_made_is_tried_later_and_holds_up_nobody(
    post: Post, workspace: Workspace
) -> None:
    version, broken = messaging.make_version(), messaging.make_version(name="Broken")
    type(broken).objects.filter(pk=broken.pk).update(links=[{"label": "leads nowhere"}])
    bad = put(ready_lead(), "bad", version=broken)
    good = put(ready_lead("g@x.es"), "good", version=version)

    deliver()

    assert (again(bad).state, again(good).state) == ("claimed", "sent")
    assert "KeyError" in WorkItem.objects.get(queue="mailing", key=bad.pk).error


def test_a_letter_that_cannot_be_written_was_never_begun(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    version = messaging.make_version()
    bad, good = (
        put(ready_lead("bad@x.es"), "bad", version=version),
        put(ready_lead(), "good", version=version),
    )

    def build(made: letter.Letter, *, write: Any = letter.build) -> bytes:
        if made.to == "bad@x.es":
            raise ValueError("a header that nobody can write")
        return write(made)

    monkeypatch.setattr(letter, "build", build)
    deliver()

    assert (again(bad).state, again(good).state) == (MessageState.CLAIMED, MessageState.SENT)
    assert again(bad).attempts == 0
    assert "ValueError" in WorkItem.objects.get(queue="mailing", key=bad.pk).error


def test_many_mails_read_their_workspace_once(post: Post) -> None:
    version = messaging.make_version()
    for n in range(3):
        put(ready_lead(f"m{n}@x.es"), f"k{n}", version=version)

    with CaptureQueriesContext(connection) as asked:
        deliver()

    assert len(post.letters) == 3
    assert sum('FROM "tenants_workspace"' in query["sql"] for query in asked) == 1
    assert sum('FROM "messaging_sendingpolicy"' in query["sql"] for query in asked) == 1


def test_a_due_mail_of_a_lost_bell_is_found_by_its_row(post: Post) -> None:
    put(ready_lead())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE work_workitem SET lease_until = now() - interval '1 second'")

    assert deliver() == 1
    assert delivery.BATCH > 1
