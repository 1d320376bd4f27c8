"""Reports at any size: a filled workspace gets a past (hand-offs, answers, deals, mails), and each page is timed whole."""

from datetime import datetime
from typing import Any

import psycopg
from django.db import connection
from django.test import Client
from psycopg import sql

from conversion.models import PipelineStage
from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leads.models import Campaign, Source
from messaging.models import Template
from nurturing.models import Workflow


TARGET_MS = 400
TIMES = 7
PAGES = ("", "funnel/", "sources/", "response/", "rejects/", "workflows/", "calibration/")
# Where a lead's number ends decides its past, as it decided its stage when it was filled in.
PAST = """
CREATE TEMP TABLE past ON COMMIT DROP AS
SELECT r.lead_id AS id, r.created_at, r.stage, (r.lead_id - %(zero)s) %% 100 AS place,
  coalesce(r.owner_id, (%(reps)s::bigint[])[1 + r.lead_id %% %(many)s]) AS owner_id, r.grade,
  r.created_at + make_interval(mins => (r.lead_id * 7919 %% 20000)::int) AS offered_at
FROM leads_leadrank r WHERE r.workspace_id = %(workspace)s
"""
STATEMENTS = (
    """UPDATE leads_leadrank SET source_id = (%(sources)s::bigint[])[1 + lead_id %% %(n_sources)s],
  campaign_id = CASE WHEN lead_id %% 3 > 0 THEN (%(campaigns)s::bigint[])[1 + lead_id %% %(n_campaigns)s] END
WHERE workspace_id = %(workspace)s""",
    """INSERT INTO leads_stagechange (workspace_id, lead_id, from_stage, to_stage, at, reason)
SELECT %(workspace)s, p.id, m.from_stage, m.to_stage, p.offered_at + m.later, m.reason
FROM past p, LATERAL (VALUES ('', 'marketing', interval '-20000 minutes', 'created', true),
  ('marketing', 'mql', interval '0', 'hand_off', p.place >= 70), ('mql', 'marketing', interval '9 hours', 'no-need', p.place < 80),
  ('mql', 'sal', interval '2 hours', '', p.place BETWEEN 80 AND 98), ('sal', 'sql', interval '3 days', '', p.place BETWEEN 90 AND 98),
  ('sql', 'converted', interval '9 days', '', p.place = 98), ('marketing', 'disqualified', interval '1 day', 'no_fit', p.place = 99)
  ) AS m(from_stage, to_stage, later, reason, holds)
WHERE m.holds AND (p.place >= 70 OR m.to_stage = 'marketing' AND m.from_stage = '')""",
    """INSERT INTO distribution_handoff (workspace_id, public_id, lead_id, owner_id, state, round, by_hand, offered_reason,
  offered_at, accept_due_at, contact_due_at, answered_at, contacted_at, reason, note, created_at, updated_at)
SELECT %(workspace)s, gen_random_uuid(), id, owner_id,
  CASE WHEN place < 80 THEN 'rejected' WHEN place = 99 THEN 'closed' ELSE 'accepted' END, 1, false, '', offered_at,
  offered_at + interval '2 hours', offered_at + interval '4 hours', offered_at + interval '1 hour',
  CASE WHEN place BETWEEN 82 AND 98 THEN offered_at + make_interval(mins => (id * 31 %% 900)::int) END,
  CASE WHEN place < 80 THEN 'no-need' ELSE '' END, '', offered_at, offered_at
FROM past WHERE place >= 70""",
    """INSERT INTO scoring_scoresnapshot (workspace_id, lead_id, event, at, model_version, fit, engagement, score, grade,
  light, lines, facts)
SELECT %(workspace)s, id, e.event, offered_at, 1, 0, 0, 0, grade, 'green',
  jsonb_build_object('fit', jsonb_build_object(repeat('x', 400), 0)), jsonb_build_object('facts', repeat('y', 900))
FROM past, (VALUES ('changed'), ('handed_off'), ('accepted')) AS e(event) WHERE place >= 70""",
    """INSERT INTO capture_inquiry (workspace_id, public_id, raw, content_type, payload, channel, ip_class, user_agent, signs,
  occurred_at, received_at, state, reason, detail, corrections, prior, lead_id, processed_at)
SELECT %(workspace)s, gen_random_uuid(), convert_to(repeat('r', 500), 'UTF8'), 'application/json',
  jsonb_build_object('message', repeat('m', 300)), 'api', '', '', '[]', at, at, s.state, s.reason, '', '{}', '{}',
  CASE WHEN s.state = 'accepted' THEN id END, at
FROM past, generate_series(0, 1) AS i, LATERAL (SELECT created_at + i * interval '40 days' AS at) t,
  LATERAL (SELECT CASE WHEN i = 0 THEN 'accepted' ELSE 'quarantined' END AS state,
    CASE WHEN i = 0 THEN '' ELSE 'spam' END AS reason) s
WHERE i = 0 OR place < 20""",
    """WITH made AS (
  INSERT INTO conversion_account (workspace_id, public_id, version, name, is_individual, website, domain, industry, country,
    region, city, tax_id, name_norm, tax_id_norm, created_at, updated_at)
  SELECT %(workspace)s, gen_random_uuid(), 1, 'Firm', false, '', '', '', 'ES', '', '', '', 'firm', '', now(), now()
  RETURNING id)
INSERT INTO conversion_opportunity (workspace_id, public_id, version, name, account_id, lead_id, pipeline_id, stage_id,
  stage_at, state, amount, currency, next_step, topics, note, closed_at, created_at, updated_at)
SELECT %(workspace)s, gen_random_uuid(), 1, 'Deal', made.id, p.id, %(pipeline)s, %(stage)s, p.offered_at, s.state, 9000,
  'EUR', '', '{}', '', CASE WHEN s.state = 'won' THEN p.offered_at + interval '30 days' END, p.offered_at, p.offered_at
FROM past p, made, LATERAL (SELECT CASE WHEN p.id %% 200 < 100 THEN 'won' ELSE 'open' END AS state) s WHERE p.place = 98""",
    """INSERT INTO nurturing_enrollment (workspace_id, public_id, lead_id, workflow_id, version_id, state, step, step_at,
  entered_at, ended_at, reason, note, created_at, updated_at)
SELECT %(workspace)s, gen_random_uuid(), id, %(workflow)s, %(version)s, 'finished', '', created_at, created_at, offered_at,
  '', '', created_at, created_at FROM past WHERE place < 40""",
    """INSERT INTO messaging_message (workspace_id, public_id, key, transport, purpose, state, reason, origin, topic, lead_id,
  "to", language, template_version_id, subject, "values", content, is_held, due_at, attempts, sent_at, created_at, updated_at)
SELECT %(workspace)s, gen_random_uuid(), 'bench:' || id || ':' || i, 'email', 'marketing', 'sent', '', '', '', id, '', 'en',
  %(template)s, 'Hello', '{}', '{}', false, created_at, 1, created_at + i * interval '1 day', created_at, created_at
FROM past, generate_series(1, 2) AS i WHERE place < 40""",
    """INSERT INTO nurturing_steprun (workspace_id, enrollment_id, step, kind, at, message_id, result)
SELECT %(workspace)s, e.id, m.key, 'email', m.sent_at, m.id, '{}'
FROM nurturing_enrollment e JOIN (SELECT id, lead_id, sent_at, right(key, 1) AS key FROM messaging_message
  WHERE workspace_id = %(workspace)s AND key LIKE 'bench:%%') m ON m.lead_id = e.lead_id WHERE e.workspace_id = %(workspace)s""",
    """INSERT INTO messaging_linkclick (workspace_id, message_id, place, at, method, agent, ip_class, verdict, reason)
SELECT %(workspace)s, id, 0, sent_at, 'GET', '', '', 'human', '' FROM messaging_message
WHERE workspace_id = %(workspace)s AND key LIKE 'bench:%%' AND id %% 5 = 0""",
)
TABLES = [
    "leads_leadrank",
    "leads_stagechange",
    "distribution_handoff",
    "scoring_scoresnapshot",
    "capture_inquiry",
    "conversion_opportunity",
    "nurturing_enrollment",
    "nurturing_steprun",
    "messaging_message",
    "messaging_linkclick",
]


def run(filled: Filled, owner: psycopg.Connection[Any] | None, at: datetime) -> list[Result]:
    """Time every report's page, for a year and as the workspace's administrator."""
    with workspace_scope(filled.workspace.pk):
        if not Source.objects.filter(slug="bench-0").exists():
            _past(filled)
    for table in TABLES if owner else ():
        owner.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))  # type: ignore[union-attr]
    client = Client(SERVER_NAME="localhost")
    client.force_login(filled.admin().user, backend="tenants.accounts.Backend")
    return [_page(filled, client, page) for page in PAGES]


def _page(filled: Filled, client: Client, page: str) -> Result:
    url = f"/w/{filled.workspace.slug}/reports/{page}?period=year"

    def ask() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")

    found = timing.sample(ask, times=TIMES)
    name = f"reports.{page.strip('/') or 'home'}"
    return Result(name, filled.leads, found.both, "ms", None, TARGET_MS, found.p50, found.p95)


def _past(filled: Filled) -> None:
    sources = [
        Source.objects.create(slug=f"bench-{n}", name=f"Source {n}", channel="form").pk for n in range(8)
    ]
    campaigns = [
        Campaign.objects.create(slug=f"bench-{n}", name=f"Campaign {n}", cost=1000 * n).pk for n in range(20)
    ]
    stage = PipelineStage.objects.filter(kind="open").order_by("pk")[0]
    workflow = Workflow.objects.create(name="Bench", position=99)
    links = [{"url": "https://example.invalid/", "label": "Guide", "content": "guide"}]
    template = Template.objects.create(name="Bench").versions.create(
        language="en", subject="Hello", links=links
    )
    values = {
        "workspace": filled.workspace.pk,
        "zero": filled.first_id - 1,
        "reps": [filled.a_rep().user_id],
        "many": 1,
        "sources": sources,
        "n_sources": len(sources),
        "campaigns": campaigns,
        "n_campaigns": len(campaigns),
        "pipeline": stage.pipeline_id,
        "stage": stage.pk,
        "workflow": workflow.pk,
        "version": workflow.versions.create().pk,
        "template": template.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(PAST, values)
        for statement in STATEMENTS:
            cursor.execute(statement, values)
