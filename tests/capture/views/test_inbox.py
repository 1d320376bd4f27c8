"""The inbox page and its verbs."""

import pytest
from django.utils import timezone

from capture.models import Inquiry
from capture.services import process
from core.scope import workspace_scope
from leads.models import Lead
from tests.factories.capture import make_form, make_inquiry
from tests.factories.leads import make_lead
from work.models import WorkItem


pytestmark = pytest.mark.django_db
INBOX = "/w/acme/inbox/"


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


@pytest.fixture
def acme(workspace):
    def make(*args, **kwargs):
        with workspace_scope(workspace.pk):
            return make_inquiry(*args, **kwargs)

    return make


def again(workspace, inquiry):
    with workspace_scope(workspace.pk):
        inquiry.refresh_from_db()
        return inquiry


@pytest.mark.parametrize("state", ["", "new", "quarantine", "accepted", "spam", "failed", "nonsense"])
def test_every_tab_has_an_empty_state(person, workspace, state):
    page = person.get(f"{INBOX}?state={state}")

    assert page.status_code == 200
    assert 'class="blank"' in page.content.decode()


def test_the_first_inquiry_is_opened_with_its_reason_and_its_bytes(person, acme):
    acme({"email": "nope", "full_name": "Ana <b>Ruiz</b>", "message": "Hola"}, state="quarantined")

    html = person.get(INBOX).content.decode()

    assert "The e-mail address is not one" in html
    assert "Ana &lt;b&gt;Ruiz&lt;/b&gt;" in html
    assert "&quot;email&quot;: &quot;nope&quot;" in html
    assert 'data-key="v"' in html
    assert 'data-key="s"' in html


def test_bytes_of_any_kind_can_be_looked_at(person, acme):
    acme({}, raw=bytes(range(256)), state="quarantined", reason="unreadable")

    assert person.get(INBOX).status_code == 200


def test_it_tells_which_lead_it_would_add_to(person, acme, workspace):
    with workspace_scope(workspace.pk):
        lead = make_lead(email="ana@sol.es", company="Sol")
    acme({"email": "ana@sol.es"}, state="quarantined", reason="spam_words")

    assert f"/w/acme/leads/{lead.pk}/" in person.get(INBOX).content.decode()


def test_accepting_with_another_address_makes_a_lead(person, acme, workspace):
    inquiry = acme({"email": "ana@", "full_name": "Ana Ruiz"}, state="quarantined")

    answer = person.post(f"{INBOX}{inquiry.pk}/accept/", {"email": "ana@sol.es"}, follow=True)

    assert answer.redirect_chain[0][1] == 303
    assert "Ana Ruiz" in answer.content.decode()
    inquiry = again(workspace, inquiry)
    assert inquiry.state == "accepted"
    assert inquiry.corrections == {"email": "ana@sol.es"}
    assert inquiry.payload["email"] == "ana@"  # as it came
    assert inquiry.judged_by
    with workspace_scope(workspace.pk):
        assert Lead.objects.get().email == "ana@sol.es"


@pytest.mark.parametrize("email", ["still@", "", "a\r\nb@c.es"])
def test_accepting_what_cannot_be_reached_says_so(person, acme, workspace, email):
    inquiry = acme({"full_name": "Ana"}, state="quarantined", reason="no_contact")

    answer = person.post(f"{INBOX}{inquiry.pk}/accept/", {"email": email})

    assert answer.status_code == 422
    assert "e-mail" in answer.content.decode()
    assert again(workspace, inquiry).state == "quarantined"
    assert again(workspace, inquiry).corrections == {}


def test_accepting_overrules_the_filter(person, acme, workspace):
    inquiry = acme({"email": "a@b.es", "message": "viagra"}, state="quarantined", reason="spam_words")

    person.post(f"{INBOX}{inquiry.pk}/accept/", {})

    assert again(workspace, inquiry).state == "accepted"


def test_spam_and_back(person, acme, workspace):
    inquiry = acme({"email": "nope"}, state="quarantined")

    person.post(f"{INBOX}{inquiry.pk}/spam/", {"next": f"{INBOX}?state=quarantine"})
    as_spam = (again(workspace, inquiry).state, inquiry.reason)
    person.post(f"{INBOX}{inquiry.pk}/undo-spam/")

    assert as_spam == ("quarantined", "spam")
    assert (again(workspace, inquiry).state, inquiry.reason) == ("quarantined", "bad_email")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "nowhere", "capture:inbox"]
)
def test_nobody_is_sent_elsewhere(person, acme, elsewhere):
    inquiry = acme({"email": "nope"}, state="quarantined")

    answer = person.post(f"{INBOX}{inquiry.pk}/spam/", {"next": elsewhere})

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, INBOX)


def test_spam_of_one_that_waits_takes_it_off_the_queue_and_undo_puts_it_back(person, acme, workspace):
    inquiry = acme()
    mine = WorkItem.objects.filter(queue="inquiry", key=inquiry.pk)

    person.post(f"{INBOX}{inquiry.pk}/spam/")
    gone = not mine.exists()
    person.post(f"{INBOX}{inquiry.pk}/undo-spam/")

    assert gone
    assert mine.exists()
    assert again(workspace, inquiry).state == "received"


def test_a_replay_asks_the_filter_again(person, acme, workspace):
    inquiry = acme(state="failed", reason="error")

    person.post(f"{INBOX}{inquiry.pk}/replay/")

    assert again(workspace, inquiry).state == "received"
    with workspace_scope(workspace.pk):
        process.run(keys=[inquiry.pk], at=timezone.now())
    assert again(workspace, inquiry).state == "accepted"


@pytest.mark.parametrize("verb", ["accept", "spam", "replay", "undo-spam"])
def test_what_is_part_of_a_lead_stays_there(person, acme, workspace, verb):
    inquiry = acme()
    with workspace_scope(workspace.pk):
        process.run(keys=[inquiry.pk], at=timezone.now())

    answer = person.post(f"{INBOX}{inquiry.pk}/{verb}/")

    assert answer.status_code == 409
    assert again(workspace, inquiry).state == "accepted"


def test_the_dead_are_among_the_failed(person, acme):
    inquiry = acme()
    WorkItem.objects.filter(queue="inquiry", key=inquiry.pk).update(dead_at=timezone.now())

    failed, new = (person.get(f"{INBOX}?state={state}").content.decode() for state in ("failed", "new"))

    assert inquiry.reference in failed
    assert inquiry.reference not in new


def test_one_forms_inquiries_alone(person, acme, workspace):
    with workspace_scope(workspace.pk):
        form = make_form(name="Fair")
    acme({"email": "a@b.es", "full_name": "From Form"}, form=form, channel="form")
    acme({"email": "c@d.es", "full_name": "From Api"})

    html = person.get(f"{INBOX}?state=new&form={form.pk}").content.decode()

    assert "From Form" in html
    assert "From Api" not in html


@pytest.mark.parametrize(
    "query", ["open=x", "open=99999999999999999999", "open=5", "cursor=damaged", "form=zz"]
)
def test_damaged_addresses_show_the_inbox(person, acme, query):
    acme(state="quarantined")

    assert person.get(f"{INBOX}?{query}").status_code == 200


@pytest.mark.parametrize("verb", ["accept", "spam", "replay", "undo-spam"])
def test_verbs_need_a_post_and_the_capability(client_for, acme, marketer, rep, viewer, verb):
    inquiry = acme(state="quarantined")
    url = f"{INBOX}{inquiry.pk}/{verb}/"

    assert client_for(marketer).get(url).status_code == 405
    assert client_for(rep).post(url).status_code == 403
    assert client_for(viewer).get(INBOX).status_code == 403


def test_another_workspaces_inquiry_is_like_none(person, other_workspace):
    with workspace_scope(other_workspace.pk):
        foreign = make_inquiry({"email": "secret@globex.es"}, state="quarantined")

    assert person.post(f"{INBOX}{foreign.pk}/accept/").status_code == 404
    assert "secret@globex" not in person.get(f"{INBOX}?open={foreign.pk}").content.decode()


def test_the_page_asks_no_more_for_more_rows(person, acme, django_assert_max_num_queries):
    for number in range(30):
        acme({"email": f"bad{number}"}, state="quarantined")

    with django_assert_max_num_queries(18):
        person.get(INBOX)

    assert Inquiry  # rows are drawn from their payload alone
