"""What the pages about templates show: the list, one template's texts, its history."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from leads.models import Lead
from messaging import usage
from messaging.models import Template, TemplateVersion


@dataclass(slots=True)
class Tongue:
    """One language of a template: what is sent and what is being written."""

    code: str
    live: TemplateVersion | None = None
    draft: TemplateVersion | None = None

    @property
    def name(self) -> str:
        """Return the language's name."""
        return str(dict(settings.LANGUAGES)[self.code])

    @property
    def text(self) -> TemplateVersion | None:
        """Return what a person goes on writing from."""
        return self.draft or self.live


@dataclass(slots=True)
class Row:
    """One template in the list."""

    template: Template
    tongues: list[Tongue] = field(default_factory=list)
    uses: list[usage.Use] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """Return the subject of its first text."""
        return next((tongue.text.subject for tongue in self.tongues if tongue.text), "")


def every(*, is_archived: bool) -> QuerySet[Template]:
    """Return the templates in use, or those put away."""
    return Template.objects.select_related("topic").filter(is_archived=is_archived)


def rows(templates: Sequence[Template], *, home: str) -> list[Row]:
    """Return the templates with their languages, the workspace's own first, and what uses them.

    Queries: one and one a kind of users.
    """
    texts = _texts([template.pk for template in templates])
    uses = usage.of([template.pk for template in templates])
    return [
        Row(
            template,
            sorted(texts[template.pk].values(), key=lambda tongue: (tongue.code != home, tongue.code)),
            uses.get(template.pk, []),
        )
        for template in templates
    ]


def tongues(template: Template) -> dict[str, Tongue]:
    """Return every language the product speaks with the template's text in it. Queries: one."""
    found = _texts([template.pk])[template.pk]
    return {code: found.get(code, Tongue(code)) for code, _name in settings.LANGUAGES}


def _texts(template_ids: Sequence[int]) -> dict[int, dict[str, Tongue]]:
    # Of each language the draft and the newest that was published, however long its history.
    newest: Any = (
        TemplateVersion.objects.filter(template_id__in=template_ids)
        .defer("html", "text")
        .annotate(is_draft=ExpressionWrapper(Q(published_at=None), BooleanField()))
        .order_by("template_id", "language", "is_draft", "-number")
        .distinct("template_id", "language", "is_draft")
    )
    found: dict[int, dict[str, Tongue]] = defaultdict(dict)
    for version in newest:
        tongue = found[version.template_id].setdefault(version.language, Tongue(version.language))
        if version.published_at is None:
            tongue.draft = version
        else:
            tongue.live = version
    return found


def history(template: Template, language: str) -> QuerySet[TemplateVersion]:
    """Return what was ever sent in the language, newest first."""
    published = TemplateVersion.objects.filter(
        template=template, language=language, published_at__isnull=False
    )
    return published.defer("html", "text", "links").order_by("-number")


def readers(membership: Any, *, most: int = 20) -> list[Lead]:
    """Return the newest leads as whom a mail can be looked at. Queries: one."""
    leads = Lead.objects.visible_to(membership).exclude(email_norm="").order_by("-created_at", "-pk")
    return list(
        leads.only("first_name", "last_name", "company", "email", "phone", "public_id", "closed_reason")[
            :most
        ]
    )
