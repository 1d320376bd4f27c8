"""The brief for whoever writes a missing piece: who waits for it, what they say, what stands beside it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leads.choices import Phase, Stage
from leads.models import Lead, Topic
from nurturing.models import ContentPiece


# Enough to see what people say; the brief is one page.
READ = 400
VOICES = 6
TITLES = 5
# What a text for each phase has to do (seed 003).
PURPOSES: dict[str, tuple[str | Promise, str | Promise, Sequence[str | Promise]]] = {
    Phase.AWARENESS: (
        _("The reader has a problem and does not know its name yet. Help to see it."),
        _("Explain, do not sell: no prices, no product names in the title."),
        (_("Article"), _("Checklist"), _("Short video")),
    ),
    Phase.CONSIDERATION: (
        _("The reader knows the problem and compares ways to solve it. Help to compare."),
        _("Name the criteria that matter, ours and those that speak for others."),
        (_("Guide"), _("Comparison"), _("Webinar")),
    ),
    Phase.DECISION: (
        _("The reader wants to buy and is afraid of a mistake. Take the fear away."),
        _("Show prices or ranges, terms, who has done it, and the next step."),
        (_("Customer story"), _("Calculator or tool"), _("Offer")),
    ),
}


@dataclass(frozen=True, slots=True)
class Brief:
    """One page for a writer."""

    topic: Topic
    phase: str
    waiting: int
    purpose: str | Promise
    advice: str | Promise
    formats: Sequence[str | Promise]
    titles: Sequence[tuple[str, int]]
    industries: Sequence[tuple[str, int]]
    languages: Sequence[tuple[str, int]]
    voices: Sequence[str]
    beside: Sequence[ContentPiece]

    @property
    def phase_label(self) -> str:
        """What the phase is called."""
        return str(Phase(self.phase).label)


def write(topic: Topic, phase: str) -> Brief:
    """Return the brief of one cell of the coverage map, in figures and people's own words.

    Nobody is named in it, so that it may leave the house. Queries: three.
    """
    here = Lead.objects.open().filter(rank__stage=Stage.MARKETING, main_topic=topic.slug, phase=phase)
    newest = list(
        here.order_by("-created_at", "-pk").values_list("job_title", "industry", "language", "need")[:READ]
    )
    purpose, advice, formats = PURPOSES[phase]
    return Brief(
        topic=topic,
        phase=phase,
        waiting=len(newest) if len(newest) < READ else here.count(),
        purpose=purpose,
        advice=advice,
        formats=formats,
        titles=_most(row[0] for row in newest),
        industries=_most(row[1] for row in newest),
        languages=_most(row[2] for row in newest),
        voices=[need for need in dict.fromkeys(row[3].strip() for row in newest) if need][:VOICES],
        beside=list(ContentPiece.objects.filter(topic=topic, is_active=True).order_by("phase", "title")),
    )


def _most(texts: Iterable[str]) -> list[tuple[str, int]]:
    counted = Counter(text.strip() for text in texts if text and text.strip())
    return counted.most_common(TITLES)
