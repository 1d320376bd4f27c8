"""Words that platforms ask for before they post."""

import pytest
from django.test import Client

from tests.capture.hooks.posting import SECRET, hex_hmac, make_hook, post, work


pytestmark = pytest.mark.django_db


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
