"""What a person sets for themselves."""

from datetime import datetime

from django.db import transaction

from tenants.models import User


@transaction.atomic
def edit_profile(*, user: User, name: str, language: str, at: datetime) -> None:
    """Save name and language."""
    User.objects.filter(pk=user.pk).update(name=name, language=language, updated_at=at)


def set_language(*, user: User, language: str) -> None:
    """Remember the language the person switched to."""
    User.objects.filter(pk=user.pk).update(language=language)
