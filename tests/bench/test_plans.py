"""At 20,000 leads every page, list and pass finds its rows by an index that starts with the workspace (scale §9)."""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import conninfo

from core.scope import workspace_scope
from leadcrm import pipeline
from leadcrm.bench import filling
from leadcrm.bench.filling import Filled
from leads.choices import Stage
from leads.models import LeadRank
from leads.tables import VIEWS
from tenants.models import Membership
from tests.clients import JsonClient, PageClient
from tests.factories import tenants


pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LEADS = 20_000
LARGE = {
    "leads_lead",
    "leads_leadrank",
    "leads_leadtoken",
    "leads_activity",
    "leads_task",
    "scoring_scoresnapshot",
    "capture_inquiry",
    "distribution_handoff",
}
CAPPED = re.compile(r"SELECT COUNT\(\*\) FROM \(.* LIMIT \d+\) subquery$", re.DOTALL)
INQUIRIES = """
INSERT INTO capture_inquiry (workspace_id, public_id, raw, content_type, payload, channel, signs, ip_class, user_agent,
  occurred_at, received_at, state, reason, detail, corrections, prior, lead_id, processed_at)
SELECT workspace_id, gen_random_uuid(), '', '', '{}', 'api', '[]', '', '', created_at, created_at,
  CASE WHEN id %% 50 = 0 THEN 'quarantined' ELSE 'accepted' END, CASE WHEN id %% 50 = 0 THEN 'disposable' ELSE '' END,
  '', '{}', '{}', CASE WHEN id %% 50 > 0 THEN id END, created_at
FROM leads_lead WHERE workspace_id = %s
"""
HAND_OFFS = """
INSERT INTO distribution_handoff (workspace_id, public_id, created_at, updated_at, lead_id, owner_id, state, round,
  by_hand, offered_at, accept_due_at, contact_due_at, reason, note, offered_reason, answered_at, contacted_at)
SELECT workspace_id, gen_random_uuid(), stage_at, stage_at, lead_id, owner_id, 'accepted', 1, false, stage_at, stage_at,
  stage_at, '', '', '', stage_at, CASE WHEN lead_id %% 20 > 0 THEN stage_at END
FROM leads_leadrank WHERE workspace_id = %s AND owner_id IS NOT NULL
"""
SNAPSHOTS = """
INSERT INTO scoring_scoresnapshot (workspace_id, lead_id, event, at, model_version, fit, engagement, score, grade,
  light, lines, facts)
SELECT workspace_id, lead_id, 'changed', stage_at, 1, 0, 0, score, grade, light, '{}', '{}'
FROM leads_leadrank WHERE workspace_id = %s
"""
TASKS = """
INSERT INTO leads_task (workspace_id, public_id, created_at, updated_at, lead_id, title, kind, due_at, assignee_id)
SELECT workspace_id, gen_random_uuid(), stage_at, stage_at, lead_id, 'Call', 'call', stage_at, owner_id
FROM leads_leadrank WHERE workspace_id = %s AND owner_id IS NOT NULL
"""


@pytest.fixture
def filled() -> Filled:
    """Fill two workspaces alike, so that no table is one workspace's alone, and let the planner know."""
    with _owner() as owner:
        found = [filling.fill(leads=size, at=AT, owner=owner, is_scored=False) for size in (LEADS - 1, LEADS)]
        for each in found:
            with workspace_scope(each.workspace.pk), connection.cursor() as cursor:
                for statement in (INQUIRIES, HAND_OFFS, SNAPSHOTS, TASKS):
                    cursor.execute(statement, [each.workspace.pk])
        for table in sorted(LARGE):
            owner.execute(f"VACUUM (ANALYZE) {table}")
    return found[-1]


def _owner() -> psycopg.Connection[Any]:
    """Return the owner's connection to the test database."""
    url = conninfo.make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=connection.settings_dict["NAME"])
    return psycopg.connect(url, autocommit=True)


class Plans:
    """The plan of every statement that ran, as the login that serves."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[str, dict[str, Any]]] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().partition(" ")[0].upper()
        if verb in {"SELECT", "UPDATE", "DELETE", "WITH", "INSERT"} and not many:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                found = cursor.fetchone()[0]
            plan = json.loads(found) if isinstance(found, str) else found
            self.seen.setdefault(sql, (self.label, plan[0]["Plan"]))
        return execute(sql, params, many, context)

    @contextmanager
    def of(self, label: str) -> Iterator[None]:
        """Look at everything that runs meanwhile."""
        self.label = label
        with connection.execute_wrapper(self):
            yield

    def faults(self) -> list[str]:
        """Return what reads a large table without an index of the workspace.

        A count up to ten thousand may read the table where half of it is one workspace's: it stops, and runs under
        the time limit.
        """
        return [
            f"{label}: {fault}\n    {' '.join(sql.split())[:1200]}"
            for sql, (label, plan) in self.seen.items()
            if not CAPPED.match(sql)
            for fault in _faults(plan)
        ]


def _faults(node: dict[str, Any]) -> Iterator[str]:
    table, kind = node.get("Relation Name"), node["Node Type"]
    if kind == "Seq Scan" and table in LARGE:
        yield f"reads all of {table}"
    walks = (kind in {"Index Scan", "Index Only Scan"} and table in LARGE) or (
        kind == "Bitmap Index Scan" and node["Index Name"].startswith(tuple(LARGE))
    )
    if walks and "workspace_id" not in node.get("Index Cond", ""):
        yield f"walks {node['Index Name']} without the workspace"
    for child in node.get("Plans", []):
        yield from _faults(child)


def _pages(filled: Filled, lead_id: int) -> Iterator[str]:
    base = f"/w/{filled.workspace.slug}"
    yield from (f"{base}/leads/?view={view.slug}" for view in VIEWS)
    for query in (
        "ordering=-created_at",
        "ordering=company",
        "ordering=name",
        "stage=sql",
        "light=green",
        "min_score=30",
        "owner=me&stage=sql",
        "search=ruiz",
        "search=ana+ruiz",
        "search=%2B34600000077",
    ):
        yield f"{base}/leads/?{query}"
    yield from (f"{base}/leads/{lead_id}/{part}" for part in ("", "timeline/", "history/", "watch/"))
    yield from (
        f"{base}/inbox/?state={state}" for state in ("quarantine", "new", "accepted", "spam", "failed")
    )
    yield f"{base}/today/"


def test_pages_and_passes_find_their_rows_by_the_workspace(filled):
    plans = Plans()
    with workspace_scope(filled.workspace.pk):
        ids = list(
            LeadRank.objects.filter(stage=Stage.SQL).order_by("pk").values_list("pk", "owner_id")[:200]
        )
    rep = Membership.objects.select_related("user").get(workspace=filled.workspace, user_id=ids[0][1])
    marketer = tenants.make_member(filled.workspace, "marketer")
    manager = tenants.make_member(filled.workspace, "manager")
    for member in (filled.admin(), marketer, manager, rep):
        client = PageClient()
        client.force_login(member.user)
        for url in _pages(filled, ids[0][0]):
            with plans.of(f"{member.role} {url}"):
                assert client.get(url).status_code in {200, 403}
    api = JsonClient(tenants.make_api_key(filled.workspace))
    for query in ("", "?stage=sql", "?ordering=company", "?search=ruiz", "?min_score=20&ordering=-score"):
        with plans.of(f"API leads/{query}"):
            assert api.get(f"/api/v1/leads/{query}").status_code == 200
    for keys in ([ids[0][0]], [lead_id for lead_id, _owner_id in ids]):
        with plans.of(f"pipeline of {len(keys)}"), workspace_scope(filled.workspace.pk):
            pipeline.advance(keys=keys, at=AT)

    faults = plans.faults()
    assert not faults, "\n".join(faults)
