"""Which text a person gets, what is filled in, and how drafts become versions."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from leads.models import FieldDefinition
from messaging import defaults, links, starters, usage
from messaging.links import Target
from messaging.models import Template, TemplateVersion
from messaging.services import authoring, templates
from messaging.starters import Texts
from tenants.models import Membership, Workspace
from tests.factories.leads import make_lead, make_topic
from tests.factories.messaging import make_message, make_policy, make_template, make_version


pytestmark = [pytest.mark.usefixtures("in_scope")]


def _publish(
    template: Template, body: str, *, subject: str = "Hello", language: str = "en"
) -> TemplateVersion:
    authoring.save_draft(template=template, language=language, texts=Texts(subject, "", body))
    return authoring.publish(template=template, language=language, at=timezone.now(), by=None)


@pytest.fixture
def guide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Content that mails can link to, for this test alone."""
    monkeypatch.setattr(links, "_kinds", dict(links._kinds))
    links.register_target(
        "content", lambda slug: Target("https://x.test/g", "Guide", "solar", "awareness", slug)
    )


def test_the_newest_published_text_of_each_language_is_sent() -> None:
    template = make_template(body="one")
    _publish(template, "two")
    spanish = _publish(template, "dos", language="es")
    authoring.save_draft(template=template, language="en", texts=Texts("Hello", "", "three"))
    found = templates.live(template_ids=[template.pk])
    assert {language: version.body for (_pk, language), version in found.items()} == {
        "en": "two",
        "es": "dos",
    }
    assert templates.choose(found, template.pk, languages=["es-MX", "en"]) == spanish
    assert templates.choose(found, template.pk, languages=["fr", "es"]) == spanish
    assert templates.choose(found, template.pk, languages=["fr", "de"]) is not None
    assert templates.choose(found, 0, languages=["en"]) is None


def test_a_published_version_stays_as_it_was_sent() -> None:
    template = make_template(body="one")
    before = TemplateVersion.objects.values().get()
    authoring.save_draft(template=template, language="en", texts=Texts("Other", "", "two"))
    authoring.save_draft(template=template, language="en", texts=Texts("Other", "", "three"))
    assert TemplateVersion.objects.values().get(pk=before["id"]) == before
    assert [(v.number, v.body) for v in TemplateVersion.objects.order_by("number")] == [
        (1, "one"),
        (2, "three"),
    ]


def test_values_hold_only_the_facts_that_the_version_names(rep: Membership) -> None:
    make_topic("solar", name="Solar panels")
    FieldDefinition.objects.create(key="roof", label="Roof", type="text")
    version = make_version(
        subject='{{ lead.topic | default: "x" }}',
        body="{{ lead.name }}, {{ owner.name }} of {{ workspace.name }}: {{ custom.roof }}",
    )
    lead = make_lead(
        email="ana@x.test",
        first_name="Ana",
        last_name="Ruiz",
        main_topic="solar",
        owner=rep.user,
        custom={"roof": "flat\nred"},
    )
    assert templates.values_for(lead_ids=[lead.pk], version=version) == {
        lead.pk: {
            "lead.name": "Ana Ruiz",
            "lead.topic": "Solar panels",
            "owner.name": "Rita Rep",
            "workspace.name": "Acme",
            "custom.roof": "flat red",
        }
    }


def test_values_of_many_leads_cost_as_many_statements_as_of_one() -> None:
    version = make_version(body="{{ lead.name }} {{ lead.topic }} {{ owner.name }}")
    ids = [make_lead(email=f"p{n}@x.test").pk for n in range(5)]
    with CaptureQueriesContext(connection) as one:
        templates.values_for(lead_ids=ids[:1], version=version)
    with CaptureQueriesContext(connection) as many:
        templates.values_for(lead_ids=ids, version=version)
    assert len(many) == len(one) == 3


def test_a_mail_carries_what_lets_programs_unsubscribe_with_one_click() -> None:
    make_policy()
    message = make_message()
    mail = templates.render(version=message.template_version, values={}, message=message)
    way_out = mail.headers["List-Unsubscribe"]
    assert way_out.startswith("<http://")
    assert "/u/" in way_out
    assert way_out.strip("<>") in mail.html
    assert way_out.strip("<>") in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Id"] == "<acme.127.0.0.1>"
    assert "/p/" in mail.text
    assert "28001 Madrid" in mail.text


def test_links_are_tracked_only_where_the_workspace_says_so() -> None:
    message = make_message()
    make_policy(tracks_clicks=True)
    tracked = templates.render(version=message.template_version, values={}, message=message)
    make_policy(tracks_clicks=False)
    plain = templates.render(version=message.template_version, values={}, message=message)
    assert "https://www.example.com/guide" not in tracked.html
    assert tracked.html.count("/c/") == 2  # the link and the hidden one
    assert "https://www.example.com/guide" in plain.html
    assert "/c/" not in plain.html + plain.text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("starter", list(starters.STARTERS))
def test_no_template_in_any_language_can_do_without_a_way_out(starter: str, language: str) -> None:
    make_policy()
    template = authoring.create(name="T", language=language, starter=starter)
    draft = authoring.drafts(template).get()
    assert len(draft.subject) > 10
    for body in (draft.body.replace("https://)", "https://www.example.com/)"), "![a](https://x.test/a.png)"):
        texts = Texts(draft.subject, draft.preheader, body)
        authoring.save_draft(template=template, language=language, texts=texts)
        version = authoring.publish(template=template, language=language, at=timezone.now(), by=None)
        message = make_message(version=version, lead=make_lead(email=f"{len(body)}@x.test"))
        mail = templates.render(version=version, values={}, message=message)
        for part in (mail.html, mail.text):
            assert "/u/" in part
            assert "/p/" in part
            assert "28001 Madrid" in part
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with translation.override(language):
        assert translation.gettext("Unsubscribe") in mail.text


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (Texts("", "", "Hi"), "no_subject"),
        (Texts("Hi", "", ""), "no_body"),
        (Texts("Hi {{ lead.password }}", "", "Hi"), "unknown_tag"),
        (Texts("Hi", "{{7*7}}", "Hi"), "unknown_tag"),
        (Texts("Hi", "", "Hi {{ custom.nothing }}"), "unknown_tag"),
        (Texts("Hi", "", "[x](http://10.0.0.1/)"), "bad_link"),
        (Texts("Hi", "", "[x](content:nothing)"), "unknown_content"),
        (Texts("Hi", "", "![x](http://x.test/a.png)"), "bad_image"),
        (Texts("Hi", "", "[](https://x.test/)"), "empty_link"),
    ],
)
def test_a_mail_with_faults_is_kept_as_a_draft_and_not_published(
    guide: None, texts: Texts, code: str
) -> None:
    links.register_target("content", lambda slug: None)
    template = make_template(is_published=False)
    authoring.save_draft(template=template, language="en", texts=texts)
    with pytest.raises(authoring.NotReady) as refusal:
        authoring.publish(template=template, language="en", at=timezone.now(), by=None)
    assert [error["path"] for error in refusal.value.errors] == [code]
    assert not templates.live(template_ids=[template.pk])


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (Texts("x" * 80, "", "Hi"), "long_subject"),
        (Texts("BUY NOW, BUY IT", "", "Hi"), "shouting"),
        (Texts("Hi", "", "Hi {{ lead.name }}"), "no_default"),
        (Texts("Hi", "", "Hi ![](https://x.test/a.png)"), "no_alt"),
        (Texts("Hi", "", "![x](https://x.test/a.png)"), "no_text"),
    ],
)
def test_what_is_only_unwise_is_said_and_published(texts: Texts, code: str) -> None:
    template = make_template(is_published=False)
    draft = authoring.save_draft(template=template, language="en", texts=texts)
    faults = authoring.compile_into(draft, known=templates.known_tags())
    assert [(fault.code, fault.is_warning) for fault in faults] == [(code, True)]
    assert authoring.publish(template=template, language="en", at=timezone.now(), by=None)


def test_links_keep_the_topic_and_phase_of_the_content(guide: None) -> None:
    version = make_version(body="[Read](content:solar-guide)")
    assert version.links == [
        {
            "url": "https://x.test/g",
            "label": "Read",
            "topic": "solar",
            "phase": "awareness",
            "content": "solar-guide",
        }
    ]


def test_two_people_do_not_write_over_one_another(marketer: Membership, admin: Membership) -> None:
    template = make_template(is_published=False)
    opened = authoring.drafts(template).get().updated_at
    save = {"template": template, "language": "en", "opened": opened}
    authoring.save_draft(**save, texts=Texts("A", "", "A"), by=admin.user_id)
    authoring.save_draft(**save, texts=Texts("A2", "", "A2"), by=admin.user_id)
    with pytest.raises(authoring.DraftChanged):
        authoring.save_draft(**save, texts=Texts("B", "", "B"), by=marketer.user_id)
    assert authoring.drafts(template).get().subject == "A2"


def test_the_database_itself_refuses_a_sent_text_without_a_way_out() -> None:
    version = make_version()
    with pytest.raises(IntegrityError, match="way_out"), transaction.atomic():
        TemplateVersion.objects.filter(pk=version.pk).update(html="<p>Buy</p>")


def test_a_template_in_use_cannot_be_archived() -> None:
    template = make_template()
    usage.register("test", lambda ids: {pk: [usage.Use("Default track")] for pk in ids})
    try:
        with pytest.raises(authoring.InUse):
            authoring.archive(template=template, is_archived=True)
    finally:
        usage.forget("test")
    authoring.archive(template=template, is_archived=True)
    template.refresh_from_db()
    assert template.is_archived


def test_a_copy_has_the_newest_texts_as_drafts() -> None:
    template = make_template(body="one")
    _publish(template, "dos", language="es")
    copy = authoring.duplicate(template=template)
    assert {(d.language, d.body, d.number) for d in authoring.drafts(copy)} == {
        ("en", "one", 1),
        ("es", "dos", 1),
    }


def test_the_only_text_of_a_template_is_not_thrown_away() -> None:
    template = make_template(is_published=False)
    with pytest.raises(authoring.DomainError):
        authoring.discard(template=template, language="en")
    _publish(template, "one")
    authoring.save_draft(template=template, language="en", texts=Texts("A", "", "A"))
    authoring.discard(template=template, language="en")
    assert not authoring.drafts(template).exists()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_fresh_workspace_has_mails_to_send_in_its_language(workspace: Workspace, language: str) -> None:
    defaults.create_templates(language=language, by=None, at=timezone.now())
    defaults.create_templates(language=language, by=None, at=timezone.now())
    found = templates.live(template_ids=Template.objects.values_list("pk", flat=True))
    assert len(found) == 3
    assert {version.language for version in found.values()} == {language}
    assert Template.objects.filter(name={"en": "Welcome", "es": "Bienvenida"}[language]).exists()
