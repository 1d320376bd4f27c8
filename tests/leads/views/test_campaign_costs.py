"""Costs by day as people paste them, and by API."""

from datetime import date

import pytest
from django.utils import translation

from core.scope import workspace_scope
from leads.forms.campaign_costs import CampaignCostsForm
from leads.models import CampaignCost
from tests.factories.leads import make_campaign


DAY = date(2026, 11, 3)


def read(text, language="en"):
    with translation.override(language):
        form = CampaignCostsForm({"costs": text})
        return form.cleaned_data["costs"] if form.is_valid() else form.errors["costs"]


@pytest.mark.parametrize(
    ("line", "cents"),
    [
        ("2026-11-03 120.50", 12_050),
        ("2026-11-03;120,50", 12_050),
        ("2026-11-03\t1.234,50 €", 123_450),
        ("2026-11-03\t1,234.50", 123_450),
        ('2026-11-03,"€ 1,234"', 123_400),
        ("2026-11-03 1.234.567", 123_456_700),
        ("2026-11-03, 7", 700),
        ("2026-11-03 0", 0),
    ],
)
def test_a_day_and_its_cost_are_read_as_sheets_write_them(line, cents):
    assert read(line) == {DAY: cents}


def test_a_heading_and_empty_lines_are_passed_over_and_days_follow_the_language():
    assert read("Día;Coste\n\n03/11/2026;120,50\n04/11/2026;80", "es") == {
        DAY: 12_050,
        date(2026, 11, 4): 8_000,
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-03",
        "2026-11-03 -5",
        "2026-13-03 5",
        "2026-11-03 1.2.3,4,5",
        "2026-11-03 5\n2026-11-03 6",
        "x" * 70_000,
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_kept(text):
    assert isinstance(read(text), list)


def test_a_line_that_cannot_be_read_is_named():
    assert read("2026-11-03 5\nnext week 5") == ["Line 2 is no day and cost: next week 5"]


def test_costs_are_pasted_on_the_page_of_the_campaign(client_for, marketer, workspace):
    with workspace_scope(workspace.pk):
        campaign = make_campaign("fair")
    client, url = client_for(marketer), f"/w/acme/settings/catalog/campaigns/{campaign.pk}/costs/"

    wrong = client.post(url, {"costs": "tomorrow"})
    right = client.post(url, {"costs": "2026-11-03 120.50\n2026-11-04 80"})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "€200.50" in client.get(url).content.decode()
    assert url in client.get(f"/w/acme/settings/catalog/campaigns/{campaign.pk}/").content.decode()


def test_programs_send_days_and_read_them(api, workspace):
    with workspace_scope(workspace.pk):
        campaign = make_campaign("fair")
    client, url = api("catalog:read", "catalog:write"), f"/api/v1/campaigns/{campaign.public_id}/costs/"
    days = [{"day": "2026-11-03", "amount_cents": 12050}, {"day": "2026-11-04", "amount_cents": 0}]

    sent = client.patch(url, {"costs": days})
    twice = client.patch(url, {"costs": [days[0], days[0]]})
    least = client.patch(url, {"costs": [{"day": "2026-11-05", "amount_cents": -1}]})

    assert (sent.status_code, twice.status_code, least.status_code) == (200, 400, 400)
    assert client.get(url).json()["results"] == days[:1]
    with workspace_scope(workspace.pk):
        assert CampaignCost.objects.count() == 1
