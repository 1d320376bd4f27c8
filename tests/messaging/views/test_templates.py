"""The pages on which marketers write mails."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from leads.models import Lead
from messaging import usage
from messaging.models import Message, Template, TemplateVersion
from tenants.models import Membership
from tests.factories.leads import make_lead
from tests.factories.messaging import make_policy, make_template


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]


@pytest.fixture
def desk(client_for: Callable[[Membership], Client], marketer: Membership) -> Client:
    return client_for(marketer)


def _url(name: str, template: Template | None = None, **more: object) -> str:
    names = {"workspace": "acme", **({"pk": template.pk} if template else {}), **more}
    return reverse(f"messaging:{name}", kwargs=names)


def _text(template: Template, language: str = "en") -> str:
    return _url("template-text", template, language=language)


def test_the_list_shows_what_is_sent_in_which_language_and_by_what(desk: Client) -> None:
    make_template("Welcome", subject="Hello there")
    make_template("Welcome", subject="Hola", language="es", is_published=False)
    usage.register("test", lambda ids: {pk: [usage.Use("Default track")] for pk in ids})
    try:
        page = desk.get(_url("templates")).content.decode()
    finally:
        usage.forget("test")
    for words in ("Welcome", "Hello there", "EN v1", "ES · draft", "Default track"):
        assert words in page


def test_a_template_begins_with_a_text_to_start_from(desk: Client) -> None:
    answer = desk.post(_url("create-template"), {"name": "First", "starter": "talk", "language": "es"})
    template = Template.objects.get(name="First")
    assert (answer.status_code, answer["Location"]) == (303, _text(template, "es"))
    assert "¿Hablamos" in TemplateVersion.objects.get(template=template).subject
    again = desk.post(_url("create-template"), {"name": "First", "starter": "", "language": "es"})
    assert again.status_code == 422
    assert Template.objects.count() == 1


def test_saving_keeps_a_draft_and_publishing_sends_it(desk: Client) -> None:
    template = make_template(subject="Old", body="Old text")
    desk.post(_text(template), {"subject": "New", "preheader": "", "body": "New text"})
    assert (
        TemplateVersion.objects.filter(template=template, published_at__isnull=False).get().subject == "Old"
    )
    answer = desk.post(_text(template), {"subject": "New", "body": "New text", "then": "publish"})
    assert answer.status_code == 303
    live = TemplateVersion.objects.filter(template=template, published_at__isnull=False).latest("number")
    assert (live.number, live.subject) == (2, "New")


def test_a_mail_with_faults_is_kept_and_says_what_is_wrong(desk: Client) -> None:
    template = make_template(is_published=False)
    body = "Hi {{ lead.password }} [x](http://10.0.0.1/)"
    answer = desk.post(_text(template), {"subject": "New", "body": body, "then": "publish"})
    assert answer.status_code == 303
    page = desk.get(answer["Location"])
    assert "The mail has faults" in page.content.decode()
    assert "There is no such merge tag." in page.content.decode()
    assert "private network" in page.content.decode()
    assert TemplateVersion.objects.get().body == body
    assert not TemplateVersion.objects.filter(published_at__isnull=False).exists()


def test_while_typing_the_mail_beside_the_text_is_made_anew(desk: Client) -> None:
    template = make_template()
    lead = make_lead(email="x@x.test", first_name="Eva")
    page = desk.post(
        _text(template),
        {"subject": "Hi {{ lead.first_name }}", "body": "Hello {{ lead.first_name }}", "lead": lead.pk},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in page
    assert "<strong>Hi Eva</strong>" in page
    assert "Hello Eva" in page
    assert 'hx-swap-oob="true"' in page
    assert "Give it a default" in page


def test_a_stale_save_of_another_person_changes_nothing(
    desk: Client, client_for: Callable[[Membership], Client], admin: Membership
) -> None:
    template = make_template(is_published=False)
    stamp = TemplateVersion.objects.get().updated_at.isoformat()
    client_for(admin).post(_text(template), {"subject": "Theirs", "body": "Theirs", "stamp": stamp})
    page = desk.post(_text(template), {"subject": "Mine", "body": "Mine", "stamp": stamp})
    assert page.status_code == 409
    assert b"Mine" in page.content
    assert TemplateVersion.objects.get().subject == "Theirs"


def test_the_preview_can_do_nothing_and_only_we_may_frame_it(desk: Client) -> None:
    make_policy()
    template = make_template(body="# Hi\n\n<script>alert(1)</script>")
    page = desk.get(_url("template-preview", template, language="en", number=1))
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert b"<script" not in page.content
    assert b"28001 Madrid" in page.content
    assert b"fonts.googleapis" not in page.content
    assert "frame-src 'self'" in desk.get(_text(template))["Content-Security-Policy"]


def test_a_preview_shows_no_lead_that_the_person_may_not_see(desk: Client) -> None:
    template = make_template(body="Hello {{ lead.first_name }}!")
    lead = make_lead(email="x@x.test", first_name="Eva")
    url = _url("template-preview", template, language="en", number=1)
    assert b"Hello Eva!" in desk.get(f"{url}?lead={lead.pk}").content
    for wrong in ("999999", "x", "-1", "9" * 30):
        assert b"Hello !" in desk.get(f"{url}?lead={wrong}").content


def test_a_test_goes_to_whoever_asks_for_it(desk: Client, marketer: Membership) -> None:
    template = make_template(subject="Hi")
    assert desk.post(_url("test-template", template, language="en")).status_code == 303
    message = Message.objects.get()
    assert (message.to, message.user_id, message.lead_id) == (marketer.user.email, marketer.user_id, None)
    assert message.content["subject"] == "[Test] Hi"
    assert not Lead.objects.exists()


def test_an_earlier_version_becomes_the_draft(desk: Client) -> None:
    template = make_template(subject="One")
    make_template(subject="Two")
    assert b"One" in desk.get(_url("template-history", template, language="en") + "?version=1").content
    desk.post(_url("restore-template", template, language="en", number=1))
    assert TemplateVersion.objects.get(published_at=None).subject == "One"
    desk.post(_url("discard-template", template, language="en"))
    assert not TemplateVersion.objects.filter(published_at=None).exists()


def test_a_copy_and_an_archived_template(desk: Client) -> None:
    template = make_template("Welcome", subject="Hello")
    desk.post(_url("duplicate-template", template))
    desk.post(_url("duplicate-template", template))
    assert set(Template.objects.values_list("name", flat=True)) == {
        "Welcome",
        "Welcome, copy 1",
        "Welcome, copy 2",
    }
    desk.post(_url("archive-template", template))
    assert b"copy 1" in desk.get(_url("templates")).content
    assert b">Welcome<" not in desk.get(_url("templates")).content
    assert b">Welcome<" in desk.get(_url("templates") + "?view=archived").content


def test_name_and_topic_are_changed(desk: Client) -> None:
    template = make_template("Welcome")
    make_template("Guide")
    assert desk.post(_url("template-settings", template), {"name": "Guide"}).status_code == 422
    assert desk.post(_url("template-settings", template), {"name": "Hello"}).status_code == 303
    template.refresh_from_db()
    assert template.name == "Hello"


def test_a_language_that_does_not_exist_is_unknown(desk: Client) -> None:
    assert desk.get(_text(make_template(), "fr")).status_code == 404
