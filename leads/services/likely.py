"""Who somebody that is no lead yet may be: the leads that share a key with the facts, compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from leads import likeness
from leads.likeness import Likeness
from leads.models import Lead, LeadToken


SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lead that may be the same, and what speaks for it."""

    lead: Lead
    likeness: Likeness

    @classmethod
    def certain(cls, lead: Lead) -> "Candidate":
        """Return the lead that has the very address."""
        return cls(lead, Likeness(100, ["same_mail"]))

    @property
    def reasons(self) -> list[str]:
        """What speaks for it, in words, the strongest first."""
        return [str(likeness.REASONS[name][1]) for name in self.likeness.reasons]


def like(draft: Lead) -> Sequence[Candidate]:
    """Return the leads that are likely the draft, the likeliest first; keys that many leads share tell nothing.

    ``draft`` is not stored and has its copies. Queries: none without a key, else one.
    """
    keys = likeness.keys(draft)
    if not keys:
        return []
    telling = (
        LeadToken.objects.filter(token__in=keys)
        .order_by()
        .values("token")
        .annotate(n=Count("pk"))
        .filter(n__lte=likeness.BLOCK)
    )
    shared = (
        LeadToken.objects.filter(token__in=telling.values("token")).order_by().values("lead_id").distinct()
    )
    leads = Lead.objects.filter(pk__in=shared).select_related("rank")
    found = [Candidate(lead, likeness.compare(draft, lead)) for lead in leads]
    likely = [one for one in found if one.likeness.score >= likeness.THRESHOLD]
    return sorted(likely, key=lambda one: (-one.likeness.score, -one.lead.pk))[:SHOWN]
