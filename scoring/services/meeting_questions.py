"""What Sales would like to know of people met at events, kept until a form asks it (seed 001).

Anybody of Sales adds a question or joins one; the chair settles its words, what kind of answer it has, and that it is
asked. ``agreed`` is what a form is built of.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Forbidden, Invalid
from core.text import fold
from scoring.choices import AnswerKind
from scoring.models import EventQuestion, EventWish


MOST_OPTIONS, LONGEST_OPTION = 20, 80


class AskedAlready(DomainError):
    """Another question has these words."""

    code = "asked_already"


@transaction.atomic
def wish(*, text: str, by: int, at: datetime) -> EventQuestion:
    """Keep a question that somebody would like answered; the same one again changes nothing."""
    words = " ".join(text.split())
    folded = _folded(words)
    # Waits for who takes the last wish back, and with it the question.
    question = EventQuestion.objects.select_for_update().filter(folded=folded).first()
    if question is None:
        question, _is_new = EventQuestion.objects.get_or_create(
            folded=folded, defaults={"text": words, "asked_at": at}
        )
    EventWish.objects.get_or_create(question=question, user_id=by, defaults={"asked_at": at})
    return question


@transaction.atomic
def unwish(*, question: EventQuestion, by: int) -> None:
    """Take back one's own wish; a question that nobody wants to know any more goes, unless the chair agreed to it.

    Raises: Forbidden.
    """
    held = EventQuestion.objects.select_for_update().get(pk=question.pk)
    if not EventWish.objects.filter(question=held, user_id=by).delete()[0]:
        raise Forbidden(_("Only who asked may take it back."))
    if not held.is_agreed and not EventWish.objects.filter(question=held).exists():
        held.delete()


@transaction.atomic
def settle(
    *,
    question: EventQuestion,
    text: str,
    kind: str,
    options: Sequence[str],
    is_agreed: bool,
    by: int | None,
    at: datetime,
) -> EventQuestion:
    """Say how the question is worded, what its answer is, and whether it is asked at events.

    Raises: Invalid, AskedAlready.
    """
    words, chosen = " ".join(text.split()), _options(kind, options)
    held = EventQuestion.objects.select_for_update().get(pk=question.pk)
    if EventQuestion.objects.filter(folded=_folded(words)).exclude(pk=held.pk).exists():
        raise AskedAlready(_("Another question asks this already."))
    held.text, held.folded, held.kind, held.options = words, _folded(words), kind, chosen
    if is_agreed != held.is_agreed:
        held.agreed_at, held.agreed_by = (at, by) if is_agreed else (None, None)
    held.save()
    return held


def wanted() -> QuerySet[EventQuestion]:
    """Return every question with ``wanted``, how many want to know it; agreed ones first, then what most want."""
    # A count of its own: PostgreSQL does not see that the id, a part of the key, says which row it is.
    wishes = EventWish.objects.filter(question=OuterRef("pk")).order_by().values("question")
    count = Subquery(wishes.annotate(n=Count("pk")).values("n"))
    questions = EventQuestion.objects.annotate(wanted=Coalesce(count, 0))
    return questions.order_by("agreed_at", "-wanted", "folded")


def agreed() -> QuerySet[EventQuestion]:
    """Return what the chair agreed to ask, in the order of agreement: text, kind and options. Queries: one."""
    return wanted().filter(agreed_at__isnull=False).order_by("agreed_at", "pk")


def _folded(words: str) -> str:
    return fold(words).rstrip(" ?.!¿¡").lstrip(" ¿¡")


def _options(kind: str, options: Sequence[str]) -> list[str]:
    """Return the options as they are kept: none but of a choice, each once, at least two."""
    if kind != AnswerKind.CHOICE:
        return []
    chosen = list(dict.fromkeys(words for option in options if (words := " ".join(option.split()))))
    if (
        len(chosen) < 2
        or len(chosen) > MOST_OPTIONS
        or any(len(option) > LONGEST_OPTION for option in chosen)
    ):
        message = str(
            _("Give 2 to %(most)d options of at most %(longest)d characters each.")
            % {"most": MOST_OPTIONS, "longest": LONGEST_OPTION}
        )
        raise Invalid(message, errors=[{"path": "options", "message": message}])
    return chosen
