"""What is left after an erasure: counts, a certificate, a digest; nothing by which somebody comes back to life."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from capture.models import Inquiry
from leads.models import Activity, ConsentRecord, Erasure, Lead, LeadRank, StageChange
from leads.services import bulk, consent, erased, erasing, exports, intake, personal_export
from leads.services.bulk import ImportRow
from messaging.choices import Withheld
from messaging.models import Message, Notification, Recipient
from messaging.services import notices, notify, outbox, recipients
from messaging.services.outbox import Mail
from tests.factories import capture, messaging
from tests.factories.leads import make_activity, make_lead
from work import jobs
from work.models import Job


pytestmark = pytest.mark.usefixtures("in_scope")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EMAIL = "quokka@quokkas.es"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def make_person(**columns):
    lead = make_lead(first_name="Quokka", last_name="Quokkez", email=EMAIL, **columns)
    make_activity(lead, kind="note", at=NOW, text="Quokka wants a kitchen.")
    return lead


def inquire(lead, payload):
    """Return the inquiry that told the lead so."""
    inquiry = capture.make_inquiry(payload, state="accepted")
    Inquiry.objects.filter(pk=inquiry.pk).update(lead=lead)
    return inquiry


def begin(lead):
    return erasing.start(lead=lead, request="person", reference="T-1", by=None, at=NOW)


def work(erasure, times=3):
    job_id = Erasure.objects.get(pk=erasure.pk).job_id
    for _ in range(times):
        jobs.run(keys=[job_id], at=NOW)
    erasure.refresh_from_db()
    return erasure


def come(**facts):
    return intake.receive(
        facts=facts, source=None, campaign=None, touch={}, at=NOW + timedelta(days=1), by=None
    ).lead


def test_counts_stay_and_nothing_says_whose_they_were():
    lead = make_person()
    public_id, moves = lead.public_id, StageChange.objects.count()

    erasure = work(begin(lead))

    left = Lead.objects.get(pk=lead.pk)
    assert (left.name, left.company, left.email_norm, left.closed_reason) == ("", "", "", "erased")
    assert left.title == "Erased"
    assert left.public_id != public_id
    assert LeadRank.objects.get(pk=lead.pk).stage == "disqualified"
    assert StageChange.objects.count() == moves + 1
    assert Activity.objects.get(kind="note").data == {}
    assert erasure.counts["leads.Lead"] == 1
    assert (erasure.lead_ids, erasure.addresses, erasure.titles) == ([], [], [])


def test_mails_that_told_members_of_the_person_say_nothing_any_more(rep):
    lead = make_person()
    notice = notify.Notice(rep.user_id, "lead_offered", "activity:1", lead.pk, {"lead": "Quokka"}, "today/")
    notify.send([notice], at=NOW)
    notices.mail(keys=[Notification.objects.get().pk], at=NOW)
    assert "Quokka" in Message.objects.get().subject

    work(begin(lead))

    message = Message.objects.get()
    assert (message.subject, message.content, message.to) == ("", {}, "")
    assert (message.state, message.reason) == ("withheld", Withheld.ERASED)
    assert not Notification.objects.exists()


def test_a_step_that_is_repeated_finds_nothing_left_to_do():
    erasure = work(begin(make_person()))
    counts = erasure.counts
    Job.objects.update(state="running", result={})

    work(erasure)

    assert erasure.counts == counts


def test_of_two_at_once_one_erases():
    lead = make_person()
    erasure = begin(lead)

    with pytest.raises(erasing.ErasedAlready):
        begin(lead)
    work(erasure)
    with pytest.raises(erasing.ErasedAlready):
        begin(lead)


def test_every_lead_of_the_person_goes_and_nobody_elses():
    closed = make_lead(email=EMAIL, stage="disqualified")
    lead = make_person(phone="+34600111222")
    colleague = make_lead(first_name="Luis", email="luis@quokkas.es", phone="+34600111222")
    sent = {"text": "May we?", "text_version": "", "channel": "form", "evidence": "e", "ip_class": ""}
    for one in (closed, colleague):
        consent.record(lead=one, is_given=True, at=NOW, by=None, **sent)

    work(begin(lead))

    assert Lead.objects.get(pk=closed.pk).email == ""
    assert Lead.objects.get(pk=colleague.pk).first_name == "Luis"
    assert [row.lead_id for row in ConsentRecord.objects.all()] == [colleague.pk]


def test_no_list_brings_them_back_and_no_mail_goes_there():
    messaging.make_policy(postal_address="1 Main Street")
    work(begin(make_person()))

    counts = bulk.import_rows(
        rows=[ImportRow("", {"email": email}, row) for row, email in ((2, EMAIL.upper()), (3, "a@b.es"))],
        source=None,
        policy="fill",
        at=NOW,
        by=None,
    )

    assert (counts.created, counts.failed) == (1, 1)
    assert not Lead.objects.filter(email_norm=EMAIL).exists()
    assert Recipient.objects.get().email == ""
    lead = come(email=EMAIL, first_name="Quokka")
    assert recipients.may_mail(lead_ids=[lead.pk]) == {lead.pk: Withheld.ERASED}


def test_who_comes_back_by_themselves_is_taken_in_and_recognized():
    work(begin(make_person()))
    lead = come(email=EMAIL)
    other = come(email="luis@norte.es")

    for _ in range(2):
        erased.tell(lead_ids=[lead.pk, other.pk], at=NOW + timedelta(days=1))

    entry = Activity.objects.get(kind="erased_before")
    assert (entry.lead_id, entry.data) == (lead.pk, {"on": "2026-03-02"})


def test_what_waits_in_the_outbox_does_not_leave():
    lead = make_person(marketing_consent="given")
    version = messaging.make_version(name="Out", body="Hello {{ lead.name }}", subject="For {{ lead.name }}")
    outbox.enqueue(mails=[Mail("out", lead.pk, version.pk, values={"lead.name": "Quokka"})], at=NOW)

    work(begin(lead))

    message = Message.objects.get()
    assert (message.state, message.reason) == ("withheld", "erased")
    assert (message.to, message.values, message.recipient_id) == ("", {}, None)


def test_inquiries_that_became_no_lead_are_found_by_the_address():
    capture.make_inquiry({"email": EMAIL, "message": "Quokka"}, state="quarantined", reason="spam_words")
    other = capture.make_inquiry({"email": "luis@norte.es"})

    work(begin(make_person()))

    left = Inquiry.objects.exclude(pk=other.pk).get()
    assert (left.payload, bytes(left.raw), left.reason) == ({}, b"", "no_lead")
    assert Inquiry.objects.get(pk=other.pk).payload == {"email": "luis@norte.es"}


def test_who_has_no_address_is_struck_by_number_from_what_others_wrote_and_no_longer_number_is():
    lead = make_lead(first_name="Quokka", phone="600111222")
    luis, eva = make_lead(email="luis@norte.es"), make_lead(email="eva@sur.es")
    of_them = {"phone": 600111222, "order": 96001112223, "note": "her number is 600 111 222"}
    told = inquire(luis, of_them)
    entry = make_activity(luis, kind="inquiry", at=NOW, phone=600111222)
    other = inquire(eva, {"order": 6001112229})

    assert work(begin(lead)).state == Erasure.State.DONE

    told.refresh_from_db()
    assert told.payload == {"phone": "…", "order": 96001112223, "note": "her number is …"}
    assert bytes(told.raw) == b""
    assert Activity.objects.get(pk=entry.pk).data["phone"] == "…"
    left = Inquiry.objects.get(pk=other.pk)
    assert (left.payload, bytes(left.raw)) == (other.payload, bytes(other.raw))


def test_files_about_the_person_go():
    lead = make_person()
    job = personal_export.start(lead=lead, by=None, at=NOW)
    jobs.run(keys=[job.pk], at=NOW)
    made = list(Path(exports.folder()).iterdir())
    assert [EMAIL in path.read_text() for path in made] == [True]

    erasure = work(begin(lead))

    assert not list(Path(exports.folder()).iterdir())
    assert erasure.counts["files.exports"] == 1
