"""``manage.py create_hook``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from capture.models import Hook
from capture.services import hooks
from core.scope import workspace_scope
from tests.capture.hooks.posting import post


pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("create_hook", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_it_prints_token_and_address(workspace):
    made = run("acme", "--preset", "google", "--secret", "k")

    assert made["url"].endswith(f"/hooks/{made['token']}/")
    with workspace_scope(workspace.pk):
        hook = Hook.objects.get(token=made["token"])
        assert (hook.preset, hooks.secret_of(hook)) == ("google_ads", "k")
    assert post(hook, {"google_key": "k", "user_column_data": []}).status_code == 200


@pytest.mark.parametrize("arguments", [("nobody", "--preset", "google"), ("acme", "--preset", "myspace")])
def test_what_is_not_there_is_refused(workspace, arguments):
    with pytest.raises(CommandError):
        run(*arguments)
