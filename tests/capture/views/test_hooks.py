"""Pages about hooks: made, waited for, mapped from what came, read again."""

import json

import pytest

from capture.choices import InquiryState, Reason
from capture.models import Hook, Inquiry
from capture.services import hooks
from core.scope import workspace_scope
from tests.capture.hooks.posting import make_hook, post, work
from tests.factories.leads import make_field


pytestmark = pytest.mark.django_db
ODD = {"kontakt": {"wert": "ana@sol", "wer": "Ana Ruiz"}, "haus": "Sol", "madera": "Roble"}


@pytest.fixture
def person(client_for, marketer):
    return client_for(marketer)


def url(hook, name=""):
    return f"/w/acme/hooks/{hook.pk}/{name}"


def stored(workspace, hook):
    with workspace_scope(workspace.pk):
        return Hook.objects.get(pk=hook.pk)


def test_a_hook_is_made_from_a_preset(person, workspace):
    answer = person.post("/w/acme/hooks/create/", {"preset": "typeform", "name": "", "secret": "s"})

    with workspace_scope(workspace.pk):
        hook = Hook.objects.get()
        assert (hook.name, hook.preset, hooks.secret_of(hook)) == ("Typeform", "typeform", "s")
    assert answer.status_code == 303
    page = person.get(answer["Location"]).content.decode()
    assert f"/hooks/{hook.token}/" in page
    assert "Waiting for the first post" in page
    assert hook.secret not in page


def test_the_list_says_how_many_came(person, workspace):
    hook = make_hook(workspace)
    post(hook, ODD)

    assert "Any form or program" in person.get("/w/acme/hooks/").content.decode()


def test_waiting_ends_with_the_first_post(person, workspace):
    hook = make_hook(workspace)
    assert "every 2s" in person.get(url(hook, "waiting/")).content.decode()

    post(hook, ODD)

    assert "every 2s" not in person.get(url(hook, "waiting/")).content.decode()


def test_an_unknown_shape_is_mapped_and_read_again(person, workspace):
    with workspace_scope(workspace.pk):
        make_field("wood", type="text")
    hook = make_hook(workspace)
    post(hook, ODD)
    assert work(workspace)[0].reason == Reason.UNMAPPED
    page = person.get(url(hook, "mapping/")).content.decode()
    assert "to:kontakt.wert" in page

    answer = person.post(
        url(hook, "mapping/"),
        {"items": "", "to:kontakt.wer": "full_name", "to:haus": "company", "to:madera": "custom.wood"},
    )
    person.post(url(hook, "replay/"))

    assert answer.status_code == 303
    (inquiry,) = work(workspace)
    assert inquiry.state == InquiryState.ACCEPTED
    assert (inquiry.lead.first_name, inquiry.lead.company) == ("Ana", "Sol")
    assert inquiry.lead.custom == {"wood": "Roble"}


def test_only_what_differs_is_kept(person, workspace):
    hook = make_hook(workspace)
    post(hook, {"email": "ana@sol.es", "wood": "Oak"})

    person.post(url(hook, "mapping/"), {"items": "", "to:email": "email", "to:wood": "need"})

    assert stored(workspace, hook).mapping == {"items": "", "fields": {"wood": "need"}}

    person.post(url(hook, "mapping/"), {"items": "", "to:email": "email", "to:wood": "answer"})

    assert stored(workspace, hook).mapping["fields"] == {}


def test_a_target_that_is_none_is_refused(person, workspace):
    hook = make_hook(workspace)
    post(hook, ODD)

    answer = person.post(url(hook, "mapping/"), {"items": "", "to:haus": "workspace_id"})

    assert answer.status_code == 422
    assert stored(workspace, hook).mapping == {}


def test_the_preview_shows_the_lead_and_keeps_nothing(person, workspace):
    hook = make_hook(workspace)
    post(hook, ODD)

    answer = person.post(url(hook, "preview/"), {"items": "", "to:haus": "company", "to:madera": ""})

    page = answer.content.decode()
    assert "Sol" in page
    assert "Roble" not in page
    assert stored(workspace, hook).mapping == {}


def test_several_leads_of_one_post_are_found_by_their_path(person, workspace):
    hook = make_hook(workspace)
    post(hook, {"leads": [{"email": "ana@sol.es"}, {"email": "eva@sol.es"}]})

    person.post(url(hook, "mapping/"), {"items": "leads[]"})
    person.post(url(hook, "replay/"))

    assert {one.payload["email"] for one in work(workspace)} == {"ana@sol.es", "eva@sol.es"}


def test_settings_keep_a_secret_that_is_not_typed_again(person, workspace):
    hook = make_hook(workspace, secret="right")
    given = {"name": "Site", "preset": "jotform", "secret": "", "return_hosts": "https://Sol.es/gracias"}

    assert person.post(url(hook, "settings/"), given).status_code == 303

    kept = stored(workspace, hook)
    assert (kept.name, kept.preset, kept.return_hosts) == ("Site", "jotform", ["sol.es"])
    assert hooks.secret_of(kept) == "right"

    person.post(url(hook, "settings/"), {**given, "without_secret": "on"})

    assert stored(workspace, hook).secret == ""


def test_a_hook_is_switched_off_and_on(person, workspace):
    hook = make_hook(workspace)

    person.post(url(hook, "switch/"), {"to": "off"})
    assert post(hook, ODD).status_code == 410
    person.post(url(hook, "switch/"), {"to": "on"})

    assert post(hook, ODD).status_code == 200


def test_what_came_stands_on_the_hooks_page(person, workspace):
    hook = make_hook(workspace, "google", "right")
    post(hook, {"google_key": "wrong", "user_column_data": []})
    work(workspace)

    page = person.get(url(hook)).content.decode()

    assert "The secret or the signature is wrong" in page


def test_no_page_shows_what_google_proves_itself_by(person, workspace):
    hook = make_hook(workspace, "google_ads", "s3cret-of-ours")
    columns = [{"column_id": "EMAIL", "string_value": "ana@sol.es"}]
    for key in ("s3cret-of-ours", "s3cret-of-yore"):
        post(hook, {"lead_id": key, "google_key": key, "user_column_data": columns})
        post(hook, {"google_key": key})
    rows = work(workspace)

    pages = [
        *(f"/w/acme/inbox/?open={row.pk}" for row in rows),
        *(url(hook, f"mapping/?of={row.pk}") for row in rows),
        url(hook),
    ]

    assert len(rows) == 4
    for page in pages:
        html = person.get(page).content.decode()
        assert "google_key&quot;: &quot;s3" not in html
        assert "google_key</code>" not in html
    assert "google_key&quot;: •••" in person.get(pages[0]).content.decode()


def test_the_inbox_says_in_words_what_is_wrong_with_a_proof(person, workspace):
    post(make_hook(workspace, secret="right"), ODD)
    (inquiry,) = work(workspace)

    html = person.get(f"/w/acme/inbox/?open={inquiry.pk}").content.decode()

    assert "none was sent" in html


def test_tests_and_doubles_are_apart_in_the_inbox(person, workspace):
    hook = make_hook(workspace)
    post(hook, {"email": "ana@sol.es", "is_test": True})
    (inquiry,) = work(workspace)
    assert inquiry.reason == Reason.TEST

    assert inquiry.reference not in person.get("/w/acme/inbox/?state=quarantine").content.decode()
    with workspace_scope(workspace.pk):
        assert Inquiry.objects.set_aside().get() == inquiry


def test_a_rep_sees_no_hooks(client_for, rep):
    assert client_for(rep).get("/w/acme/hooks/").status_code == 403


def test_another_workspaces_hook_is_nothing(person, other_workspace):
    hook = make_hook(other_workspace)

    assert person.get(url(hook)).status_code == 404


def test_a_payload_of_many_values_can_be_mapped(person, workspace):
    hook = make_hook(workspace)
    post(hook, json.dumps({f"field {number}": "x" for number in range(300)}))

    assert person.get(url(hook, "mapping/")).content.decode().count("<select") == 60
