"""What platforms post: proofs, greetings, tests, doubles and several leads at once, as each documents them."""

import base64
import json
import time

import pytest
from django.test import Client
from django.utils import timezone

from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from capture.services import hooks, triage
from core.scope import workspace_scope
from leads.models import ConsentRecord
from tests.capture.hooks.posting import (
    FORM,
    base64_hmac,
    hex_hmac,
    leads,
    make_hook,
    plain_digest,
    post,
    posted,
    work,
)
from tests.factories.leads import make_field


pytestmark = pytest.mark.django_db
SECRET = "s3cret"
BODY = json.dumps({"email": "ana@sol.es", "full_name": "Ana Ruiz"}).encode()
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


def test_meta_greets_with_its_word(workspace):
    hook = make_hook(workspace, "meta", SECRET)
    url = f"/hooks/{hook.token}/?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="

    good, also, bad = (Client().get(url + word) for word in (SECRET, hook.token, "other"))

    assert (good.status_code, good.content) == (200, b"1158201444")
    assert good["Content-Type"].startswith("text/plain")
    assert also.status_code == 200
    assert (bad.status_code, b"1158201444" in bad.content) == (403, False)


def test_linkedin_greets_with_its_word(workspace):
    hook = make_hook(workspace, "linkedin", SECRET)

    answer = Client().get(f"/hooks/{hook.token}/?challengeCode=890e4665&applicationId=1").json()

    assert answer == {"challengeCode": "890e4665", "challengeResponse": hex_hmac(SECRET, b"890e4665")}


def test_monday_greets_with_its_word(workspace):
    hook = make_hook(workspace, "monday")

    assert post(hook, {"challenge": "abc"}).json() == {"challenge": "abc"}
    assert work(workspace) == []


def signed(preset, body, *, secret=SECRET, age=0, url=""):
    """Return the headers with which each platform signs."""
    now = str(int(time.time()) - age)
    moment = now.encode()
    milliseconds = now + "000"
    return {
        "meta": lambda: {"X-Hub-Signature-256": "sha256=" + hex_hmac(secret, body)},
        "typeform": lambda: {"Typeform-Signature": "sha256=" + base64_hmac(secret, body)},
        "calendly": lambda: {
            "Calendly-Webhook-Signature": f"t={now},v1={hex_hmac(secret, moment + b'.' + body)}"
        },
        "linkedin": lambda: {"X-LI-Signature": hex_hmac(secret, b"hmacsha256=" + body)},
        "tiktok": lambda: {"TikTok-Signature": f"t={now},s={hex_hmac(secret, moment + b'.' + body)}"},
        "webflow": lambda: {
            "X-Webflow-Timestamp": milliseconds,
            "X-Webflow-Signature": hex_hmac(secret, milliseconds.encode() + b":" + body),
        },
        "intercom": lambda: {"X-Hub-Signature": "sha1=" + hex_hmac(secret, body, "sha1")},
        "callrail": lambda: {"Signature": base64_hmac(secret, body, "sha1")},
        "outreach": lambda: {"Outreach-Webhook-Signature": hex_hmac(secret, body)},
        "pipedrive": lambda: {"Authorization": "Basic " + base64.b64encode(f"me:{secret}".encode()).decode()},
        "hubspot": lambda: {
            "X-HubSpot-Request-Timestamp": milliseconds,
            "X-HubSpot-Signature-v3": base64_hmac(
                secret, b"POST" + url.encode() + body + milliseconds.encode()
            ),
        },
        "generic": lambda: {
            "webhook-id": "msg_1",
            "webhook-timestamp": now,
            "webhook-signature": "v1,bm9uc2Vuc2U= v1,"
            + base64_hmac(secret, b"msg_1." + moment + b"." + body),
        },
        "jotform": lambda: {"Authorization": f"Bearer {secret}"},
    }[preset]()


PLATFORMS = ("meta", "typeform", "calendly", "linkedin", "tiktok", "webflow", "intercom", "callrail", "outreach",
             "pipedrive", "hubspot", "generic", "jotform")  # fmt: skip


def is_believed(workspace, preset, body, **options):
    hook = make_hook(workspace, preset, SECRET)
    headers = signed(preset, BODY, url=f"http://testserver/hooks/{hook.token}/", **options)
    return post(hook, body, **headers).status_code == 200


@pytest.mark.parametrize("preset", PLATFORMS)
def test_a_platforms_signature_is_believed(workspace, preset):
    assert is_believed(workspace, preset, BODY)


@pytest.mark.parametrize("preset", PLATFORMS)
def test_a_signature_made_with_another_secret_is_not(workspace, preset):
    assert not is_believed(workspace, preset, BODY, secret="other")


@pytest.mark.parametrize("preset", [name for name in PLATFORMS if name not in {"pipedrive", "jotform"}])
def test_a_signature_of_another_body_is_not(workspace, preset):
    assert not is_believed(workspace, preset, BODY + b" ")


@pytest.mark.parametrize("preset", ["calendly", "tiktok", "webflow", "hubspot", "generic"])
def test_a_signature_of_ten_minutes_ago_is_not(workspace, preset):
    assert not is_believed(workspace, preset, BODY, age=600)


@pytest.mark.parametrize("preset", PLATFORMS)
def test_no_signature_is_not(workspace, preset):
    assert post(make_hook(workspace, preset, SECRET), BODY).status_code == 403


def test_older_signatures_of_hubspot_are_believed(workspace):
    hook = make_hook(workspace, "hubspot", SECRET)

    assert post(hook, BODY, X_HubSpot_Signature=plain_digest(SECRET.encode() + BODY)).status_code == 200


def test_a_post_is_believed_again_once_the_secret_is_right(workspace):
    hook = make_hook(workspace, "typeform", "old")
    post(hook, BODY, **signed("typeform", BODY))
    (inquiry,) = work(workspace)
    assert inquiry.reason == Reason.BAD_SIGNATURE

    with workspace_scope(workspace.pk):
        settings = hooks.Settings(name="T", preset="typeform", secret=SECRET)
        hooks.configure(hook=hook, settings=settings, by=None, at=timezone.now())
        triage.replay(inquiry=inquiry, by=None, at=timezone.now())

    assert work(workspace)[0].state == InquiryState.ACCEPTED


def test_a_form_made_for_hubspot_moves_over_by_its_address_alone(workspace):
    body = {
        "submittedAt": str(int(time.time() * 1000)),
        "fields": [
            {"objectTypeId": "0-1", "name": "email", "value": "ana@sol.es"},
            {"objectTypeId": "0-1", "name": "firstname", "value": "Ana"},
            {"objectTypeId": "0-1", "name": "lastname", "value": "Ruiz"},
            {"objectTypeId": "0-1", "name": "favorite_wood", "value": "Oak"},
        ],
        "context": {"pageUri": "https://sol.es/cocinas", "hutk": "6f45"},
        "legalConsentOptions": {
            "consent": {
                "consentToProcess": True,
                "text": "Store my data.",
                "communications": [{"value": True, "subscriptionTypeId": 999, "text": "Send me offers."}],
            }
        },
    }
    hook = make_hook(workspace, "hubspot")
    answer = post(hook, body, Origin="https://sol.es")
    (inquiry,) = work(workspace)

    assert answer.json()["inlineMessage"]
    assert answer["Access-Control-Allow-Origin"] == "https://sol.es"
    assert inquiry.lead.first_touch["page_url"] == "https://sol.es/cocinas"
    assert (inquiry.lead.first_name, inquiry.lead.last_name) == ("Ana", "Ruiz")
    with workspace_scope(workspace.pk):
        assert ConsentRecord.objects.get(lead=inquiry.lead).text == "Send me offers."


def test_a_page_of_another_origin_may_post(workspace):
    hook = make_hook(workspace, "hubspot")

    answer = Client().options(f"/hooks/{hook.token}/", headers={"Origin": "https://sol.es"})

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "https://sol.es"


WEB_TO_LEAD = (
    "oid=00D&captcha_settings=%7B%7D&debug=1&first_name=Ana&last_name=Ruiz&email=ana%40sol.es&company=Sol&URL=sol.es"
    "&phone=600123123&title=Directora&lead_source=Web&00N5j000000pTbO=Oak&retURL="
)


def test_a_form_made_for_salesforce_moves_over_by_its_action_alone(workspace):
    hook = make_hook(workspace, "web-to-lead")

    inquiry = posted(workspace, hook, WEB_TO_LEAD, FORM)

    lead = inquiry.lead
    assert (lead.first_name, lead.company, lead.job_title) == ("Ana", "Sol", "Directora")
    assert inquiry.payload["custom"] == {"00n5j000000ptbo": "Oak"}
    assert "captcha" not in json.dumps(inquiry.payload)


@pytest.mark.parametrize(
    ("back", "origin", "status"),
    [
        ("https://sol.es/gracias", "https://sol.es", 303),
        ("https://evil.example/", "https://sol.es", 200),
        ("https://sol.es.evil.example/", "https://sol.es", 200),
        ("https://sol.es/gracias", "", 200),
        ("javascript:alert(1)", "https://sol.es", 200),
        ("//evil.example/", "https://sol.es", 200),
        ("https://thanks.example/", "https://sol.es", 303),
    ],
)
def test_a_form_leads_on_to_its_own_site_only(workspace, back, origin, status):
    hook = make_hook(workspace, "web-to-lead", return_hosts=["thanks.example"])

    answer = post(hook, WEB_TO_LEAD + back, FORM, Accept="text/html", Origin=origin)

    assert answer.status_code == status
    assert len(work(workspace)) == 1


def test_a_form_in_latin_1_is_read(workspace):
    inquiry = posted(workspace, make_hook(workspace), b"nombre=Jos%E9+Nu%F1ez&email=j%40sol.es", FORM)

    assert inquiry.lead.first_name == "José"


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
