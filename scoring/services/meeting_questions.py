"""What Sales would like to know of people met at events, kept until a form asks it (seed 001)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Forbidden
from core.text import fold
from scoring.models import EventQuestion


@transaction.atomic
def wish(*, text: str, by: int, at: datetime) -> EventQuestion:
    """Keep a question that somebody would like answered; the same one again changes nothing."""
    words = " ".join(text.split())
    made, _is_new = EventQuestion.objects.get_or_create(
        folded=fold(words).rstrip(" ?.!¿¡").lstrip(" ¿¡"),
        user_id=by,
        defaults={"text": words, "asked_at": at},
    )
    return made


@transaction.atomic
def unwish(*, question: EventQuestion, by: int) -> None:
    """Take back one's own question.

    Raises: Forbidden.
    """
    if question.user_id != by:
        raise Forbidden(_("Only who asked may take it back."))
    question.delete()
