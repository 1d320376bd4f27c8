"""The benches run and say what they should; how fast a machine is, no test asserts."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from core.scope import workspace_scope
from leadcrm.bench import (
    conversions,
    filling,
    impacts,
    intake,
    lists,
    nurture,
    plan,
    publishing,
    reports,
    throughput,
    timing,
)
from leadcrm.bench.result import Result
from leads import normalize
from leads.models import Activity, Lead, LeadRank, LeadToken


AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
COPIES = (
    "name_norm",
    "company_norm",
    "job_title_norm",
    "industry_norm",
    "email_norm",
    "phone_e164",
    "domain",
)
FIELDS = {
    "bench", "leads", "workers", "value", "unit", "floor", "ratio", "target", "p50_ms", "p95_ms",
}  # fmt: skip


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure each thing twice: only the shape is asserted."""
    for module in (conversions, impacts, intake, lists, reports):
        monkeypatch.setattr(module, "TIMES", 2)
    monkeypatch.setattr(timing, "WARM_UPS", 1)
    monkeypatch.setattr(intake, "BATCH", 3)
    monkeypatch.setattr(nurture, "BATCH", 3)
    monkeypatch.setattr(nurture, "TICKS", 2)
    monkeypatch.setattr(publishing, "PAGES", 2)
    monkeypatch.setattr(throughput, "SECONDS", 0)
    monkeypatch.setattr(throughput, "WARM_UP_SECONDS", 0)
    monkeypatch.setattr(throughput, "WAITING", {1: 2, 200: 4, 1_000: 4})


def test_fill_writes_what_the_product_would(db):
    filled = filling.fill(leads=120, at=AT)

    with workspace_scope(filled.workspace.pk):
        leads = list(Lead.objects.select_related("rank").order_by("pk"))
        assert len(leads) == 120
        assert [lead.pk for lead in leads] == list(range(filled.first_id, filled.last_id + 1))
        for lead in leads[:10]:
            copies = normalize.copies(lead, country="ES")
            words = set(LeadToken.objects.filter(lead=lead).values_list("token", flat=True))
            assert {name: getattr(lead, name) for name in COPIES} == {name: copies[name] for name in COPIES}
            assert words == normalize.search_tokens(lead)
        assert Activity.objects.exclude(kind="score_changed").count() == 72 * 10
        assert not LeadRank.objects.filter(model_version=None).exists()
        assert all(lead.is_open == (lead.rank.stage not in {"converted", "disqualified"}) for lead in leads)


def test_fill_finds_what_it_made_before(db):
    first = filling.fill(leads=20, at=AT)

    again = filling.fill(leads=20, at=AT)

    assert again == first


@pytest.mark.slow
@pytest.mark.usefixtures("few")
@pytest.mark.django_db(transaction=True)  # workers in processes of their own see what is committed
def test_every_bench_gives_the_lines_of_the_contract():
    found = plan.run(plan.NAMES, leads=200, at=AT, owner=None)

    lines = [result.as_dict() for result in found]
    assert {line["bench"].partition(".")[0] for line in lines} == set(plan.NAMES)
    assert all(set(line) == FIELDS for line in lines)
    assert all(isinstance(line["value"], float) and line["workers"] in {1, 2} for line in lines)
    assert next(line for line in lines if line["bench"] == "rescore.unchanged")["value"] == 0
    assert [
        line["workers"] for line in lines if line["bench"] in {"capture.post", "capture.intake_rate"}
    ] == [
        1,
        2,
        1,
        2,
    ]


@pytest.mark.parametrize(("each", "written"), [(6, 10), (10, 17)])
def test_six_leads_in_ten_have_a_past_of_the_length_asked_for(db, each, written):
    filled = filling.fill(leads=20, at=AT, is_scored=False, activities=each)

    with workspace_scope(filled.workspace.pk):
        assert Activity.objects.count() == 12 * written


def test_ratio_is_value_by_floor():
    result = Result(bench="list.page", leads=10, value=3.0, unit="ms", floor=2.0, target=2)

    assert result.ratio == 1.5
    assert result.is_met
    assert Result(bench="search.word", leads=10, value=16.0, unit="ms", target=15).is_met is False


def test_backend_pid_is_ours(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid = pg_backend_pid()")
        assert cursor.fetchone() == (timing.backend_pid(),)
