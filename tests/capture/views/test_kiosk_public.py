"""Event mode: a secret address, each entry once, as of when it was entered."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from capture.models import FormVersion, Inquiry
from capture.services import kiosk
from core.scope import workspace_scope
from leads.models import FieldDefinition
from tests.factories.capture import make_form


@pytest.fixture
def form(workspace):
    with workspace_scope(workspace.pk):
        return make_form()


def url_of(form, name="event"):
    return reverse(f"public:{name}", kwargs={"token": form.token, "seal": kiosk.seal_of(form.token)})


def enter(client, form, key="a1", **values):
    body = json.dumps({"full_name": "Ana Ruiz", "email": "ana@sol.es", **values})
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(url_of(form), body, content_type="application/json", headers=headers)


def test_an_entry_is_kept_once_as_of_when_it_was_entered(client, form, workspace):
    met_at = timezone.now() - timedelta(hours=5)

    first = enter(client, form, occurred_at=met_at.isoformat(), _version="1")
    again = enter(client, form, occurred_at=met_at.isoformat(), _version="1")
    other = enter(client, form, occurred_at=met_at.isoformat(), _version="2")

    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 422)
    assert first.json()["id"] == again.json()["id"]
    with workspace_scope(workspace.pk):
        inquiry = Inquiry.objects.get()
        assert (inquiry.channel, inquiry.occurred_at, inquiry.signs) == ("event", met_at, [])
        assert inquiry.form_version == FormVersion.objects.get(form=form, number=1)


def test_the_address_is_known_only_to_who_was_given_it(client, form, workspace):
    wrong = reverse("public:event", kwargs={"token": form.token, "seal": "x" * 43})

    assert client.get(wrong).status_code == 404
    assert client.get(f"{wrong}worker.js").status_code == 404
    assert client.post(wrong, "{}", content_type="application/json").status_code == 404
    assert url_of(form) not in client.get(f"/f/{form.token}/").content.decode()


@pytest.mark.parametrize(
    ("key", "kind", "status"),
    [("", "application/json", 400), ("a1", "text/plain", 400), ("a1", "application/json", 202)],
)
def test_only_entries_of_the_page_are_taken(client, form, key, kind, status):
    headers = {"Idempotency-Key": key} if key else {}

    answer = client.post(url_of(form), '{"email": "ana@sol.es"}', content_type=kind, headers=headers)

    assert answer.status_code == status


def test_a_closed_form_takes_nothing_and_says_so(client, form, workspace):
    with workspace_scope(workspace.pk):
        form.is_active = False
        form.save()

    assert client.get(url_of(form)).status_code == 410
    assert enter(client, form).json()["code"] == "form_closed"


def test_the_worker_keeps_what_the_page_needs(client, form):
    text = client.get(url_of(form, "event-worker")).content.decode()

    assert url_of(form) in text
    for name in ("js/event.js", "css/open.css"):
        assert name in text


def test_the_form_of_a_fair_asks_what_sales_agreed_on(in_scope, monkeypatch):
    from capture.services import forms

    asked = [
        kiosk.Question("Who decides?", "text"),
        kiosk.Question("Rooms", "number"),
        kiosk.Question("من يقرر؟", "choice", ["نعم", "لا"]),
    ]
    monkeypatch.setattr(kiosk, "_sources", [lambda: asked])
    known = FieldDefinition.objects.create(key="rooms", label="rooms", type="number")

    made = [
        forms.create(name=name, language="en", by=None, at=timezone.now(), template="met") for name in "ab"
    ]

    fields = [
        {one["label"]: one["name"] for one in FormVersion.objects.get(form=form).fields} for form in made
    ]
    assert fields[0] == fields[1]
    assert fields[0]["Rooms"] == f"custom.{known.key}"
    assert fields[0]["Who decides?"] == "custom.who_decides"
    assert FieldDefinition.objects.get(label="من يقرر؟").options == ["نعم", "لا"]
    assert FieldDefinition.objects.count() == 3
