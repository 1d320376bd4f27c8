"""What a fresh workspace starts with in capture."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from capture.models import Form
from capture.services import forms, rules


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down the filter's checks and a published contact form in the workspace in scope."""
    rules.create_defaults()
    if Form.objects.exists():
        return
    with translation.override(language):
        name = _("Contact")
    form = forms.create(name=name, language=language, by=by, at=at)
    forms.publish(form=form, is_active=True, by=by, at=at)
