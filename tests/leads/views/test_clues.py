"""Clues on the lead page, and the settings page of inferences."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Clue, Inference, Lead
from leads.services import clues, inferences, inferring
from leads.views import clue_lines
from tests.clients import HTMX
from tests.factories.leads import make_activity, make_field, make_lead


LIST = "/w/acme/settings/catalog/inferences/"
RULE = {"field": "person.name", "op": "contains", "value": "tomas"}
VALUES = {
    "name": "drives a premium car",
    "condition": RULE,
    "question": "budget",
    "value": 20000,
    "is_at_least": True,
    "confidence": 70,
}


@pytest.fixture
def guessed(lead):
    """The lead with an inferred budget."""
    inferences.add(values=VALUES, by=None, at=timezone.now())
    inferring.infer(lead_ids=[lead.pk], at=timezone.now())
    return Clue.objects.get()


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_says_what_is_probable_how_sure_and_why(client_for, rep, lead, guessed, url):
    heard = make_activity(lead, "inquiry", timezone.now() - timedelta(days=2))
    Clue.objects.update(activity=heard)

    seen = text_of(client_for(rep).get(url()))

    assert re.search(r"Budget probably ≥ €?20,000(\.00)?( €)? \(70%\)", seen)
    assert "drives a premium car · inquiry of" in seen
    # the same among the facts, and on the timeline
    assert seen.count("(70%)") == 3


def test_a_page_without_clues_has_no_card(client_for, rep, lead, url):
    assert "h-clues" not in client_for(rep).get(url()).content.decode()


def test_what_stands_stays_on_the_page_under_any_number_of_past_ones(client_for, rep, lead, url):
    now = timezone.now()
    clues.give(lead=lead, question="budget", value=12345, confidence=50, by=None, at=now - timedelta(days=9))
    past = {"lead": lead, "question": "timeline", "value": "now", "confidence": 30, "ended_at": now}
    Clue.objects.bulk_create(Clue(at=now - timedelta(hours=hour), **past) for hour in range(clue_lines.SHOWN))
    # One more than is shown of what is past, and the oldest of them all.
    Clue.objects.create(at=now - timedelta(days=3), evidence="too long ago", **past)

    seen = text_of(client_for(rep).get(url()))

    assert re.search(r"Budget probably €?12,345(\.00)?( €)? \(50%\)", seen)
    assert "Earlier clues" in seen
    assert "too long ago" not in seen


def test_noting_a_clue_takes_the_question_the_answer_and_how_sure(client_for, rep, lead, url):
    client = client_for(rep)
    shown = client.get(url("clue/"), headers=HTMX).content.decode()
    assert "<html" not in shown
    assert "?question=authority" in shown

    response = client.post(
        url("clue/?question=budget"),
        {"value": "15000", "is_at_least": "on", "confidence": "50", "evidence": "New shop"},
        headers=HTMX,
    )

    assert response["HX-Trigger"] == "lead-changed"
    answer = Lead.objects.get(pk=lead.pk).clues["budget"]
    assert (answer["value"], answer["is_at_least"], answer["confidence"]) == (15000, True, 50)
    assert "noted" in text_of(client.get(url()))


def test_a_question_of_the_workspaces_own_is_offered_and_typed(client_for, rep, lead, url):
    make_field("solar", "boolean", category="qualification", label="Has a roof of their own")
    client = client_for(rep)

    assert "Has a roof of their own" in client.get(url("clue/?question=custom.solar")).content.decode()
    client.post(url("clue/?question=custom.solar"), {"value": "yes", "confidence": "100"})

    assert Lead.objects.get(pk=lead.pk).custom == {"solar": True}


@pytest.mark.parametrize(
    "data", [{}, {"value": "much", "confidence": "50"}, {"value": "1", "confidence": "33"}]
)
def test_a_clue_that_says_nothing_is_refused(client_for, rep, lead, url, data):
    assert client_for(rep).post(url("clue/?question=budget"), data, headers=HTMX).status_code == 422
    assert not Clue.objects.exists()


def test_a_question_that_does_not_exist_is_not_found(client_for, rep, lead, url):
    assert client_for(rep).get(url("clue/?question=shoes")).status_code == 404


def test_confirming_and_denying(client_for, rep, lead, guessed, url):
    client = client_for(rep)

    assert client.post(url(f"clues/{guessed.pk}/deny/")).status_code == 303
    assert client.post(url(f"clues/{guessed.pk}/confirm/")).status_code == 409
    assert Clue.objects.get().outcome == "denied"
    other = clues.give(lead=lead, question="timeline", value="now", confidence=50, by=None, at=timezone.now())
    client.post(url(f"clues/{other.pk}/confirm/"))

    assert Lead.objects.get(pk=lead.pk).timeline == "now"
    assert "Earlier clues" in text_of(client.get(url()))


def test_only_an_inference_is_said_to_count_a_miss(client_for, rep, lead, guessed, url):
    own = clues.give(lead=lead, question="timeline", value="now", confidence=50, by=None, at=timezone.now())
    client = client_for(rep)

    client.post(url(f"clues/{own.pk}/deny/"))
    assert "Taken back. " in text_of(client.get(url()))
    client.post(url(f"clues/{guessed.pk}/deny/"))
    assert "the inference counts it as a miss" in text_of(client.get(url()))


def test_confirming_at_least_asks_for_the_amount(client_for, rep, lead, guessed, url):
    client = client_for(rep)

    assert client.post(url(f"clues/{guessed.pk}/confirm/")).status_code == 409
    form = client.get(url("clue/?question=budget"), headers=HTMX).content.decode()
    assert 'value="20000"' not in form
    sure = {"value": "20000", "is_at_least": "on", "confidence": "100"}
    assert client.post(url("clue/?question=budget"), sure, headers=HTMX).status_code == 400
    assert Lead.objects.get(pk=lead.pk).budget is None
    client.post(url("clue/?question=budget"), {"value": "25000", "confidence": "100"}, headers=HTMX)

    assert Lead.objects.get(pk=lead.pk).budget == 25000


def test_an_inference_keeps_counting_after_its_condition_changed(client_for, marketer, lead, guessed):
    item = Inference.objects.get()
    inferences.change(item=item, values={"condition": {"all": []}}, by=None, at=timezone.now())
    clues.deny(lead=lead, clue_id=guessed.pk, by=None, at=timezone.now())

    assert re.search(r"right in 0 of 1", text_of(client_for(marketer).get(LIST)))


def test_the_qualify_dialog_shows_what_is_probable(client_for, rep, lead, guessed, url):
    assert "(70%)" in text_of(client_for(rep).get(url("qualify/")))


def test_the_list_of_inferences_says_each_as_a_sentence_with_its_count(client_for, marketer, guessed):
    seen = text_of(client_for(marketer).get(LIST))

    assert "drives a premium car" in seen
    assert "Holds for 1 lead" in seen
    assert "with 70%" in seen


def test_an_inference_is_made_changed_moved_and_set_aside(client_for, marketer, lead):
    client = client_for(marketer)
    form = {"question": "authority", "name": "Signs as owner", "value": "decides", "confidence": "60"}
    tree = {"mode": "all", "conditions-json": ""}

    made = client.post(f"{LIST}new/?question=authority", form | tree)

    assert made.status_code == 303, text_of(made)
    item = Inference.objects.get()
    assert (item.question, item.value, item.is_at_least) == ("authority", "decides", False)
    page = f"{LIST}{item.pk}/"
    assert client.get(page).status_code == 200
    assert client.post(page, form | tree | {"confidence": "0"}).status_code == 422
    client.post(page, form | tree | {"confidence": "30"})
    client.post(f"{page}toggle/")
    client.post(f"{page}move/", {"to": "up"})
    item.refresh_from_db()
    assert (item.confidence, item.is_active) == (30, False)


def test_the_dry_run_counts_and_shows_examples(client_for, marketer, lead):
    make_lead(first_name="Tomás", email="b@x.es", budget=50000)
    form = {"question": "budget", "value": "20000", "is_at_least": "on"}

    seen = text_of(client_for(marketer).post(f"{LIST}preview/", form))

    assert "2 leads" in seen
    assert "1 of them would get the answer" in seen
    assert "it agrees in 1 (100%)" in seen or "it agrees in 1 (100 %)" in seen
    assert "Tomás Arrieta" in seen


def test_the_dry_run_says_why_it_counts_nothing(client_for, marketer, lead, monkeypatch):
    def seen(**form):
        return text_of(client_for(marketer).post(f"{LIST}preview/", {"question": "budget"} | form))

    monkeypatch.setattr(inferring, "try_out", lambda **asked: None)

    assert "Give the answer to see" in seen()
    slow = seen(value="20000")
    assert "Counting takes too long" in slow
    assert "Give the answer" not in slow


def test_those_who_may_not_edit_lists_may_not_infer(client_for, rep):
    assert client_for(rep).get(LIST).status_code == 403
