"""What a fresh workspace gets of messaging."""

from datetime import datetime

from messaging import starters
from messaging.models import SendingPolicy, Template
from messaging.services import authoring


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down the defaults in the workspace in scope."""
    SendingPolicy.objects.get_or_create()
    create_templates(language=language, by=by, at=at)


def create_templates(*, language: str, by: int | None, at: datetime) -> None:
    """Publish three mails that need nothing filled in, in the workspace's language."""
    if Template.objects.exists():
        return
    for starter in starters.DEFAULTS:
        name = starters.name(starter, language=language)
        template = authoring.create(name=name, language=language, starter=starter)
        authoring.publish(template=template, language=language, at=at, by=by)
