"""The pages of the filter's rules."""

import json

import pytest
from django.utils import timezone

from capture.models import FilterRule
from capture.services import process, rules, triage
from core.scope import workspace_scope
from tenants.models import AuditEntry
from tests.factories.capture import make_inquiry
from tests.factories.leads import make_field


pytestmark = pytest.mark.django_db
FILTER = "/w/acme/settings/filter/"
FREE = {"field": "quality.email_free", "op": "is", "value": True}
HELD = {"action": "quarantine", "reason": "rule", "name": "No free mail", "is_active": "on"}


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def acme(workspace):
    """Enter the workspace, whose filter is set up."""
    with workspace_scope(workspace.pk):
        rules.create_defaults()
        yield workspace


def typed(condition, **values):
    """Return what the page posts, with the condition as a text."""
    return HELD | values | {"cond-json": json.dumps(condition)}


def built_in(name):
    return FilterRule.objects.get(built_in=name)


def arrive(*payloads):
    made = [make_inquiry(payload) for payload in payloads]
    process.run(keys=[inquiry.pk for inquiry in made], at=timezone.now())
    return made


def test_the_rules_stand_in_their_order_as_sentences(person, acme):
    arrive(
        {"email": "nope"}, {"email": "b@mailinator.com"}, {"email": "c@mailinator.com"}, {"email": "d@sol.es"}
    )

    html = person.get(FILTER).content.decode()

    assert html.index("A robot filled in the trap field") < html.index("Throw-away e-mail address")
    assert "Links is more than <var>3</var> or Link in the name is <var>yes</var>" in html
    assert "how often each would act on the last 4 inquiries" in html
    assert html.count("<small>2 of 4</small>") == 1


def test_a_workspace_that_nobody_set_up_shows_the_built_in_checks(person, workspace):
    html = person.get(FILTER).content.decode()

    assert "The e-mail address is not one" in html
    assert "/move/" not in html


def test_a_rule_is_made_by_the_page_and_holds_at_once(person, acme):
    answer = person.post(f"{FILTER}create/", typed({"all": [FREE]}))

    assert (answer.status_code, answer["Location"]) == (303, FILTER)
    rule = FilterRule.objects.kept().last()
    assert (rule.condition, rule.reason, str(rule)) == (FREE, "rule", "No free mail")
    [inquiry] = arrive({"email": "a@gmail.com"})
    inquiry.refresh_from_db()
    assert inquiry.rule == rule
    assert AuditEntry.objects.get(action="filter_rule.created").data["condition"] == FREE
    assert "No free mail" in person.get(f"/w/acme/inbox/?open={inquiry.pk}").content.decode()


def test_a_rule_is_changed_and_keeps_its_place(person, acme):
    rule = built_in("spam_links")
    fewer = {"field": "content.links", "op": "gt", "value": 0}

    answer = person.post(f"{FILTER}{rule.pk}/", typed(fewer, reason="spam_links", name=""))

    assert answer.status_code == 303
    rule.refresh_from_db()
    assert (rule.condition, rule.position, str(rule)) == (fewer, 13, "Full of links")
    assert AuditEntry.objects.filter(action="filter_rule.changed").count() == 1


NONE = {"field": "contact.phone", "op": "is_empty"}


@pytest.mark.parametrize(
    ("condition", "values", "said"),
    [
        ({"all": []}, {}, "Add a condition"),
        ({"field": "custom.rooms", "op": "gt", "value": 3}, {}, "There is no field “custom.rooms”"),
        (FREE, {"action": "explode"}, "explode is not one of the available choices"),
        (FREE, {"action": "tag", "tag": " "}, "Name the tag."),
        (FREE, {"action": "tag", "tag": "a,b"}, "A tag is a word or a few"),
        (FREE, {"reason": ""}, "Choose a reason."),
        (FREE, {"reason": "test"}, "test is not one of the available choices"),
        ({"all": [FREE, FREE | {"value": False}]}, {}, "exclude each other"),
        ({"all": [NONE, {"field": "contact.phone", "op": "starts_with", "value": "+34"}]}, {}, "exclude each other"),
        ({"field": "arrival.signs", "op": "has", "value": "honeypot"}, {}, "has the same condition"),
        ({"field": "contact.country", "op": "eq", "value": "Atlantis"}, {}, "is not one of the choices"),
        ("nonsense", {}, "Give an object with one of"),
    ],
)  # fmt: skip
def test_what_makes_no_rule_is_said_and_nothing_is_changed(person, acme, condition, values, said):
    before = list(FilterRule.objects.values().order_by("pk"))

    answer = person.post(f"{FILTER}create/", typed(condition, **values))

    assert answer.status_code == 422
    assert said in answer.content.decode().replace("&quot;", '"')
    assert list(FilterRule.objects.values().order_by("pk")) == before
    assert not AuditEntry.objects.filter(action__startswith="filter_rule").exists()


def test_a_rule_whose_field_is_gone_says_so_and_can_still_be_mended(person, acme):
    field = make_field("rooms", "number")
    person.post(f"{FILTER}create/", typed({"field": "custom.rooms", "op": "gt", "value": 3}, name="Big"))
    rule = FilterRule.objects.get(name="Big")
    field.delete()

    assert "Cannot be read" in person.get(FILTER).content.decode()
    assert "There is no field “custom.rooms”" in person.get(f"{FILTER}{rule.pk}/").content.decode()
    assert person.post(f"{FILTER}{rule.pk}/", typed(FREE, name="Big")).status_code == 303


def test_what_makes_a_lead_impossible_stays(person, acme):
    locked = built_in("no_contact")

    for answer in (
        person.get(f"{FILTER}{locked.pk}/"),
        person.post(f"{FILTER}{locked.pk}/", typed(FREE)),
        person.post(f"{FILTER}{locked.pk}/switch/", {"to": "off"}),
        person.post(f"{FILTER}{locked.pk}/remove/"),
    ):
        assert answer.status_code == 409
        assert "can be no lead" in answer.content.decode()
    assert FilterRule.objects.get(pk=locked.pk, is_active=True, removed_at=None)
    assert person.post(f"{FILTER}{locked.pk}/move/", {"to": "up"}).status_code == 303


def test_rules_are_put_in_order_switched_removed_and_brought_back(person, acme):
    second = built_in("honeypot")

    person.post(f"{FILTER}{second.pk}/move/", {"to": "up"})
    person.post(f"{FILTER}{second.pk}/move/", {"to": "up"})  # at the top nothing more happens
    person.post(f"{FILTER}{second.pk}/switch/", {"to": "off"})
    person.post(f"{FILTER}{second.pk}/switch/", {"to": "off"})
    html = person.post(f"{FILTER}{second.pk}/remove/", follow=True).content.decode()

    assert f"{FILTER}{second.pk}/restore/" in html
    assert person.get(f"{FILTER}{second.pk}/").status_code == 404
    person.post(f"{FILTER}{second.pk}/restore/")
    assert FilterRule.objects.kept().first() == second
    entries = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert [
        action.removeprefix("filter_rule.") for action in entries if action.startswith("filter_rule")
    ] == [
        "ordered",
        "switched_off",
        "removed",
        "restored",
    ]


def test_the_editor_tells_what_it_would_have_done(person, acme):
    free = [{"email": f"p{number}@gmail.com"} for number in range(3)]
    _lead, doubtful, *_rest = arrive(
        *free, {"email": "x@gmail.com", "message": "viagra"}, {"email": "d@sol.es"}
    )
    doubtful = arrive({"email": "y@gmail.com", "message": "viagra"})[0]
    triage.accept(inquiry=doubtful, corrections={}, by=None, at=timezone.now())
    doubtful.judged_by = 1
    doubtful.save(update_fields=["judged_by"])

    html = person.post(f"{FILTER}preview/", typed(FREE)).content.decode()

    assert "<b>3</b> of the last 6 inquiries" in html
    assert "It would have held them back. Of 2 more an earlier rule decides." in html
    assert "4 of all it meets are part of leads, 1 since somebody judged it good." in html
    assert f"open={doubtful.pk}" in html
    # of the rule itself nothing earlier counts but what stands before it
    assert "<b>2</b> of" in person.post(
        f"{FILTER}preview/?rule={built_in('spam_words').pk}",
        typed({"field": "content.words", "op": "contains", "value": "viagra"}),
    ).content.decode()  # fmt: skip
    assert "would have tagged" in person.post(f"{FILTER}preview/", typed(FREE, action="tag")).content.decode()


@pytest.mark.parametrize("condition", [{"all": []}, {"field": "nothing"}, "nonsense"])
def test_a_condition_that_is_not_finished_counts_nothing(person, acme, condition):
    html = person.post(f"{FILTER}preview/", typed(condition)).content.decode()

    assert "Complete the conditions" in html


def test_inquiries_from_before_there_were_findings_are_counted_too(person, acme):
    [inquiry] = arrive({"email": "a@gmail.com"})
    inquiry.findings = {}
    inquiry.save(update_fields=["findings"])

    assert "<b>1</b> of the last inquiry" in person.post(f"{FILTER}preview/", typed(FREE)).content.decode()
    inquiry.refresh_from_db()
    assert inquiry.findings == {}  # looking writes nothing


def test_the_buttons_of_the_editor_save_nothing(person, acme):
    count = FilterRule.objects.count()

    answer = person.post(
        f"{FILTER}create/",
        HELD | {"cond-mode": "all", "cond-new": "contact.email", "cond-add": "1"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert FilterRule.objects.count() == count


def test_the_list_costs_the_same_statements_whatever_has_arrived(person, acme, django_assert_max_num_queries):
    arrive(*({"email": f"p{number}@sol.es"} for number in range(3)))
    make_inquiry({"email": "old@sol.es"}, state="quarantined")  # from before there were findings

    # session, person, workspace, scope and their savepoints; then rules, what they may name (3), what each would do
    with django_assert_max_num_queries(14):
        html = person.get(FILTER).content.decode()

    assert "on the last 3 inquiries" in html
