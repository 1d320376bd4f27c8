"""What the form of a step offers: mails, clicks, and lines to go to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from messaging.models import TemplateVersion
from nurturing.choices import StepKind
from nurturing.forms.steps import Offers
from nurturing.lines import Line
from nurturing.services.outline import Names


def of(lines: Sequence[Line], known: Names, place: str, step: Mapping[str, Any]) -> Offers:
    """Return what the step at (or below) the line ``place`` may name. Queries: one for a branch on a click."""
    number = next((line.number for line in lines if line.id == place), 0)
    templates = sorted(known.templates.items(), key=lambda pair: pair[1].casefold())
    is_branch = step["kind"] == StepKind.BRANCH_CLICK
    mails = [line for line in lines if line.number <= number and line.kind == StepKind.EMAIL]
    return Offers(
        later=[(line.id, line.label) for line in lines if line.number > number],
        templates=templates,
        mails=[(line.id, line.label) for line in mails],
        clicks=_clicks(mails, known) if is_branch else (),
    )


def _clicks(mails: Sequence[Line], known: Names) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be clicked: the links of the mails above, then all content and topics."""
    links: dict[str, str] = {}
    content: dict[str, str] = {}
    topics: dict[str, str] = {}
    for link in _links([mail.template for mail in mails if mail.template]):
        if link.get("content"):
            content[f"content:{link['content']}"] = link.get("label") or link["content"]
        elif link.get("url"):
            links[f"link:{link['url']}"] = _named(link)
        if link.get("topic"):
            topics[f"topic:{link['topic']}"] = known.topics.get(link["topic"], link["topic"])
    for slug, title in sorted(known.content.items(), key=lambda pair: pair[1].casefold()):
        content.setdefault(f"content:{slug}", title)
    for slug, name in sorted(known.topics.items(), key=lambda pair: pair[1].casefold()):
        topics.setdefault(f"topic:{slug}", name)
    groups = (
        (_("Links of the e-mails above"), links),
        (_("Content"), content),
        (_("Anything on a topic"), topics),
    )
    return [(label, list(pairs.items())) for label, pairs in groups if pairs]


def _links(templates: Sequence[str]) -> list[Mapping[str, str]]:
    """Return the links of the newest text of each language of the templates."""
    versions = (
        TemplateVersion.objects.filter(template__public_id__in=templates)
        .order_by("template_id", "language", "-number")
        .distinct("template_id", "language")
    )
    return [link for links in versions.values_list("links", flat=True) for link in links]


def _named(link: Mapping[str, str]) -> str:
    label, url = link.get("label") or "", link["url"].removeprefix("https://").removeprefix("http://")
    return f"{label} ({url})" if label else url
