"""Reads of leads that are no model: the registry and the vocabulary of the workspace in scope."""

from collections.abc import Sequence

from conditions.registry import Registry
from core.pagination import PAGE_SIZE, Page, paginate
from core.scope import current_workspace_id
from core.text import fold
from leads import fields
from leads.facts import Definition, Vocabulary
from leads.models import Activity, Campaign, FieldDefinition, Source, Topic
from tenants.models import Workspace


def registry(*, with_scores: bool = False) -> Registry:
    """Return what conditions may name in the workspace in scope; ``with_scores`` adds grade, score and light.

    Queries: four, of the workspace's short lists.
    """
    sources = list(Source.objects.order_by("name", "pk").values_list("slug", "name"))
    campaigns = list(Campaign.objects.order_by("name", "pk").values_list("slug", "name"))
    topics = list(Topic.objects.order_by("name", "pk").values_list("slug", "name"))
    custom = FieldDefinition.objects.filter(is_active=True).order_by("position", "pk")
    return fields.base_registry(
        [
            *fields.catalog_fields(
                sources=lambda: sources, campaigns=lambda: campaigns, topics=lambda: topics
            ),
            *(
                fields.custom_field(
                    key=definition.key,
                    kind=definition.type,
                    label=definition.label,
                    category=definition.category,
                    options=definition.options,
                )
                for definition in custom
            ),
            *(fields.SCORE_FIELDS if with_scores else ()),
        ]
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
