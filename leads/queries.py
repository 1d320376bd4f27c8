"""Reads of leads that are no model: the registry of the workspace in scope."""

from conditions.registry import Registry
from leads import fields
from leads.models import Campaign, FieldDefinition, Source, Topic


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
