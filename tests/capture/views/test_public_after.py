"""The thanks with what they hand out, and the page on which a consent is confirmed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from capture.models import Form, HandoutFetch, Inquiry
from capture.services import consents, forms, handouts, process
from core.scope import workspace_scope
from leads.models import Activity, ConsentRecord, Lead
from tests.capture.views.visiting import FILLED, address, old_stamp


pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a guide"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client_for, marketer):
    return client_for(marketer)


def give(editor, form, **values):
    upload = SimpleUploadedFile("guide.pdf", PDF)
    told = {"title": "The guide", "file": upload, "by_mail": ""} | values
    return editor.post(f"/w/acme/forms/{form.pk}/handout/", told)


def send(person, form):
    return person.post(address(form), FILLED | {"_stamp": old_stamp(form)}, follow=True).content.decode()


def link_in(html):
    return re.search(r'action="(/f/[^"]+/file/[^"]+)"', html)[1]


def test_the_file_is_fetched_from_the_thanks_by_a_button(editor, person, form, workspace):
    assert give(editor, form).status_code == 303
    link = link_in(send(person, form))

    page = person.get(link)
    with workspace_scope(workspace.pk):
        assert not HandoutFetch.objects.exists()
    fetched = person.post(link)

    assert "guide.pdf" in page.content.decode()
    assert b"".join(fetched.streaming_content) == PDF
    assert fetched["Content-Disposition"] == 'attachment; filename="guide.pdf"'
    assert fetched["Content-Type"] == "application/octet-stream"
    assert fetched["X-Content-Type-Options"] == "nosniff"
    with workspace_scope(workspace.pk):
        process.run(keys=[Inquiry.objects.get().pk], at=timezone.now())
        assert Activity.objects.get(kind="download").data["title"] == "The guide"


def test_a_link_leads_on_and_counts(editor, person, form, workspace):
    give(editor, form, file="", url="https://acme.example/tour")
    link = link_in(send(person, form))

    page, fetched = person.get(link), person.post(link)

    assert "form-action 'self' https://acme.example" in page["Content-Security-Policy"]
    assert (fetched.status_code, fetched["Location"]) == (303, "https://acme.example/tour")
    with workspace_scope(workspace.pk):
        assert HandoutFetch.objects.count() == 1


def test_what_goes_by_mail_is_not_on_the_page(editor, person, form):
    give(editor, form, by_mail="1")

    assert "/file/" not in send(person, form)


def test_what_is_given_comes_before_the_page_to_go_on_to(editor, person, form, workspace):
    with workspace_scope(workspace.pk):
        version = forms.current_version(form)
        texts = {**version.texts, "redirect_url": "https://acme.example/thanks"}
        forms.save(form=form, fields=version.fields, texts=texts, by=None, at=timezone.now())
    give(editor, form)

    html = send(person, form)

    assert "/file/" in html
    assert "https://acme.example/thanks" in html


def test_the_script_of_another_page_gets_the_link(editor, form, workspace, settings):
    give(editor, form)
    with workspace_scope(workspace.pk):
        Form.objects.update(allowed_origins=["https://acme.example"])
    elsewhere = Client(headers={"Accept": "text/html", "Origin": "https://acme.example"})

    html = elsewhere.post(f"{address(form)}?as=part", FILLED | {"_stamp": old_stamp(form)}).content.decode()

    assert f'href="{settings.PUBLIC_URL}/f/{form.token}/file/' in html


@pytest.mark.parametrize("signed", ["x", "1.1:aa:bb"])
def test_a_made_up_link_gives_nothing(person, form, signed):
    for method in (person.get, person.post):
        assert method(f"/f/{form.token}/file/{signed}/").status_code == 410
        assert method(f"/f/{form.token}/confirm/{signed}/").status_code == 410
        assert method(f"/f/none/file/{signed}/").status_code == 404


@pytest.mark.parametrize(
    "told",
    [
        {"title": ""},
        {"file": ""},
        {"url": "https://a.example/"},
        {"file": SimpleUploadedFile("guide.exe", b"MZ")},
    ],
)
def test_a_handout_that_is_none_is_refused(editor, form, workspace, told):
    answer = give(editor, form, **told)

    assert answer.status_code == 422
    with workspace_scope(workspace.pk):
        assert Form.objects.get().handout_id is None


def test_it_is_renamed_and_taken_back(editor, form, workspace):
    give(editor, form)
    give(editor, form, title="The new guide", file="")
    with workspace_scope(workspace.pk):
        held = Form.objects.get().handout
        assert (held.title, held.file_name, handouts.path_of(held).read_bytes()) == (
            "The new guide",
            "guide.pdf",
            PDF,
        )

    editor.post(f"/w/acme/forms/{form.pk}/handout/stop/")

    with workspace_scope(workspace.pk):
        assert Form.objects.get().handout_id is None


def test_the_person_confirms_by_a_button_never_by_opening_the_link(person, form, workspace):
    with workspace_scope(workspace.pk):
        Form.objects.update(confirms_consent=True)
    person.post(address(form), FILLED | {"consent": "on", "_stamp": old_stamp(form)})
    with workspace_scope(workspace.pk):
        process.run(keys=[Inquiry.objects.get().pk], at=timezone.now())
        link = consents.address(Form.objects.get(), Inquiry.objects.get())

    asked = person.get(link).content.decode()
    with workspace_scope(workspace.pk):
        assert not ConsentRecord.objects.filter(act="confirmed").exists()
    done = [person.post(link).content.decode() for _each in range(2)]

    assert "I would like to receive news" in asked
    assert all("Confirmed" in html for html in done)
    with workspace_scope(workspace.pk):
        assert ConsentRecord.objects.filter(act="confirmed").count() == 1
        assert Lead.objects.get().marketing_consent == "given"
