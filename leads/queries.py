"""Reads of leads that are no model: the registry and the vocabulary of the workspace in scope."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from conditions.registry import Registry
from core.pagination import PAGE_SIZE, Page, paginate
from core.scope import current_workspace_id
from core.text import fold
from leads import fields
from leads.models import Activity, FieldDefinition, SavedView, Topic
from leads.readers import Definition, Vocabulary
from tenants.models import Workspace


Pair = tuple[str, str]
LIST = """(SELECT coalesce(jsonb_agg(jsonb_build_array({columns}) ORDER BY {order}, id), '[]') FROM {table}
  WHERE workspace_id = %(workspace)s{where})"""
NAMED = {"columns": "slug, name", "order": "name", "where": ""}
DEFINED = {"columns": "key, type, label, category, options", "order": "position", "where": " AND is_active"}
TAGGED = {"columns": "name, name", "order": "slug", "where": ""}
TEAMED = {"columns": "id::text, name", "order": "name", "where": ""}
# All six in one round trip, as the text by which the registry made of them is kept.
LISTS = f"""
SELECT jsonb_build_array({LIST.format(table="leads_source", **NAMED)},
  {LIST.format(table="leads_campaign", **NAMED)}, {LIST.format(table="leads_topic", **NAMED)},
  {LIST.format(table="leads_fielddefinition", **DEFINED)}, {LIST.format(table="leads_tag", **TAGGED)},
  {LIST.format(table="tenants_team", **TEAMED)})::text
"""
# What the page of the list offers to one person, in one round trip too.
MENU = f"""
SELECT jsonb_build_object(
  'sources', {LIST.format(table="leads_source", **NAMED)},
  'campaigns', {LIST.format(table="leads_campaign", **NAMED)},
  'topics', {LIST.format(table="leads_topic", **NAMED | {"where": " AND is_active"})},
  'definitions', {LIST.format(table="leads_fielddefinition", **DEFINED)},
  'tags', {LIST.format(table="leads_tag", **TAGGED)},
  'segments', {LIST.format(table="leads_segment", columns="public_id, name", order="name", where="")},
  'views', (
    SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.name, v.id), '[]') FROM (
      SELECT id, name, query, columns, visibility, owner_id, team_id FROM leads_savedview
      WHERE workspace_id = %(workspace)s AND page = 'leads' AND deleted_at IS NULL AND (owner_id = %(user)s
        OR visibility = 'everyone' OR (visibility = 'team' AND team_id = %(team)s))) v),
  'setting', (SELECT jsonb_build_object('columns', columns, 'stars', stars) FROM leads_listsetting
    WHERE workspace_id = %(workspace)s AND user_id = %(user)s AND page = 'leads'))::text
"""


def registry(*, with_scores: bool = False) -> Registry:
    """Return what conditions may name in the workspace in scope; ``with_scores`` adds grade, score and light.

    While the workspace's lists stay as they are, it is the same object. Queries: one, of the short lists.
    """
    return registry_and("NULL", with_scores=with_scores)[0]


def registry_and(sql: str, *, with_scores: bool = False, is_certain: bool = False) -> tuple[Registry, Any]:
    """Return the registry, and one value more that is asked in the same statement; ``%(workspace)s`` is known to it.

    ``sql`` is an expression written in code, never by a person. ``is_certain`` leaves out what is only probable.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{LISTS.rstrip()}, {sql}", {"workspace": current_workspace_id()})
        lists, value = cursor.fetchone()
    return _registry(lists, with_scores=with_scores, is_certain=is_certain), value


def certain_registry() -> Registry:
    """Return what inferences may name: answers that are certain, and no result of a later rule. Queries: one."""
    return registry_and("NULL", is_certain=True)[0]


@lru_cache(maxsize=256)
def _registry(lists: str, *, with_scores: bool, is_certain: bool = False) -> Registry:
    sources, campaigns, topics, custom, tags, teams = json.loads(lists)
    return fields.base_registry(
        [
            *fields.catalog_fields(
                sources=_options(sources),
                campaigns=_options(campaigns),
                topics=_options(topics),
                tags=_options(tags),
                teams=_options(teams),
            ),
            *(
                fields.custom_field(key=key, kind=kind, label=label, category=category, options=options)
                for key, kind, label, category, options in custom
            ),
            *(fields.SCORE_FIELDS if with_scores else ()),
        ],
        is_certain=is_certain,
    )


def _options(rows: Iterable[Sequence[str]]) -> fields.Options:
    found = [(slug, name) for slug, name in rows]
    return lambda: found


@dataclass(frozen=True, slots=True)
class Menu:
    """What the list offers one person: the workspace's own words, saved views, and the person's setting."""

    sources: list[Pair]
    campaigns: list[Pair]
    topics: list[Pair]
    tags: list[Pair]
    segments: list[Pair]
    definitions: list[FieldDefinition]
    views: list[SavedView]
    columns: list[str]
    stars: list[int]


def menu(*, user_id: int, team_id: int | None) -> Menu:
    """Return what the list offers this member. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(MENU, {"workspace": current_workspace_id(), "user": user_id, "team": team_id})
        found = json.loads(cursor.fetchone()[0])
    names = ("key", "type", "label", "category", "options")
    setting = found["setting"] or {"columns": [], "stars": []}
    pairs = {
        name: [(key, label) for key, label in found[name]]
        for name in ("sources", "campaigns", "topics", "tags", "segments")
    }
    return Menu(
        definitions=[FieldDefinition(**dict(zip(names, row, strict=True))) for row in found["definitions"]],
        views=[SavedView(**row) for row in found["views"]],
        columns=setting["columns"],
        stars=setting["stars"],
        **pairs,
    )


def home_country() -> str:
    """Return the country of the workspace in scope, for phone numbers without a prefix. Queries: one."""
    return Workspace.objects.values_list("country", flat=True).get(pk=current_workspace_id())


def vocabulary() -> Vocabulary:
    """Return the words by which facts from outside are read. Queries: three."""
    topics: dict[str, str] = {}
    for slug, name in Topic.objects.filter(is_active=True).order_by("pk").values_list("slug", "name"):
        topics |= {fold(name): slug, fold(slug): slug, slug: slug}
    definitions = FieldDefinition.objects.filter(is_active=True).order_by("position", "pk")
    return Vocabulary(
        topics=topics,
        definitions={
            item.key: Definition(key=item.key, type=item.type, options=tuple(item.options))
            for item in definitions
        },
        country=home_country(),
    )


def timeline(
    lead_id: int, *, kinds: Sequence[str] = (), cursor: str | None = None, size: int = PAGE_SIZE
) -> Page:
    """Return a page of what happened to the lead, newest first; of some kinds only if any are given.

    Queries: one. Raises: BadCursor.
    """
    happened = Activity.objects.filter(lead_id=lead_id)
    if kinds:
        happened = happened.filter(kind__in=kinds)
    return paginate(happened, order=("-occurred_at", "-pk"), cursor=cursor, size=size)
