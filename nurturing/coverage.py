"""The coverage map: topics by buying phases, what we have to tell there, and how many leads stand there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from core.limits import TooSlow, time_limit
from leads.choices import Phase, Stage
from leads.models import Lead, Topic
from nurturing.models import ContentPiece


LIMIT_MS = 1_500
# The last column holds what belongs to no phase, or to none that is known.
COLUMNS: tuple[str, ...] = (*Phase.values, "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic in one phase; ``leads`` is None if counting them took too long."""

    topic: Topic | None
    phase: str
    pieces: Sequence[ContentPiece]
    leads: int | None

    @property
    def is_missing(self) -> bool:
        """Whether leads stand here and we have nothing to tell them."""
        return bool(self.leads) and not self.pieces and self.topic is not None and bool(self.phase)


@dataclass(frozen=True, slots=True)
class Row:
    """One topic through all phases, last the unknown one; without a topic what belongs to none."""

    topic: Topic | None
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Map:
    """The whole grid. ``is_counted`` is False if counting took too long."""

    rows: Sequence[Row]
    is_counted: bool = True
    gaps: Sequence[Cell] = field(default=())

    @property
    def waiting(self) -> int:
        """How many leads wait for a missing piece."""
        return sum(cell.leads or 0 for cell in self.gaps)


def leads_by_cell() -> dict[tuple[str, str], int] | None:
    """Return how many leads in Marketing's hands stand in each cell; None if that takes too long.

    Queries: one, and the limit's.
    """
    here = Lead.objects.open().filter(rank__stage=Stage.MARKETING).order_by()
    counted = here.values_list("main_topic", "phase").annotate(n=Count("pk"))
    try:
        with time_limit(LIMIT_MS):
            return {(topic, phase): number for topic, phase, number in counted}
    except TooSlow:
        return None


def draw() -> Map:
    """Return the map of the workspace in scope. Queries: three, and the limit's."""
    counts = leads_by_cell()
    pieces: dict[tuple[int | None, str], list[ContentPiece]] = {}
    for piece in ContentPiece.objects.filter(is_active=True).order_by("title", "pk"):
        pieces.setdefault((piece.topic_id, piece.phase), []).append(piece)
    topics = {topic.slug: topic for topic in Topic.objects.filter(is_active=True).order_by("name", "pk")}
    places: dict[tuple[int | None, str], int] = {}
    for (slug, phase), number in (counts or {}).items():
        place = (topics[slug].pk if slug in topics else None, phase)
        places[place] = places.get(place, 0) + number
    rows = [
        Row(topic, [_cell(topic, phase, pieces, None if counts is None else places) for phase in COLUMNS])
        for topic in (*topics.values(), None)
    ]
    if not any(cell.pieces or cell.leads for cell in rows[-1].cells):
        rows.pop()
    gaps = sorted(
        (cell for row in rows for cell in row.cells if cell.is_missing), key=lambda cell: -(cell.leads or 0)
    )
    return Map(rows=rows, is_counted=counts is not None, gaps=gaps)


def _cell(
    topic: Topic | None,
    phase: str,
    pieces: Mapping[tuple[int | None, str], Sequence[ContentPiece]],
    places: Mapping[tuple[int | None, str], int] | None,
) -> Cell:
    place = (topic.pk if topic else None, phase)
    return Cell(topic, phase, pieces.get(place, ()), None if places is None else places.get(place, 0))
