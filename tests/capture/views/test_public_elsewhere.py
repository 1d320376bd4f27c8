"""The form inside pages of others: put there by its script, or in a frame."""

import gzip

import pytest
from django.test import Client
from django.utils import timezone

from capture.models import Form
from capture.services import forms
from core.scope import workspace_scope
from tests.capture.views.visiting import FILLED, HTML, address, old_stamp, stored


pytestmark = pytest.mark.django_db
SITE = "https://acme.example"


@pytest.fixture
def elsewhere(workspace, form):
    """Return a browser on a page of a listed site."""
    with workspace_scope(workspace.pk):
        Form.objects.update(allowed_origins=[SITE])
    return Client(headers={"Accept": "text/html", "Origin": SITE})


def part(form):
    return f"{address(form)}?as=part"


def test_the_script_is_small_and_may_be_loaded_anywhere(form):
    answer = Client().get(f"{address(form)}form.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert f'"box":"leadcrm-{form.token}"' in answer.content.decode().replace('": ', '":')
    assert len(gzip.compress(answer.content)) <= 2 * 1024
    assert Client().get("/f/none/form.js").status_code == 404


def test_a_listed_page_gets_the_form_as_a_part_of_itself(elsewhere, form):
    answer = elsewhere.get(part(form))
    html = answer.content.decode()

    assert answer["Access-Control-Allow-Origin"] == SITE
    assert "<html" not in html
    assert f'/f/{form.token}/" method="post"' in html
    assert 'id="leadcrm-email"' in html
    assert 'name="_stamp"' in html
    assert "style=" not in html


def test_an_unlisted_page_may_not_read_it(elsewhere, form):
    answer = Client(headers={"Accept": "text/html", "Origin": "https://evil.example"}).get(part(form))

    assert "Access-Control-Allow-Origin" not in answer


def test_mistakes_come_back_as_a_part_and_nothing_is_stored(elsewhere, form, workspace):
    answer = elsewhere.post(part(form), FILLED | {"email": "ana@", "_stamp": old_stamp(form)})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert answer["Access-Control-Allow-Origin"] == SITE
    assert 'href="#leadcrm-email"' in html
    assert "Cocina nueva" in html
    assert stored(workspace) == []


def test_the_thanks_come_as_a_part(elsewhere, form, workspace):
    sent = FILLED | {"_stamp": old_stamp(form), "page_url": f"{SITE}/baths?utm_source=fair"}

    answer = elsewhere.post(part(form), sent)

    inquiry = stored(workspace)[0]
    assert answer.status_code == 202
    assert inquiry.reference in answer.content.decode()
    assert inquiry.payload["page_url"].startswith(SITE)
    assert inquiry.signs == []


def test_the_script_learns_where_to_go_on(elsewhere, form, workspace):
    with workspace_scope(workspace.pk):
        version = forms.current_version(form)
        texts = {**version.texts, "redirect_url": f"{SITE}/thanks"}
        forms.save(form=form, fields=version.fields, texts=texts, by=None, at=timezone.now())

    answer = elsewhere.post(part(form), FILLED | {"_stamp": old_stamp(form)})

    assert f'data-next href="{SITE}/thanks"' in answer.content.decode()


def test_only_listed_pages_may_frame_the_form(elsewhere, form, workspace):
    frame = f"{address(form)}?as=frame"
    framed = Client(headers={"Accept": HTML})

    page, alone = framed.get(frame), framed.get(address(form))
    sent = framed.post(frame, FILLED | {"_stamp": old_stamp(form)})
    thanks = framed.get(sent["Location"])

    assert f"frame-ancestors 'self' {SITE}" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]
    assert alone["X-Frame-Options"] == "DENY"
    assert f"frame-ancestors 'self' {SITE}" in thanks["Content-Security-Policy"]
    assert len(stored(workspace)) == 1


def test_the_page_offers_all_three_codes(client_for, marketer, form):
    html = client_for(marketer).get(f"/w/acme/forms/{form.pk}/").content.decode()

    assert f"/f/{form.token}/form.js" in html
    assert "&lt;noscript&gt;" in html
    assert "?as=frame" in html
