"""The sample as `make run` loads it: rich, sound, loaded once; and its people are one click away."""

import pytest
from playwright.sync_api import expect

from leads.choices import Stage
from tests.browsing import needs_browser


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
STAGES = """
    SELECT w.slug, r.stage, count(*) FROM leads_leadrank r JOIN tenants_workspace w ON w.id = r.workspace_id
    GROUP BY 1, 2
"""


def test_loading_again_changes_nothing_and_all_invariants_hold(sample_rig) -> None:
    before = sample_rig.sql("SELECT count(*) FROM leads_lead")

    again = sample_rig.manage("load_sample")

    assert again["loaded"] is False
    assert sample_rig.sql("SELECT count(*) FROM leads_lead") == before
    assert sample_rig.manage("check_invariants") == {"violations": []}


def test_leads_stand_in_every_stage_and_deals_in_every_state(sample_rig) -> None:
    counts = {(slug, stage): count for slug, stage, count in sample_rig.sql(STAGES)}

    assert {stage for slug, stage in counts if slug == "tresluces"} == set(Stage.values)
    assert sum(count for (slug, _stage), count in counts.items() if slug == "tresluces") >= 60
    assert sum(count for (slug, _stage), count in counts.items() if slug == "aldea") >= 10
    assert {state for (state,) in sample_rig.sql("SELECT DISTINCT state FROM conversion_opportunity")} == {
        "open",
        "won",
        "lost",
    }
    assert {grade for (grade,) in sample_rig.sql("SELECT DISTINCT grade FROM leads_leadrank")} == set("ABCD")


def test_a_visitor_of_the_demonstration_signs_in_with_one_click(desk) -> None:
    page = desk().go("/accounts/login/")

    page.get_by_role("button", name="marta@tresluces.example").click()

    expect(page).to_have_url(f"{desk().base}/w/tresluces/today/")
