"""What platforms post: their shapes, tests, doubles and several leads at once, as each documents them."""

import pytest
from django.test import Client

from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from core.scope import workspace_scope
from tests.capture.hooks.posting import SECRET, leads, make_hook, post, posted, work
from tests.factories.leads import make_field


pytestmark = pytest.mark.django_db
GOOGLE = {
    "lead_id": "L-1",
    "google_key": SECRET,
    "user_column_data": [
        {"column_name": "Full Name", "string_value": "Ana Ruiz", "column_id": "FULL_NAME"},
        {"column_name": "User Email", "string_value": "ana@sol.es", "column_id": "EMAIL"},
        {"column_name": "Which kitchen?", "string_value": "Oak", "column_id": "QUESTION_1"},
    ],
    "gcl_id": "Cj0",
    "campaign_id": 20000000000,
    "is_test": False,
}


def meta_lead(number, **more):
    named = {"full_name": f"Ana {number}", "email": f"ana{number}@sol.es", **more}
    return {
        "id": str(number),
        "field_data": [{"name": name, "values": [value]} for name, value in named.items()],
    }


def test_a_google_lead_keeps_its_answers_and_its_click(workspace):
    inquiry = posted(workspace, make_hook(workspace, "google", SECRET), GOOGLE)

    assert inquiry.lead.email == "ana@sol.es"
    assert inquiry.lead.first_touch["ids"] == {"gclid": "Cj0", "campaign_id": "20000000000"}
    assert inquiry.source.slug == "google-ads"
    assert "Which kitchen?: Oak" in inquiry.payload["message"]


def test_an_answer_goes_to_the_field_of_that_name(workspace):
    with workspace_scope(workspace.pk):
        make_field("which_kitchen", type="text")

    inquiry = posted(workspace, make_hook(workspace, "google", SECRET), GOOGLE)

    assert inquiry.lead.custom == {"which_kitchen": "Oak"}
    assert "message" not in inquiry.payload


def test_google_with_a_wrong_key_makes_no_lead(workspace):
    hook = make_hook(workspace, "google", SECRET)

    assert post(hook, {**GOOGLE, "google_key": "other"}).status_code == 403
    assert work(workspace)[0].reason == Reason.BAD_SIGNATURE
    assert leads(workspace) == []


def test_a_test_is_kept_apart_and_its_id_stays_free(workspace):
    hook = make_hook(workspace, "google", SECRET)
    test = posted(workspace, hook, {**GOOGLE, "is_test": True})
    real = posted(workspace, hook, GOOGLE)

    assert (test.state, test.reason) == (InquiryState.QUARANTINED, Reason.TEST)
    assert real.state == InquiryState.ACCEPTED
    with workspace_scope(workspace.pk):
        assert not Inquiry.objects.quarantined().exists()
        assert Inquiry.objects.set_aside().count() == 1


def test_the_same_id_twice_is_one_inquiry_and_the_second_says_which(workspace):
    hook = make_hook(workspace, "google", SECRET)
    first = posted(workspace, hook, GOOGLE)
    again = posted(workspace, hook, {**GOOGLE, "api_version": "1.1"})

    assert (again.reason, again.detail) == (Reason.DUPLICATE, first.reference)
    assert len(leads(workspace)) == 1


def test_two_with_one_id_in_one_batch_are_one(workspace):
    hook = make_hook(workspace, "google", SECRET)
    post(hook, GOOGLE)
    post(hook, GOOGLE)

    assert [one.reason for one in work(workspace)] == ["", Reason.DUPLICATE]


def test_a_stranger_cannot_use_up_an_id(workspace):
    hook = make_hook(workspace, "google", SECRET)
    post(hook, {**GOOGLE, "google_key": "other"})

    assert posted(workspace, hook, GOOGLE).state == InquiryState.ACCEPTED


def test_each_lead_of_a_batch_is_an_inquiry_of_its_own(workspace):
    hook = make_hook(workspace, "meta")
    posted(workspace, hook, {"data": [meta_lead(1), meta_lead(2), meta_lead(3)]})
    posted(workspace, hook, {"data": [meta_lead(3), meta_lead(4)]})

    assert [lead.email for lead in leads(workspace)] == [f"ana{number}@sol.es" for number in (1, 2, 3, 4)]
    stored = work(workspace)
    assert [one.reason for one in stored] == ["", "", "", Reason.DUPLICATE, ""]
    assert [one.place for one in stored] == [0, 1, 2, 0, 1]


def test_a_notice_of_meta_waits_for_the_lead_itself(workspace):
    hook = make_hook(workspace, "meta")
    change = {"field": "leadgen", "value": {"leadgen_id": "7", "form_id": "9"}}
    notice = posted(workspace, hook, {"object": "page", "entry": [{"id": "1", "changes": [change]}]})
    lead = posted(workspace, hook, meta_lead(7))

    assert (notice.reason, notice.detail) == (Reason.NEEDS_FETCH, "leadgen_id 7")
    assert lead.state == InquiryState.ACCEPTED


def test_dummy_leads_of_meta_are_tests(workspace):
    dummy = meta_lead(1, full_name="<test lead: dummy data for full_name>")

    assert posted(workspace, make_hook(workspace, "meta"), dummy).reason == Reason.TEST


def test_typeform_questions_are_read_by_their_titles(workspace):
    fields = [{"id": "q1", "title": "¿Cómo te llamas?"}, {"id": "q2", "title": "¿Tu correo?"},
              {"id": "q3", "title": "¿Qué madera?"}, {"id": "q4", "title": "¿Cuándo?"}]  # fmt: skip
    answers = [
        {"type": "text", "text": "Ana Ruiz", "field": {"id": "q1", "type": "short_text"}},
        {"type": "email", "email": "ana@sol.es", "field": {"id": "q2", "type": "email"}},
        {
            "type": "choices",
            "choices": {"labels": ["Roble", "Pino"]},
            "field": {"id": "q3", "type": "multiple_choice"},
        },
        {"type": "choice", "choice": {"label": "Ya"}, "field": {"id": "q4", "type": "multiple_choice"}},
    ]
    response = {
        "token": "t1",
        "definition": {"fields": fields},
        "answers": answers,
        "hidden": {"utm_source": "x"},
    }
    body = {"event_type": "form_response", "form_response": response}

    inquiry = posted(workspace, make_hook(workspace, "typeform"), body)

    assert (inquiry.lead.first_name, inquiry.lead.email) == ("Ana", "ana@sol.es")
    assert "¿Qué madera?: Roble, Pino" in inquiry.payload["message"]
    assert inquiry.lead.first_touch["utm"] == {"source": "x"}


def test_a_meeting_that_is_called_off_is_no_lead(workspace):
    body = {"event": "invitee.canceled", "payload": {"email": "ana@sol.es", "name": "Ana", "uri": "u"}}

    assert posted(workspace, make_hook(workspace, "calendly"), body).reason == Reason.NO_LEAD


def test_webflow_version_2_is_read(workspace):
    data = {
        "First Name": "Zaphod",
        "Last Name": "Beeblebrox",
        "email": "z@gold.ai",
        "Phone Number": 15550000000,
    }
    body = {"triggerType": "form_submission", "payload": {"name": "Contact Us", "data": data, "id": "w1"}}

    inquiry = posted(workspace, make_hook(workspace, "webflow"), body)

    assert (inquiry.lead.last_name, inquiry.lead.email) == ("Beeblebrox", "z@gold.ai")


def test_a_linkedin_lead_is_read(workspace):
    answers = [
        {"questionId": 1, "answerDetails": {"textQuestionAnswer": {"answer": "ana@sol.es"}}},
        {"questionId": 2, "answerDetails": {"textQuestionAnswer": {"answer": "Ana"}}},
    ]
    questions = [{"questionId": 1, "question": "Email address"}, {"questionId": 2, "question": "First name"}]
    body = {
        "id": "r1",
        "formResponse": {"answers": answers},
        "form": {"questions": questions},
        "testLead": False,
    }

    inquiry = posted(workspace, make_hook(workspace, "linkedin"), body)

    assert (inquiry.lead.email, inquiry.lead.first_name) == ("ana@sol.es", "Ana")


def test_a_call_may_come_as_a_query(workspace):
    hook = make_hook(workspace, "callrail")
    query = "callernum=%2B12612230240&callername=SKYPE+CALLER&callercity=Madrid&id=1"

    assert Client().get(f"/hooks/{hook.token}/?{query}").status_code == 200

    (inquiry,) = work(workspace)
    assert (inquiry.channel, inquiry.lead.phone_e164, inquiry.lead.first_name) == (
        "phone",
        "+12612230240",
        "",
    )


def test_a_post_of_another_platform_is_read_all_the_same(workspace):
    assert posted(workspace, make_hook(workspace, "jotform"), GOOGLE).lead.email == "ana@sol.es"
