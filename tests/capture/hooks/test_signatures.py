"""Proofs with which each platform says that a post is its own, as it documents them."""

import base64
import json
import time

import pytest
from django.utils import timezone

from capture.choices import InquiryState, Reason
from capture.services import hooks, triage
from core.scope import workspace_scope
from tests.capture.hooks.posting import SECRET, base64_hmac, hex_hmac, make_hook, plain_digest, post, work


pytestmark = pytest.mark.django_db
BODY = json.dumps({"email": "ana@sol.es", "full_name": "Ana Ruiz"}).encode()


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
