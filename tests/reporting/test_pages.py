"""The pages: every report opens, answers what its address asks, and is the same as a file."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import Deed
from nurturing.models import Enrollment, Workflow, WorkflowVersion
from tenants.models import Membership, Workspace
from tests.factories import distribution, leads


pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], Client]
REPORTS = ("funnel", "sources", "response", "rejects", "workflows", "calibration")
BASE = "/w/acme/reports/"


def fill(workspace: Workspace, rep: Membership, *, count: int = 2) -> None:
    with workspace_scope(workspace.pk):
        web = leads.Source.objects.filter(slug="web").first() or leads.make_source("web", name="Web form")
        at = timezone.now() - timedelta(days=3)
        for _number in range(count):
            lead = leads.make_lead(stage="sal", owner=rep.user, source=web, created_at=at)
            distribution.make_hand_off(
                lead,
                rep,
                at + timedelta(hours=1),
                state="accepted",
                answered_at=at,
                contacted_at=at + timedelta(hours=2),
            )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", *(f"{report}/" for report in REPORTS)])
def test_report_opens_empty_and_filled(
    name: str, workspace: Workspace, admin: Membership, rep: Membership, client_for: SignIn
) -> None:
    client = client_for(admin)

    empty = client.get(f"{BASE}{name}")
    fill(workspace, rep)
    filled = client.get(f"{BASE}{name}?period=month")

    assert (empty.status_code, filled.status_code) == (200, 200)
    assert b"<h1>" in filled.content


def test_a_workflow_s_name_leads_to_its_results(
    workspace: Workspace, admin: Membership, client_for: SignIn
) -> None:
    with workspace_scope(workspace.pk):
        workflow = Workflow.objects.create(name="Welcome")
        version = WorkflowVersion.objects.create(workflow=workflow)
        at = timezone.now() - timedelta(hours=1)
        Enrollment.objects.create(
            lead=leads.make_lead(), workflow=workflow, version=version, step="m", step_at=at, entered_at=at
        )
    client = client_for(admin)

    page = client.get(f"{BASE}workflows/?period=year").content.decode()
    results = f"/w/acme/workflows/{workflow.pk}/stats/"

    assert f'href="{results}"' in page
    assert client.get(results).status_code == 200


@pytest.mark.parametrize("name", [f"{report}/" for report in REPORTS])
@pytest.mark.slow
def test_queries_of_a_report_do_not_grow(
    name: str, workspace: Workspace, admin: Membership, rep: Membership, client_for: SignIn
) -> None:
    client = client_for(admin)
    fill(workspace, rep, count=3)
    client.get(f"{BASE}{name}")

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(f"{BASE}{name}")
    fill(workspace, rep, count=12)
    with CaptureQueriesContext(connection) as many:
        client.get(f"{BASE}{name}")

    assert len(many) == len(few)


def test_address_that_asks_for_nonsense_is_told_so(admin: Membership, client_for: SignIn) -> None:
    client = client_for(admin)

    turned = client.get(f"{BASE}funnel/?period=custom&from=2026-03-05&to=2026-03-01")
    unknown = client.get(f"{BASE}funnel/?source=nowhere")
    file = client.get(f"{BASE}funnel/csv/?period=custom&from=2026-03-05")

    assert (turned.status_code, unknown.status_code, file.status_code) == (400, 400, 400)
    assert "The last day must not lie before the first." in turned.content.decode()


def test_rep_sees_the_own_funnel_and_response_only(
    workspace: Workspace, rep: Membership, client_for: SignIn
) -> None:
    with workspace_scope(workspace.pk):
        leads.make_lead(stage="sal", owner=rep.user)
        leads.make_lead()
    client = client_for(rep)

    page = client.get(f"{BASE}funnel/csv/?sheet=steps").content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(page)))[1][:2] == ["Leads", "1"]
    for name in ("sources", "rejects", "workflows", "calibration"):
        assert client.get(f"{BASE}{name}/").status_code == 403


def test_file_is_what_a_spreadsheet_of_the_language_reads(
    workspace: Workspace, admin: Membership, client_for: SignIn
) -> None:
    with workspace_scope(workspace.pk):
        source = leads.make_source("evil", name="=HYPERLINK(1)")
        leads.make_lead(source=source)
    client = client_for(admin)
    client.cookies["django_language"] = "es"

    answer = client.get(f"{BASE}sources/csv/")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[1][rows[0].index("Coste (EUR)")] == "desconocido"


def test_unknown_table_is_nowhere(admin: Membership, client_for: SignIn) -> None:
    assert client_for(admin).get(f"{BASE}funnel/csv/?sheet=nowhere").status_code == 404


def test_lead_counts_lead_to_the_list(workspace: Workspace, admin: Membership, client_for: SignIn) -> None:
    with workspace_scope(workspace.pk):
        leads.make_lead(source=leads.make_source("web"))
    client = client_for(admin)

    page = client.get(f"{BASE}sources/").content.decode()
    past = client.get(f"{BASE}sources/?period=custom&from=2020-01-01&to=2020-01-31").content.decode()

    assert "/w/acme/leads/?view=all&amp;created_after=" in page
    assert "/w/acme/leads/?view=all" not in past


@pytest.mark.parametrize("role", ["admin", "rep"])
@pytest.mark.slow
def test_every_link_of_a_count_opens_as_many_leads(
    role: str, workspace: Workspace, admin: Membership, rep: Membership, client_for: SignIn
) -> None:
    with workspace_scope(workspace.pk):
        web, fair = leads.make_source("web"), leads.make_source("fair")
        spring = leads.make_campaign("spring", source=fair)
        now = timezone.now()
        for stage, source, campaign, days, grade in (
            ("marketing", web, None, 0, "A"),
            ("sal", web, spring, 2, "A"),
            ("converted", fair, spring, 3, "B"),
            ("disqualified", fair, None, 4, "D"),
            ("invalid", None, None, 29, "C"),
            ("sql", web, spring, 30, "A"),
            ("sal", web, None, 400, "A"),
        ):
            leads.make_lead(
                stage=stage,
                source=source,
                campaign=campaign,
                grade=grade,
                owner=rep.user if days in (2, 4, 30) else None,
                created_at=now - timedelta(days=days),
            )
    client = client_for({"admin": admin, "rep": rep}[role])
    asked = ("funnel/", "funnel/?source=web", "sources/", "sources/?by=campaign", "calibration/")

    found = [
        (row.cells[0].url, row.cells[column].value)
        for address in asked[: 2 if role == "rep" else None]
        for card in client.get(f"{BASE}{address}").context["report"].cards
        for row in card.sheet.rows
        for column in [
            next((n for n, head in enumerate(card.sheet.columns) if head.name in ("count", "leads")), 0)
        ]
        if row.cells[0].url
    ]

    assert len(found) == (9 if role == "admin" else 2)
    for url, count in found:
        page = client.get(url)
        assert page.context["list"].count == count > 0, url
        assert {"label": "All leads", "current": True}.items() <= page.context["list"].tabs[-1].items()
    assert "All leads" not in client.get("/w/acme/leads/").content.decode()


def test_typed_days_win_over_the_period_that_was_shown(admin: Membership, client_for: SignIn) -> None:
    client = client_for(admin)

    typed = client.get(f"{BASE}funnel/?period=month&by=time&from=2026-03-05&to=2026-03-06").context["asked"]
    half = client.get(f"{BASE}funnel/?period=month&from=2026-03-05&to=")
    quick = next(span for span in typed.spans if span["label"] == "This month")

    assert [day.isoformat() for day in (typed.period.first, typed.period.last)] == [
        "2026-03-05",
        "2026-03-06",
    ]
    assert not any(span["current"] for span in typed.spans)
    assert half.status_code == 400
    assert client.get(f"{BASE}funnel/{quick['url']}").context["asked"].period.first.day == 1


@pytest.mark.slow
def test_a_bulk_disqualification_that_was_undone_did_not_happen(
    workspace: Workspace, admin: Membership, client_for: SignIn
) -> None:
    client = client_for(admin)
    with workspace_scope(workspace.pk):
        undone, closed, closed_again = (leads.make_lead().pk for _number in range(3))
    close = {"go": "1", "to_stage": "disqualified", "reason": "no_fit"}
    client.post("/w/acme/leads/bulk/disqualify/", close | {"lead": [closed]})
    client.post(f"/w/acme/leads/{closed_again}/close/", close | {"reason": "no_budget"})
    client.post(f"/w/acme/leads/{closed_again}/reopen/")
    client.post("/w/acme/leads/bulk/disqualify/", close | {"lead": [undone, closed_again]})
    with workspace_scope(workspace.pk):
        deed = Deed.objects.latest("pk").pk
    client.post(f"/w/acme/leads/changes/{deed}/undo/")

    reasons = client.get(f"{BASE}rejects/csv/?sheet=reasons").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(reasons)))
    place = rows[0].index("Disqualified")
    assert {row[0]: row[place] for row in rows[1:]} == {
        "Not a fit for what we sell": "1",
        "No budget": "1",
        "Total": "2",
    }


def test_a_cost_that_is_not_known_is_no_bar(
    workspace: Workspace, admin: Membership, client_for: SignIn
) -> None:
    with workspace_scope(workspace.pk):
        fair, web = leads.make_source("fair", name="Fair"), leads.make_source("web", name="Web")
        paid = leads.make_campaign("spring", source=fair, cost=300)
        leads.make_lead(source=fair, campaign=paid)
        leads.make_lead(source=web)

    answer = client_for(admin).get(f"{BASE}sources/")

    drawn = {
        chart.name: [bar.label for bar in chart.bars] for chart in answer.context["report"].cards[0].charts
    }
    assert sorted(drawn["origin"]) == ["Fair", "Web"]
    assert drawn["origin-cost"] == ["Fair"]


def lead_at(moment: datetime, **columns: Any) -> None:
    leads.make_lead(created_at=moment, **columns)


def test_days_are_those_of_the_workspace(workspace: Workspace, admin: Membership, client_for: SignIn) -> None:
    Workspace.objects.filter(pk=workspace.pk).update(time_zone="America/Los_Angeles")
    with workspace_scope(workspace.pk):
        lead_at(datetime(2026, 3, 1, 7, 59, tzinfo=UTC))  # 28 February there
        lead_at(datetime(2026, 3, 1, 8, 0, tzinfo=UTC))
    client = client_for(admin)

    answer = client.get(f"{BASE}funnel/csv/?sheet=steps&period=custom&from=2026-03-01&to=2026-03-01")

    rows = {row[0]: row[1] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert rows["Leads"] == "1"
