"""The lead page."""

import pytest

from leads.choices import ActivityKind
from leads.models import Activity, Lead
from tests.clients import HTMX
from tests.factories.leads import make_activity, make_lead, make_source


def test_show(client_for, marketer, lead, url):
    response = client_for(marketer).get(url())

    html = response.content.decode()
    assert response.status_code == 200
    assert "Tomás Arrieta" in html
    assert "no start date" in html
    assert 'href="tel:+34600000147"' in html
    assert 'href="mailto:tomas@asador.es"' in html
    assert "Rita Rep" in html


def test_every_kind_of_activity_has_words(client_for, marketer, told, url):
    response = client_for(marketer).get(url())

    drawn = response.context["page"].entries
    assert response.status_code == 200
    assert len(drawn) == 25
    assert all(entry.title for entry in drawn)


def test_a_missing_datum_is_amber(client_for, marketer, lead, url):
    html = client_for(marketer).get(url()).content.decode()

    assert 'class="missing"' in html


def test_rep_sees_only_own_leads(client_for, rep, lead, url):
    other = make_lead(first_name="Luis", email="luis@x.es")
    client = client_for(rep)

    assert client.get(url()).status_code == 200
    assert client.get(f"/w/acme/leads/{other.pk}/").status_code == 404


def test_another_workspace_sees_nothing(client_for, lead, other_workspace):
    from tests.factories.tenants import make_member

    stranger = make_member(other_workspace, "admin")

    assert client_for(stranger).get(f"/w/globex/leads/{lead.pk}/").status_code == 404
    assert client_for(stranger).get(f"/w/acme/leads/{lead.pk}/").status_code == 404


def test_nobody_is_sent_to_sign_in(client, lead, url):
    assert client.get(url()).status_code == 302


def test_viewer_is_offered_nothing_to_change(client_for, viewer, lead, url):
    html = client_for(viewer).get(url()).content.decode()

    assert 'class="composer"' not in html
    assert 'class="edit"' not in html


def test_timeline_fragment_and_page(client_for, marketer, told, url):
    client = client_for(marketer)

    whole = client.get(url("timeline/"))
    part = client.get(url("timeline/"), headers=HTMX)

    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_timeline_filtered_by_kind(client_for, marketer, told, url):
    response = client_for(marketer).get(url("timeline/?kind=notes"), headers=HTMX)

    shown = {entry.id for entry in response.context["page"].entries}
    kinds = set(Activity.objects.filter(pk__in=shown).values_list("kind", flat=True))
    assert kinds == {ActivityKind.NOTE, ActivityKind.TASK_DONE}


def test_timeline_goes_back_and_forth(client_for, marketer, told, url):
    client = client_for(marketer)
    first = client.get(url()).context["page"].timeline

    second = client.get(url(f"timeline/?cursor={first.next}"), headers=HTMX).context["page"].timeline

    assert not {item.pk for item in first.items} & {item.pk for item in second.items}
    assert second.previous


def test_a_broken_cursor_shows_the_newest(client_for, marketer, told, url):
    response = client_for(marketer).get(url("timeline/?cursor=zzz"))

    assert response.status_code == 200
    assert len(response.context["page"].entries) == 25


def test_text_of_others_is_escaped(client_for, marketer, lead, url):
    make_activity(lead, "inquiry", form="<script>x</script>", message="<b>y</b>")
    make_activity(lead, "call", outcome="<i>z</i>")
    make_activity(lead, "page_view", title="100%(evil)s {0}")

    html = client_for(marketer).get(url()).content.decode()

    assert "<script>x" not in html
    assert "<b>y</b>" not in html
    assert "<i>z</i>" not in html
    assert "100%(evil)s {0}" in html


def test_watch_is_quiet_while_nothing_changes(client_for, marketer, lead, url):
    client = client_for(marketer)
    stamp = client.get(url()).context["page"].stamp

    response = client.get(url(f"watch/?left=10&seen={stamp}"), headers=HTMX)

    assert "HX-Trigger" not in response
    assert 'id="lead-head"' not in response.content.decode()
    assert "left=9" in response.content.decode()


def test_watch_brings_head_and_panels_after_a_change(client_for, marketer, lead, url):
    response = client_for(marketer).get(url("watch/?left=10&seen=old"), headers=HTMX)

    assert response["HX-Trigger"] == "lead-news"
    assert 'id="lead-head" hx-swap-oob="true"' in response.content.decode()
    assert 'id="lead-aside" hx-swap-oob="true"' in response.content.decode()


def test_watch_ends(client_for, marketer, lead, url):
    html = client_for(marketer).get(url("watch/?left=1&seen=x"), headers=HTMX).content.decode()

    assert "load delay" not in html


def test_a_page_after_a_change_watches(client_for, marketer, lead, url):
    client = client_for(marketer)

    assert "load delay" in client.get(url("?changed=1")).content.decode()
    assert "load delay" not in client.get(url()).content.decode()


@pytest.mark.parametrize("stage", ["disqualified", "invalid"])
def test_a_closed_lead_offers_the_way_back(client_for, marketer, in_scope, stage):
    closed = make_lead(stage=stage, closed_reason="no_budget")

    html = client_for(marketer).get(f"/w/acme/leads/{closed.pk}/").content.decode()

    assert "No budget" in html
    assert f"/w/acme/leads/{closed.pk}/reopen/" in html


def test_queries_do_not_grow_with_the_timeline(client_for, marketer, in_scope, django_assert_max_num_queries):
    lead = make_lead(source=make_source())
    for number in range(24):
        make_activity(lead, "page_view", url=f"https://sol.es/{number}")
    client = client_for(marketer)
    client.get(f"/w/acme/leads/{lead.pk}/")

    with django_assert_max_num_queries(30):
        client.get(f"/w/acme/leads/{lead.pk}/")
    assert Lead.objects.count() == 1


def test_the_reason_of_a_score_is_in_the_readers_language(client_for, marketer, lead, url):
    reason = {"key": "decides", "en": "Can decide", "es": "Puede decidir", "tenths": 300}
    make_activity(lead, "score_changed", to=81, reason=reason)
    client = client_for(marketer)

    assert "Can decide +30.0" in client.get(url()).content.decode()
    marketer.user.language = "es"
    marketer.user.save()
    assert "Puede decidir +30,0" in client.get(url()).content.decode()
