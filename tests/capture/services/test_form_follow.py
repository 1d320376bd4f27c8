"""What follows an accepted inquiry of a form: notices, the mail that asks to confirm, and what is handed out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from capture.models import Form, Inquiry
from capture.services import consents, forms, handouts, process, triage
from leads.models import Activity, ConsentRecord, Lead
from leads.services import consent
from messaging.models import Message, Notification
from tests.factories.capture import make_form, make_inquiry
from tests.factories.tenants import make_member


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]
ANA = {"email": "ana@reformassol.es", "full_name": "Ana Ruiz", "message": "A kitchen"}
AGREES = ANA | {"consent": "on"}
PDF = b"%PDF-1.7 a guide"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sent(form, payload=ANA, **more):
    """Let somebody send the form, and the worker look at it."""
    version = forms.current_version(form)
    inquiry = make_inquiry(payload, form=form, form_version=version, channel="form", **more)
    process.run(keys=[inquiry.pk], at=timezone.now())
    inquiry.refresh_from_db()
    return inquiry


def given(form, *, name="guide.pdf", content=PDF, **more):
    """Let the form hand out a file."""
    upload = SimpleUploadedFile(name, content)
    handout = handouts.give(form=form, title="The guide", upload=upload, by=None, at=timezone.now(), **more)
    form.refresh_from_db()
    return handout


def downloads(lead):
    return [row.data for row in Activity.objects.filter(lead=lead, kind="download")]


def test_the_chosen_members_are_told_once(workspace, marketer, rep):
    form = make_form(notified=[marketer.user_id, rep.user_id])
    inquiry = sent(form)

    process.run(keys=[inquiry.pk], at=timezone.now())

    notices = list(Notification.objects.filter(kind="inquiry"))
    assert {one.user_id for one in notices} == {marketer.user_id, rep.user_id}
    assert len(notices) == 2
    assert notices[0].data == {"lead": "Ana Ruiz", "form": "Contact"}
    assert notices[0].path == f"leads/{inquiry.lead_id}/"


def test_whoever_left_and_what_is_held_back_tell_nobody(workspace, marketer):
    gone = make_member(workspace, "marketer", email="gone@acme.test", is_active=False)
    form = make_form(notified=[gone.user_id, marketer.user_id])

    held = sent(form, ANA | {"email": "no"})

    assert held.state == "quarantined"
    assert not Notification.objects.filter(kind="inquiry").exists()
    triage.accept(inquiry=held, corrections={"email": "ana@sol.es"}, by=marketer.user_id, at=timezone.now())
    assert [one.user_id for one in Notification.objects.filter(kind="inquiry")] == [marketer.user_id]


def test_a_consent_waits_for_its_confirmation_and_the_inquiry_does_not():
    form = make_form(confirms_consent=True)
    inquiry = sent(form, AGREES)
    lead = Lead.objects.get()
    mail = Message.objects.get(lead=lead)

    assert inquiry.state == "accepted"
    assert lead.marketing_consent == "unknown"
    assert ConsentRecord.objects.get().act == "asked"
    assert mail.to == "ana@reformassol.es"
    assert mail.purpose == "service"
    assert f"/f/{form.token}/confirm/" in mail.content["text"]
    assert forms.current_version(form).texts["consent"] in mail.content["text"]

    first = consents.confirm(inquiry=inquiry, ip_class="203.0.113.0/24", at=timezone.now())
    again = consents.confirm(inquiry=inquiry, ip_class="203.0.113.0/24", at=timezone.now())

    lead.refresh_from_db()
    record = ConsentRecord.objects.get(act="confirmed")
    assert (first, again) == (True, False)
    assert lead.marketing_consent == "given"
    assert record.text == forms.current_version(form).texts["consent"]
    assert (record.text_version, record.ip_class) == (f"form {form.pk} v1", "203.0.113.0/24")


def test_an_old_link_confirms_nothing_after_a_withdrawal():
    inquiry = sent(make_form(confirms_consent=True), AGREES)
    lead = Lead.objects.get()
    withdrawn = {"text": "", "text_version": "", "channel": "email", "evidence": "mail", "ip_class": ""}
    consent.record(lead=lead, is_given=False, at=timezone.now(), by=None, **withdrawn)

    with pytest.raises(consents.NothingToConfirm):
        consents.confirm(inquiry=inquiry, ip_class="", at=timezone.now())

    lead.refresh_from_db()
    assert lead.marketing_consent == "withdrawn"


def test_it_is_asked_once_a_day_and_not_of_who_agreed_already():
    form = make_form(confirms_consent=True)
    first = sent(form, AGREES)
    sent(form, AGREES)
    assert Message.objects.count() == 1

    consents.confirm(inquiry=first, ip_class="", at=timezone.now())
    other = make_form(confirms_consent=True, name="Other")
    sent(other, AGREES)

    assert Message.objects.count() == 1


def test_who_does_not_agree_is_not_asked():
    sent(make_form(confirms_consent=True))

    assert not Message.objects.exists()


@pytest.mark.parametrize("signed", ["", "x", "1:2:3"])
def test_a_made_up_link_confirms_nothing(signed):
    form = make_form(confirms_consent=True)

    with pytest.raises(consents.NothingToConfirm):
        consents.read(form_id=form.pk, signed=signed)


def test_a_link_of_another_form_confirms_nothing():
    form, other = make_form(confirms_consent=True), make_form()
    inquiry = sent(form, AGREES)
    signed = consents.address(form, inquiry).rstrip("/").rpartition("/")[2]

    assert consents.read(form_id=form.pk, signed=signed) == inquiry
    with pytest.raises(consents.NothingToConfirm):
        consents.read(form_id=other.pk, signed=signed)


def test_a_fetched_file_stands_on_the_timeline_once():
    form = make_form()
    handout = given(form)
    inquiry = sent(form)

    for _each in range(2):
        handouts.fetch(inquiry=inquiry, handout=handout, at=timezone.now())

    assert downloads(inquiry.lead) == [
        {"title": "The guide", "url": "guide.pdf", "form": "Contact", "inquiry": str(inquiry.public_id)}
    ]
    assert handouts.path_of(handout).read_bytes() == PDF


def test_what_was_fetched_before_there_was_a_lead_is_caught_up():
    form = make_form()
    handout = given(form)
    inquiry = make_inquiry(ANA, form=form, form_version=forms.current_version(form), channel="form")

    handouts.fetch(inquiry=inquiry, handout=handout, at=timezone.now())
    process.run(keys=[inquiry.pk], at=timezone.now())

    inquiry.refresh_from_db()
    assert [one["title"] for one in downloads(inquiry.lead)] == ["The guide"]


def test_the_link_goes_by_mail_where_the_form_says_so():
    form = make_form()
    given(form, by_mail=True)
    sent(form)
    sent(form)

    mail = Message.objects.get()
    assert mail.subject == "The guide"
    assert f"/f/{form.token}/file/" in mail.content["text"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("guide.exe", b"MZ"),
        ("guide.pdf", b"MZ not a guide"),
        ("guide.pdf", b""),
        ("guide.html", b"<script>"),
        ("guide.svg", b"<svg/>"),
        ("guide", PDF),
        ("guide.pdf", PDF + b"x" * handouts.MAX_BYTES),
    ],
)
def test_what_may_do_harm_or_is_too_large_is_not_kept(name, content, tmp_path):
    form = make_form()

    with pytest.raises(handouts.BadFile):
        given(form, name=name, content=content)

    assert Form.objects.get(pk=form.pk).handout_id is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_name_without_its_folder():
    assert given(make_form(), name="..\\..\\etc/price list.pdf").file_name == "price list.pdf"


def test_old_links_stay_good_when_something_else_is_given():
    form = make_form()
    old, inquiry = given(form), sent(form)
    signed = handouts.address(form, inquiry, old).rstrip("/").rpartition("/")[2]

    handouts.give(form=form, title="A page", url="https://a.example/x", by=None, at=timezone.now())
    handouts.stop(form=form, at=timezone.now())

    assert handouts.read(form_id=form.pk, signed=signed) == (inquiry, old)
    assert Inquiry.objects.count() == 1
