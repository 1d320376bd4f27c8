"""The map of a workflow: the outline drawn as boxes in rows and lanes, with the ways between them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nurturing.choices import StepKind
from nurturing.lines import Line


BOX_WIDTH, BOX_HEIGHT = 168, 36
LANE, ROW = 196, 68
MARGIN = 12
# So many signs fit into a box and above a way.
LETTERS, WORDS = 24, 20
# Room that a sign of a word takes at most, and a word above and below the line it stands on.
SIGN, ABOVE, BELOW = 6, 11, 4
BRANCHES = frozenset({StepKind.BRANCH_CLICK, StepKind.BRANCH_IF})


@dataclass(frozen=True, slots=True)
class Box:
    """One step."""

    line: Line
    row: int
    lane: int

    @property
    def width(self) -> int:
        """How wide."""
        return BOX_WIDTH

    @property
    def height(self) -> int:
        """How high."""
        return BOX_HEIGHT

    @property
    def x(self) -> int:
        """Left edge."""
        return MARGIN + self.lane * LANE

    @property
    def y(self) -> int:
        """Upper edge."""
        return MARGIN + self.row * ROW

    @property
    def middle(self) -> int:
        """Where ways end and begin."""
        return self.x + BOX_WIDTH // 2

    @property
    def bottom(self) -> int:
        """Lower edge."""
        return self.y + BOX_HEIGHT

    @property
    def baseline(self) -> int:
        """Where the text stands."""
        return self.y + BOX_HEIGHT // 2 + 4

    @property
    def text(self) -> str:
        """What fits into the box."""
        return shortened(f"{self.line.number}. {self.line.short}", LETTERS)

    @property
    def css(self) -> str:
        """How the box looks: branches and ends differ by shape too."""
        shape = "branch" if self.line.kind in BRANCHES else "end" if self.line.kind == StepKind.EXIT else ""
        return f"{shape} wrong".strip() if self.line.faults else shape

    @property
    def radius(self) -> int:
        """How round the corners are."""
        return BOX_HEIGHT // 2 if self.line.kind == StepKind.EXIT else 6


@dataclass(frozen=True, slots=True)
class Way:
    """One way from box to box, as a path with a word beside its end."""

    path: str
    label: str
    x: int
    y: int


Place = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map."""

    boxes: Sequence[Box]
    ways: Sequence[Way]
    width: int
    height: int


def shortened(text: str, letters: int) -> str:
    """Return the text, cut with an ellipsis if it is longer."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def draw(lines: Sequence[Line]) -> Drawing:
    """Return where each step stands: below whatever leads to it, a branch's further ways in lanes to the right."""
    boxes = _placed(lines)
    taken = [(box.x, box.y, box.x + box.width, box.bottom) for box in boxes.values()]
    edges = [
        (boxes[source], boxes[target], label, number)
        for source, target, label, number in _edges(lines)
        if source in boxes and target in boxes and boxes[source].row < boxes[target].row
    ]
    ways = []
    # A short way has few places for its word, a long one many.
    for source, target, label, number in sorted(edges, key=lambda edge: edge[1].row - edge[0].row):
        path, places = _path(source, target, len(label), number)
        x, y = _free(places, len(label), taken)
        ways.append(Way(path, label, x, y))
        if label:
            taken.append(_area((x, y), len(label)))
    widest = max((box.lane for box in boxes.values()), default=0)
    deepest = max((box.row for box in boxes.values()), default=0)
    rightmost = max((right for _left, _top, right, _bottom in taken), default=0)
    return Drawing(
        boxes=list(boxes.values()),
        ways=ways,
        width=MARGIN + max(MARGIN + widest * LANE + BOX_WIDTH + 20, rightmost),
        height=2 * MARGIN + deepest * ROW + BOX_HEIGHT,
    )


def _area(place: Place, letters: int) -> Area:
    x, y = place
    return (x, y - ABOVE, x + SIGN * letters, y + BELOW)


def _free(places: Sequence[Place], letters: int, taken: Sequence[Area]) -> Place:
    """Return the first place at which the word touches neither a box nor another word; if there is none, the first."""
    for place in places:
        left, top, right, bottom = _area(place, letters)
        if left >= 0 and not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken
        ):
            return place
    return places[0]


def _edges(lines: Sequence[Line]) -> Iterator[tuple[str, str, str, int]]:
    """Yield source, target, word and number of every way, in reading order; two to one place are one."""
    for place, line in enumerate(lines):
        if line.kind == StepKind.EXIT:
            continue
        if not line.ways:
            if place + 1 < len(lines):
                yield line.id, lines[place + 1].id, "", 0
            continue
        labels: dict[str, list[str]] = {}
        for way in line.ways:
            labels.setdefault(way.target, []).append(str(way.label))
        for number, (target, words) in enumerate(labels.items()):
            word = " / ".join(words) if line.kind in BRANCHES else ""
            yield line.id, target, shortened(word, WORDS), number


def _placed(lines: Sequence[Line]) -> dict[str, Box]:
    """Place each step a row below the lowest that leads to it, in the lane of the first that does."""
    rows = {line.id: 0 for line in lines}
    lanes: dict[str, int] = {}
    order = {line.id: line.number for line in lines}
    for source, target, _word, number in _edges(lines):
        if order.get(target, 0) > order[source]:
            rows[target] = max(rows[target], rows[source] + 1)
            lanes.setdefault(target, lanes.setdefault(source, 0) + number)
    taken: set[tuple[int, int]] = set()
    boxes: dict[str, Box] = {}
    for line in lines:
        lane = lanes.get(line.id, 0)
        while (rows[line.id], lane) in taken:
            lane += 1
        taken.add((rows[line.id], lane))
        boxes[line.id] = Box(line, rows[line.id], lane)
    return boxes


def _path(source: Box, target: Box, letters: int, number: int) -> tuple[str, list[Place]]:
    """Return the way and the places for its word, the best first.

    It goes straight down, or sideways below the source; a long one runs between the lanes.
    """
    start, end = (source.middle, source.bottom), (target.middle, target.y)
    turn, word = source.bottom + 12, SIGN * letters
    places = [(end[0] + 6, end[1] - 7), (end[0] - 6 - word, end[1] - 7)]
    if target.row == source.row + 1:
        return f"M{start[0]} {start[1]}V{turn}H{end[0]}V{end[1]}", places
    # Right of the lane in which fewer boxes stand, some pixels apart from its neighbors.
    gutter = max(source.x, target.x) + BOX_WIDTH + 8 + 4 * (number % 3)
    path = f"M{start[0]} {start[1]}V{turn}H{gutter}V{end[1] - 12}H{end[0]}V{end[1]}"
    # Where it runs alone: on either side of the gutter, between any two rows.
    heights = range(turn + 13, end[1], ROW)
    return path, [(x, y) for y in heights for x in (gutter + 5, gutter - 5 - word)] + places
