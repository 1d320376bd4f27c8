"""Building a workflow in the browser, without scripts."""

import pytest
from django.test import Client

from core.scope import workspace_scope
from nurturing.models import Workflow


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FLOWS = "/w/acme/workflows/"


@pytest.fixture
def person(client_for, marketer) -> Client:
    return client_for(marketer)


def test_first(person, workspace):
    made = person.post(f"{FLOWS}new/", {"start": "welcome", "name": ""})
    with workspace_scope(workspace.pk):
        flow = Workflow.objects.get()
    person.get(made["Location"])
    assert flow.name == "Welcome and guide"
    for name in (
        "edit/",
        "dry-run/",
        "people/",
        "stats/",
        "history/",
        "edit/entry/",
        "edit/leaving/",
        "settings/",
    ):
        assert person.get(f"{FLOWS}{flow.pk}/{name}").status_code == 200, name
    for kind in ("email", "wait", "branch_click", "branch_if", "wish", "task", "exit"):
        assert person.get(f"{FLOWS}{flow.pk}/steps/new/?kind={kind}&after=s1").status_code == 200, kind
    assert person.get(FLOWS).status_code == 200
