"""What a form asks and says: options, hidden fields, translations, versions, and the preview of each change."""

import pytest
from django.test import Client
from django.utils import timezone

from capture.models import FormVersion, Inquiry
from capture.services import forms, process
from core.scope import workspace_scope
from leads.models import ConsentRecord, Lead
from tests.capture.views.visiting import FILLED, HTML, address, old_stamp, stored
from tests.factories.capture import make_form
from tests.factories.leads import make_topic


pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client_for, marketer):
    return client_for(marketer)


def page(form, path=""):
    return f"/w/acme/forms/{form.pk}/{path}"


def shown(workspace, form):
    with workspace_scope(workspace.pk):
        form.refresh_from_db()
        return forms.current_version(form)


def change(workspace, form, **content):
    with workspace_scope(workspace.pk):
        version = forms.current_version(form)
        kept = {"fields": version.fields, "texts": version.texts}
        forms.save(form=form, **{**kept, **content}, by=None, at=timezone.now())


def test_a_text_with_answers_becomes_a_choice(editor, person, form, workspace):
    editor.post(page(form, "fields/"), {"name": "industry"})
    answers = {"label": "Trade", "options": "Hotel\r\n Restaurant \r\nHotel\r\n"}

    assert editor.post(page(form, "fields/industry/"), answers).status_code == 303

    html = person.get(address(form)).content.decode()
    assert shown(workspace, form).fields[-1]["options"] == ["Hotel", "Restaurant"]
    assert '<option value="Restaurant">Restaurant</option>' in html


def test_only_the_chosen_topics_are_offered(editor, person, form, workspace):
    with workspace_scope(workspace.pk):
        make_topic("baths", name="Baths")
        make_topic("floors", name="Floors")
    editor.post(page(form, "fields/"), {"name": "topics"})

    every = person.get(address(form)).content.decode()
    editor.post(page(form, "fields/topics/"), {"label": "About", "options": ["floors"]})
    one = person.get(address(form)).content.decode()

    assert "Baths" in every
    assert "Baths" not in one
    assert "Floors" in one


def test_a_hidden_field_sends_its_value_or_that_of_the_address(editor, person, form, workspace):
    editor.post(page(form, "fields/"), {"name": "industry"})
    hidden = {"label": "Trade", "is_hidden": "on", "value": "hotels", "is_required": "on"}
    editor.post(page(form, "fields/industry/"), hidden)

    plain = person.get(address(form)).content.decode()
    told = person.get(f"{address(form)}?industry=cafes").content.decode()
    person.post(address(form), FILLED | {"industry": "cafes", "_stamp": old_stamp(form)})

    assert shown(workspace, form).fields[-1]["is_required"] is False
    assert '<input type="hidden" name="industry" value="hotels"' in plain
    assert '<input type="hidden" name="industry" value="cafes"' in told
    assert stored(workspace)[0].payload["industry"] == "cafes"


def test_the_only_way_to_answer_cannot_be_hidden(editor, form, workspace):
    for name in ("company", "phone"):
        editor.post(page(form, f"fields/{name}/remove/"))

    answer = editor.post(page(form, "fields/email/"), {"label": "E-mail", "is_hidden": "on"})

    assert answer.status_code == 422
    assert "Ask for an e-mail address" in answer.content.decode()


def test_what_was_hidden_can_be_shown_again(editor, form, workspace):
    editor.post(page(form, "fields/phone/"), {"label": "Phone", "is_hidden": "on", "value": "1"})
    editor.post(page(form, "fields/phone/"), {"label": "Phone"})

    field = shown(workspace, form).field_named("phone")
    assert "is_hidden" not in field
    assert "value" not in field


SPANISH = {
    "text:title": "Hable con nosotros",
    "text:consent": "Quiero recibir noticias.",
    "text:privacy_url": "",
    "label:message": "¿Qué necesita?",
    "option:timeline:now": "Ya mismo",
}


def test_readers_see_the_form_in_their_language(editor, person, form):
    editor.post(page(form, "fields/"), {"name": "timeline"})
    assert editor.post(page(form, "texts/es/"), SPANISH).status_code == 303

    spanish = Client(headers={"Accept": HTML, "Accept-Language": "es-ES,es;q=0.9"}).get(address(form))
    asked = person.get(f"{address(form)}?lang=es").content.decode()
    english = person.get(address(form)).content.decode()

    assert '<html lang="es"' in spanish.content.decode()
    for text in ("Hable con nosotros", "¿Qué necesita?", "Ya mismo", "Send inquiry"):
        assert text in asked
    assert '<html lang="en"' in english
    assert 'href="?lang=es"' in english


def test_a_language_that_was_not_translated_is_not_offered(person, form):
    assert '<html lang="en"' in person.get(f"{address(form)}?lang=es").content.decode()


def test_an_emptied_translation_is_gone(editor, form, workspace):
    editor.post(page(form, "texts/es/"), SPANISH)
    editor.post(page(form, "texts/es/"), {"text:title": ""})

    assert shown(workspace, form).translations == {}
    assert editor.get(page(form, "texts/en/")).status_code == 404
    assert editor.get(page(form, "texts/fr/")).status_code == 404


def test_a_translated_address_must_be_one(editor, form, workspace):
    version = shown(workspace, form)
    change(workspace, form, texts={**version.texts, "redirect_url": "https://acme.example/thanks"})

    answer = editor.post(page(form, "texts/es/"), {"text:redirect_url": "javascript:alert(1)"})

    assert answer.status_code == 422


def test_consent_names_the_version_and_language_that_the_person_saw(editor, person, form, workspace):
    change(workspace, form, translations={"es": {"texts": {"consent": "Quiero noticias."}}})
    seen = FILLED | {"consent": "on", "_stamp": old_stamp(form), "_version": "2", "language": "es"}
    change(workspace, form, texts={**shown(workspace, form).texts, "consent": "Another text."})

    person.post(address(form), seen)
    with workspace_scope(workspace.pk):
        process.run(keys=[Inquiry.objects.get().pk], at=timezone.now())
        record, lead = ConsentRecord.objects.get(), Lead.objects.get()

    assert record.text == "Quiero noticias."
    assert record.text_version == f"form {form.pk} v2"
    assert lead.language == "es"


@pytest.mark.parametrize("number", ["", "0", "99", "x", "²", "9" * 50])
def test_a_version_that_never_was_is_the_current_one(person, form, workspace, number):
    person.post(address(form), FILLED | {"_stamp": old_stamp(form), "_version": number})

    assert stored(workspace)[0].form_version_id == shown(workspace, form).pk


def test_the_preview_follows_what_is_typed_and_keeps_nothing(editor, form, workspace):
    texts = {**shown(workspace, form).texts, "title": "Come and see"}

    seen = editor.post(page(form, "texts/?draft=1"), texts).content.decode()
    wrong = editor.post(page(form, "texts/?draft=1"), {**texts, "title": ""})
    spanish = editor.post(page(form, "texts/es/?draft=1"), SPANISH).content.decode()

    assert "Come and see" in seen
    assert 'id="preview"' in seen
    assert 'name="preview-email"' in seen
    assert wrong.status_code == 200
    assert 'lang="es"' in spanish
    assert "Hable con nosotros" in spanish
    assert shown(workspace, form).number == 1


def test_every_version_is_listed_with_what_it_brought(editor, person, form, workspace):
    person.post(address(form), FILLED | {"_stamp": old_stamp(form)})
    change(workspace, form, texts={**shown(workspace, form).texts, "consent": "The second text."})

    html = editor.get(page(form, "versions/")).content.decode()

    assert "The second text." in html
    assert "I would like to receive news" in html
    with workspace_scope(workspace.pk):
        assert FormVersion.objects.filter(form=form).count() == 2


@pytest.mark.parametrize("template", ["contact", "demo", "download", "event", "callback"])
def test_each_template_can_be_published_at_once(workspace, person, template):
    with workspace_scope(workspace.pk):
        made = forms.create(name="New", language="es", by=None, at=timezone.now(), template=template)
        forms.publish(form=made, is_active=True, by=None, at=timezone.now())

    assert person.get(address(made)).status_code == 200


def test_the_moved_field_keeps_the_keyboard(editor, form):
    answer = editor.post(page(form, "fields/phone/move/"), {"to": "up"}, follow=True)

    html = answer.content.decode()
    assert 'fields/phone/" autofocus' in html
    assert 'data-row-key="+"' in html


def test_another_workspaces_form_keeps_its_texts(editor, other_workspace):
    with workspace_scope(other_workspace.pk):
        foreign = make_form()

    for path in ("texts/es/", "versions/"):
        assert editor.get(page(foreign, path)).status_code == 404
