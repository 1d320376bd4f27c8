"""What a fresh workspace starts with in leads: sources by channel, and rules that sort leads by phase and track."""

from datetime import datetime
from typing import Any

from django.utils.translation import override, pgettext

from leads.choices import Channel, Phase
from leads.models import ClassificationRule, Source


# One source a channel, under the channel's own name: what an inquiry without a source falls back to.
CHANNELS = (
    Channel.FORM,
    Channel.API,
    Channel.EMAIL,
    Channel.IMPORT,
    Channel.PHONE,
    Channel.EVENT,
    Channel.REFERRAL,
    Channel.ORGANIC,
    Channel.PAID,
    Channel.SOCIAL,
    Channel.PARTNER,
    Channel.MANUAL,
)
DECIDING: dict[str, Any] = {
    "any": [
        {"field": "qualification.timeline", "op": "in", "value": ["now", "quarter"]},
        {"field": "qualification.budget", "op": "gt", "value": 0},
    ]
}
CONSIDERING: dict[str, Any] = {
    "any": [
        {"activity": ["inquiry", "download", "event_attended"], "within_days": 90},
        {"activity": "page_view", "at_least": 3, "within_days": 30},
    ]
}
EVERYBODY: dict[str, Any] = {"all": []}
TRACK = "general"


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down the defaults in the workspace in scope; what it has already stays as it is."""
    with override(language):
        _add_sources()
        _add_rules()


def _add_sources() -> None:
    known = set(Source.objects.values_list("slug", flat=True))
    Source.objects.bulk_create(
        Source(slug=channel.value, name=str(channel.label), channel=channel)
        for channel in CHANNELS
        if channel.value not in known
    )


def _add_rules() -> None:
    if ClassificationRule.objects.exists():
        return
    phase, track = ClassificationRule.Kind.PHASE, ClassificationRule.Kind.TRACK
    rules = (
        (phase, Phase.DECISION, DECIDING, pgettext("classification rule", "Budget or date is known")),
        (
            phase,
            Phase.CONSIDERATION,
            CONSIDERING,
            pgettext("classification rule", "Asked or looked around lately"),
        ),
        (phase, Phase.AWARENESS, EVERYBODY, pgettext("classification rule", "Everybody else")),
        (track, TRACK, EVERYBODY, pgettext("classification rule", "Everybody")),
    )
    ClassificationRule.objects.bulk_create(
        ClassificationRule(kind=kind, value=value, condition=condition, name=name, position=position)
        for position, (kind, value, condition, name) in enumerate(rules, start=1)
    )
