"""The search index of leads and how it is asked."""

import re

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.models import FencedModel, ref
from core.text import MAX_TOKEN, WORD, fold


# Beyond this many leads a search says "the first 2,000" and wants another word.
MAX_FOUND = 2000
LAST = "\U0010ffff"
PHONE = re.compile(r"^\+?[\d\s().\-/]{5,}$")


class LeadToken(FencedModel):
    """A word under which a lead is found; ``=`` and prefix ranges under C collation are leakproof (scale §2)."""

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=40, db_collation="C")
    lead = ref("leads.Lead")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "token", "lead"], name="leads_leadtoken_once")
        ]
        indexes = [models.Index(fields=["workspace_id", "lead"], name="leads_leadtoken_lead")]

    def __str__(self) -> str:
        return self.token


def words_of(text: str) -> list[str]:
    """Return the words of a search in their order; a phone number is one word however it is grouped."""
    if PHONE.match(text.strip()):
        digits = re.sub(r"\D", "", text)
        return [digits.removeprefix("00")[:MAX_TOKEN]]
    return [word[:MAX_TOKEN] for word in WORD.findall(fold(text))][:8]


def found_by(text: str) -> QuerySet | None:
    """Return the ids of up to 2,000 leads that have every word, the last one as a beginning; None without words."""
    words = words_of(text)
    if not words:
        return None
    tests = [Q(token=word) for word in words[:-1]] + [Q(token__gte=words[-1], token__lt=words[-1] + LAST)]
    # The longest word is likely the rarest: walk it, and probe the others.
    first = max(range(len(words)), key=lambda index: len(words[index]))
    found = LeadToken.objects.filter(tests[first])
    for index, test in enumerate(tests):
        if index != first:
            found = found.filter(Exists(LeadToken.objects.filter(test, lead_id=OuterRef("lead_id"))))
    return found.values("lead_id")[:MAX_FOUND]
