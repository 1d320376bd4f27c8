"""A workspace of any size, filled by sets: leads, ranks, search words and a timeline (six in ten have one)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Min
from psycopg import sql

from conditions.fragments import IdRange
from core.scope import workspace_scope
from leadcrm import onboarding
from leads.models import Lead
from scoring.services import chunks, rescore
from scoring.services.passes import over_many
from tenants.choices import Role
from tenants.models import Membership, User, Workspace


REPS = 10
FIRST = (
    "ana luis marta pedro lucia jorge elena pablo sara ivan noa hugo clara raul alba emma leo vera nico iris"
)
LAST = (
    "ruiz mora gil vega sanz rey soto cano vidal leon pardo rubio serra font roca bosch marin lara pena solis"
)
FIRM = "reformas talleres grupo estudio obras casas cocinas suministros"
PLACE = "norte sur centro levante alba costa ribera sierra valle puerto"
JOBS = "director,gerente,arquitecta,comercial,compras,ceo,tecnico,contable"
INDUSTRIES = "construction,retail,hotels,software,food,transport"
COUNTRIES = "ES,ES,ES,PT,FR,MX,US,DE"
# Every value follows from the number g, so that the same size gives the same leads.
LEADS = """
WITH word AS (
  SELECT string_to_array('{first}', ' ') AS first, string_to_array('{last}', ' ') AS last,
    string_to_array('{firm}', ' ') AS firm, string_to_array('{place}', ' ') AS place,
    string_to_array('{jobs}', ',') AS job, string_to_array('{industries}', ',') AS industry,
    string_to_array('{countries}', ',') AS country),
n AS (
  SELECT g, initcap(first[1 + g %% 20]) AS first_name, initcap(last[1 + g / 20 %% 20]) AS last_name,
    initcap(firm[1 + g / 3 %% 8]) || ' ' || initcap(place[1 + g / 24 %% 10]) || ' ' || g / 3 AS company,
    place[1 + g / 24 %% 10] || g / 3 || '.example' AS domain, job[1 + g %% 8] AS job_title,
    industry[1 + g / 3 %% 6] AS industry, country[1 + g / 3 %% 8] AS country,
    (600000000 + g)::text AS number, %s::timestamptz - make_interval(mins => (g::bigint * 7919 %% 260000)::int) AS created_at
  FROM generate_series(1, %s) AS g, word)
INSERT INTO leads_lead ({names}) SELECT {values} FROM n ORDER BY g
"""
VALUES = {
    "workspace_id": "%s",
    "public_id": "gen_random_uuid()",
    "version": "1",
    "is_open": "g %% 100 < 98",
    "created_at": "created_at",
    "updated_at": "created_at",
    "company": "company",
    "domain": "domain",
    "industry": "industry",
    "employees": "1 + g / 3 * 37 %% 900",
    "country": "country",
    "first_name": "first_name",
    "last_name": "last_name",
    "job_title": "job_title",
    "email": "lower(first_name) || '.' || lower(last_name) || '.' || g || '@' || domain",
    "phone": "'+34' || number",
    "budget": "CASE WHEN g %% 3 = 0 THEN g * 31 %% 90000 END",
    "marketing_consent": "CASE WHEN g %% 5 = 0 THEN 'unknown' ELSE 'given' END",
    "name_norm": "lower(first_name || ' ' || last_name)",
    "company_norm": "lower(company)",
    "job_title_norm": "job_title",
    "industry_norm": "industry",
    "email_norm": "lower(first_name) || '.' || lower(last_name) || '.' || g || '@' || domain",
    "phone_e164": "'+34' || number",
}
RANKS = """
INSERT INTO leads_leadrank (workspace_id, lead_id, stage, contact_status, owner_id, created_at, stage_at,
  fit, engagement, score, grade, grade_by_hand, light, light_reason)
SELECT workspace_id, id, stage,
  CASE WHEN place >= 80 THEN 'connected' ELSE 'not_contacted' END,
  CASE WHEN place BETWEEN 80 AND 98 THEN (%s::bigint[])[1 + (id - %s) %% %s] END,
  created_at, created_at, 0, 0, points, substr('DDCBA', 1 + points / 21, 1), '',
  CASE WHEN points > 80 THEN 'green' WHEN points > 70 THEN 'amber' ELSE 'red' END, '{}'
FROM (SELECT workspace_id, id, created_at, (id - %s) %% 100 AS place FROM leads_lead WHERE workspace_id = %s) l,
  LATERAL (SELECT CASE WHEN place < 80 THEN 'marketing' WHEN place < 90 THEN 'sal' WHEN place < 98 THEN 'sql'
    WHEN place = 98 THEN 'converted' ELSE 'disqualified' END AS stage, (id * 7919 %% 101)::int AS points) s
ORDER BY id
"""
TOKENS = """
INSERT INTO leads_leadtoken (workspace_id, token, lead_id)
SELECT DISTINCT workspace_id, token, id FROM leads_lead,
  regexp_split_to_table(concat_ws(' ', name_norm, company_norm, email_norm, substr(phone, 2)), '[^a-z0-9]+') AS token
WHERE workspace_id = %s AND token <> '' ORDER BY token, id
"""
ACTIVITIES = """
INSERT INTO leads_activity (workspace_id, lead_id, kind, occurred_at, day, data)
SELECT workspace_id, id, kind, at, (at AT TIME ZONE 'UTC')::date,
  CASE WHEN kind = 'page_view' THEN jsonb_build_object('url', '/precios/' || i) ELSE '{}' END
FROM leads_lead, generate_series(1, %s) AS i,
  LATERAL (SELECT (ARRAY['inquiry', 'page_view', 'email_opened', 'page_view', 'email_clicked', 'page_view',
      'download', 'page_view', 'email_opened', 'page_view'])[1 + (i - 1) %% 10] AS kind,
    %s::timestamptz - make_interval(mins => ((id * 7919 + i * 104729) %% 259200)::int) AS at) a
WHERE workspace_id = %s AND (id - %s) %% 10 < 6
"""
TABLES = ("leads_lead", "leads_leadrank", "leads_leadtoken", "leads_activity", "scoring_scoresnapshot")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled workspace."""

    workspace: Workspace
    leads: int
    first_id: int

    @property
    def last_id(self) -> int:
        """Return the newest lead's id."""
        return self.first_id + self.leads - 1

    def chunks(self) -> list[IdRange]:
        """Return all leads in parts, as a rescore takes them."""
        starts = range(self.first_id, self.last_id + 1, chunks.SIZE)
        return [IdRange(start, min(start + chunks.SIZE - 1, self.last_id)) for start in starts]

    def admin(self) -> Membership:
        """Return the workspace's administrator."""
        return Membership.objects.select_related("user").get(workspace=self.workspace, role=Role.ADMIN)

    def a_rep(self) -> Membership:
        """Return one of its sales reps."""
        reps = Membership.objects.filter(workspace=self.workspace, role=Role.REP).order_by("pk")
        return reps.select_related("user")[0]


def fill(
    *,
    leads: int,
    at: datetime,
    owner: psycopg.Connection[Any] | None = None,
    is_scored: bool = True,
    activities: int = 6,
) -> Filled:
    """Return the workspace ``bench-<leads>``, made if it is not there; ``owner`` tidies its tables.

    ``activities`` is how many a lead has on average; six leads in ten have any.

    Unless ``is_scored`` by the live model, the leads have made-up points, grades and lights.
    """
    known = Workspace.objects.filter(slug=f"bench-{leads}").first()
    workspace = known or onboarding.create_workspace(
        slug=f"bench-{leads}",
        name=f"Bench {leads}",
        admin_email=f"admin@bench-{leads}.invalid",
        password=secrets.token_urlsafe(24),
        at=at,
    )
    with workspace_scope(workspace.pk):
        if known is None:
            _write(workspace, leads, at, activities)
        first_id = Lead.objects.aggregate(first=Min("pk"))["first"]
    filled = Filled(workspace, leads, first_id)
    if known is None:
        tidy(owner)
    if known is None and is_scored:
        _score(filled, at)
        tidy(owner)
    return filled


def tidy(owner: psycopg.Connection[Any] | None) -> None:
    """Do what autovacuum does some minutes after a large change."""
    for table in TABLES if owner else ():
        owner.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))  # type: ignore[union-attr]


def _write(workspace: Workspace, leads: int, at: datetime, activities: int) -> None:
    reps = [_rep(workspace, number) for number in range(1, REPS + 1)]
    columns = {
        str(field.column): _expression(field) for field in Lead._meta.concrete_fields if not field.primary_key
    }
    words = {"first": FIRST, "last": LAST, "firm": FIRM, "place": PLACE, "jobs": JOBS}
    statement = LEADS.format(
        names=", ".join(columns),
        values=", ".join(columns.values()),
        industries=INDUSTRIES,
        countries=COUNTRIES,
        **words,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [at, leads, workspace.pk])
        cursor.execute("SELECT min(id) - 1 FROM leads_lead WHERE workspace_id = %s", [workspace.pk])
        zero = cursor.fetchone()[0]
        cursor.execute(RANKS, [reps, zero, REPS, zero, workspace.pk])
        cursor.execute(TOKENS, [workspace.pk])
        # Six leads in ten have any, so these have more.
        cursor.execute(ACTIVITIES, [round(activities * 10 / 6), at, workspace.pk, zero])


def _rep(workspace: Workspace, number: int) -> int:
    user = User.objects.create(email=f"rep{number}@{workspace.slug}.invalid", name=f"Rep {number}")
    Membership.objects.create(workspace=workspace, user=user, role=Role.REP)
    return user.pk


def _expression(field: models.Field) -> str:
    """Return the SQL of a column of ``leads_lead``: as in VALUES, else empty."""
    if field.column in VALUES:
        return VALUES[field.column]
    if isinstance(field, ArrayField):
        return f"'{{}}'::{field.db_type(connection)}"
    if isinstance(field, models.JSONField):
        return "'{}'::jsonb"
    if field.null:
        return "NULL"
    return f"'{field.get_default()}'"


def _score(filled: Filled, at: datetime) -> None:
    for chunk in filled.chunks():
        with workspace_scope(filled.workspace.pk), over_many():
            rescore.bring_up_to_date(rows=chunk, at=at)
