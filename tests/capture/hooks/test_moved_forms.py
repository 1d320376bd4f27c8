"""Forms made for other systems, which post here once their address is changed."""

import json
import time

import pytest
from django.test import Client

from core.scope import workspace_scope
from leads.models import ConsentRecord
from tests.capture.hooks.posting import FORM, make_hook, post, posted, work


pytestmark = pytest.mark.django_db


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

    assert (answer.status_code, answer.get("Location")) == (status, back if status == 303 else None)
    assert len(work(workspace)) == 1


def test_a_form_in_latin_1_is_read(workspace):
    inquiry = posted(workspace, make_hook(workspace), b"nombre=Jos%E9+Nu%F1ez&email=j%40sol.es", FORM)

    assert inquiry.lead.first_name == "José"
