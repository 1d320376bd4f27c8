"""From inquiry to lead."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from capture.choices import InquiryState
from capture.models import FilterRule, Inquiry
from capture.services import forms, process, rules
from leads.models import Activity, Campaign, ConsentRecord, Lead, Source, Topic
from tests.factories.capture import make_form, make_inquiry
from tests.factories.leads import make_campaign, make_field, make_lead, make_source, make_topic
from work import claim
from work.models import WorkItem


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def processed(inquiry):
    process.run(keys=[inquiry.pk], at=timezone.now())
    inquiry.refresh_from_db()
    return inquiry


def test_an_inquiry_becomes_a_lead_with_its_news_on_the_timeline():
    inquiry = processed(
        make_inquiry({"email": "ana@sol.es", "full_name": "Ana Ruiz", "message": "Cocina nueva"})
    )

    assert inquiry.state == InquiryState.ACCEPTED
    assert inquiry.lead.email == "ana@sol.es"
    assert (inquiry.lead.first_name, inquiry.lead.last_name) == ("Ana", "Ruiz")
    news = Activity.objects.get(lead=inquiry.lead, kind="inquiry")
    assert news.data["message"] == "Cocina nueva"
    assert news.data["inquiry"] == str(inquiry.public_id)
    assert news.dedup_key == f"inquiry:{inquiry.public_id}"
    assert WorkItem.objects.filter(queue="lead", key=inquiry.lead_id).exists()


def test_running_it_again_changes_nothing():
    inquiry = processed(make_inquiry())

    process.run(keys=[inquiry.pk], at=timezone.now())

    assert Lead.objects.count() == 1
    assert Activity.objects.filter(kind="inquiry").count() == 1


def test_a_second_inquiry_of_the_same_person_is_news_of_one_lead():
    first = make_inquiry({"email": "ana@sol.es"})
    second = make_inquiry({"email": "ANA@SOL.es", "phone": "600 11 22 33"})

    process.run(keys=[first.pk, second.pk], at=timezone.now())

    lead = Lead.objects.get()
    assert lead.phone == "600 11 22 33"
    assert Activity.objects.filter(lead=lead, kind="inquiry").count() == 2


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"email": "not an address"}, "bad_email"),
        ({"email": "ana@sol.es\r\nBcc: all@sol.es"}, "bad_email"),
        ({"email": "ana@mailinator.com"}, "disposable"),
        ({"email": "ana@eu.mailinator.com"}, "disposable"),
        ({"email": {"a": 1}, "phone": "600112233"}, "bad_value"),
        ({"email": "ana@sol.es", "topics": [[1]]}, "bad_value"),
        ({"full_name": "Ana"}, "no_contact"),
        ({"email": "a@b.es", "message": "Cheap VIAGRA here"}, "spam_words"),
        ({"email": "a@b.es", "message": "http://a http://b http://c www.d.com"}, "spam_links"),
        ({"email": "a@b.es", "full_name": "Win http://a.com"}, "spam_links"),
    ],
)
def test_doubtful_inquiries_wait_in_quarantine_with_a_reason(payload, reason):
    inquiry = processed(make_inquiry(payload))

    assert (inquiry.state, inquiry.reason) == (InquiryState.QUARANTINED, reason)
    assert Lead.objects.count() == 0


@pytest.mark.parametrize("sign", ["honeypot", "too_fast", "foreign_origin", "unreadable", "bad_characters"])
def test_what_was_odd_on_arrival_is_held_back(sign):
    inquiry = processed(make_inquiry(signs=[sign]))

    assert (inquiry.state, inquiry.reason) == (InquiryState.QUARANTINED, sign)


@pytest.mark.parametrize(
    "email",
    ["ana@sol.es", "ana+x@sol.es", "peña@sol.es", "ana@españa.es", "ana@xn--espaa-rta.es", "a@example.test"],
)
def test_unusual_addresses_are_addresses(email):
    assert processed(make_inquiry({"email": email})).state == InquiryState.ACCEPTED


def rule(check):
    rules.create_defaults()
    return FilterRule.objects.get(built_in=check)


def test_a_check_can_be_switched_off():
    rules.switch(rule=rule("disposable"), is_active=False, by=None, at=NOW)

    assert processed(make_inquiry({"email": "ana@mailinator.com"})).state == InquiryState.ACCEPTED


def test_a_check_can_be_tuned():
    words = rule("spam_words")
    words.condition = {
        "any": [words.condition, {"field": "content.words", "op": "contains_any", "value": ["piscina"]}]
    }
    words.save()

    inquiry = processed(make_inquiry({"email": "a@b.es", "message": "Una PISCINA, ya"}))

    assert (inquiry.reason, inquiry.detail) == ("spam_words", "piscina")


def test_who_cannot_be_reached_is_held_back_whatever_the_settings():
    rule("no_contact")
    FilterRule.objects.update(is_active=False)

    assert processed(make_inquiry({"full_name": "Ana"})).reason == "no_contact"


def test_sources_campaigns_and_topics_are_found_or_added():
    make_source("fair", channel="event")
    make_topic("kitchens", name="Cocinas")

    lead = processed(
        make_inquiry(
            {
                "email": "ana@sol.es",
                "source": "fair",
                "campaign": "Spring 26",
                "topics": ["cocinas", "New bath"],
            }
        )
    ).lead

    assert lead.rank.source.slug == "fair"
    assert lead.rank.campaign == Campaign.objects.get(slug="spring-26")
    assert lead.topics == ["kitchens", "new-bath"]
    assert Topic.objects.count() == 2
    assert Source.objects.count() == 1


def test_a_forms_visitor_adds_nothing_to_the_lists():
    form = make_form(source=make_source("web"), campaign=make_campaign("always"), topic="baths")
    make_topic("baths")

    lead = processed(
        make_inquiry(
            {"email": "ana@sol.es", "topics": ["weapons"], "source": "evil", "utm": {"campaign": "evil"}},
            channel="form",
            form=form,
            form_version=forms.current_version(form),
        )
    ).lead

    assert lead.topics == ["baths"]
    assert lead.rank.source.slug == "web"
    assert lead.rank.campaign.slug == "always"
    assert {source.slug for source in Source.objects.all()} == {"web"}


def test_own_fields_are_typed_and_strange_ones_stay_in_the_payload():
    make_field("rooms", "number")

    inquiry = processed(make_inquiry({"email": "a@b.es", "custom": {"rooms": "3", "shoe": "39"}}))

    assert inquiry.lead.custom == {"rooms": 3}
    assert inquiry.payload["custom"]["shoe"] == "39"


def test_country_names_become_codes():
    assert processed(make_inquiry({"email": "a@b.es", "country": "España"})).lead.country == "ES"


def test_consent_keeps_the_text_the_form_showed():
    form = make_form()
    version = forms.current_version(form)
    inquiry = make_inquiry(
        {"email": "ana@sol.es", "consent": "1"}, channel="form", form=form, form_version=version
    )
    shown = version.texts["consent"]
    forms.save(form=form, fields=version.fields, texts={**version.texts, "consent": "Other"}, by=None, at=NOW)

    processed(inquiry)

    record = ConsentRecord.objects.get()
    assert record.is_given
    assert record.text == shown
    assert record.text_version == f"form {form.pk} v1"
    assert record.evidence == f"inquiry:{inquiry.public_id}"


@pytest.mark.parametrize("consent", [None, {}, {"marketing": False, "text": "x"}, "", "0", "maybe", 7, []])
def test_an_unticked_box_is_no_consent(consent):
    processed(make_inquiry({"email": "ana@sol.es", "consent": consent}))

    assert not ConsentRecord.objects.exists()


def test_a_closed_lead_comes_back():
    lead = make_lead(email="ana@sol.es", stage="disqualified")

    processed(make_inquiry({"email": "ana@sol.es"}))

    lead.rank.refresh_from_db()
    assert lead.rank.stage == "marketing"


def test_what_fails_for_the_last_time_is_kept_as_failed(monkeypatch):
    inquiry = make_inquiry()
    monkeypatch.setattr(process, "_news_of", lambda *_: 1 / 0)
    # What claim would have counted by then.
    WorkItem.objects.filter(queue="inquiry", key=inquiry.pk).update(attempts=claim.MAX_ATTEMPTS)

    process.run(keys=[inquiry.pk], at=timezone.now())

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.reason) == (InquiryState.FAILED, "error")
    assert "ZeroDivisionError" in inquiry.detail


def test_what_fails_earlier_is_left_to_be_tried_again(monkeypatch):
    inquiry = make_inquiry()
    monkeypatch.setattr(process, "_news_of", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        process.run(keys=[inquiry.pk], at=timezone.now())

    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.RECEIVED


@pytest.mark.parametrize("size", [1, 30])
def test_new_people_cost_the_same_statements_however_many(size, django_assert_max_num_queries):
    payloads = [
        {"email": f"p{number}@sol.es", "consent": {"marketing": True, "text": "Yes"}}
        for number in range(size)
    ]
    inquiries = [make_inquiry(payload) for payload in [*payloads, {"email": "nobody@"}]]

    with django_assert_max_num_queries(24):
        process.run(keys=[inquiry.pk for inquiry in inquiries], at=NOW + timedelta(days=1))

    assert Inquiry.objects.accepted().count() == size
    assert Inquiry.objects.quarantined().count() == 1
