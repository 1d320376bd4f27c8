"""What happens to each prospect, step by step: (days after the inquiry, hour, what, with what)."""

from typing import Any


Step = tuple[float, str, dict[str, Any]]

# What people read on the way; engagement rules count these.
WORKS: Step = (
    -6,
    "page_view",
    {"url": "https://www.tresluces.example/trabajos", "title": "Trabajos", "seconds": 95},
)
PRICES: Step = (
    -2,
    "page_view",
    {"url": "https://www.tresluces.example/precios", "title": "Precios", "seconds": 140},
)
GUIDE: Step = (
    -1,
    "download",
    {"url": "https://www.tresluces.example/guia.pdf", "title": "Reformar un local sin cerrar"},
)
# No two neighbours of the list come equally warm, so that scores and the dial have something to tell apart.
READS: list[list[Step]] = [
    [WORKS, PRICES, GUIDE],
    [PRICES],
    [WORKS, GUIDE],
    [WORKS, PRICES],
    [],
    [GUIDE],
    [WORKS],
]
OFFERED: list[Step] = [(0, "inquiry", {})]
ACCEPTED: list[Step] = [*OFFERED, (0.06, "accept", {})]
MISSED: list[Step] = [(0.2, "call", {"outcome": "no_answer", "note": "Buzón de voz"})]
CONTACTED: list[Step] = [
    *ACCEPTED,
    *MISSED,
    (1.1, "call", {"outcome": "connected", "note": "Quiere visita; enviará planos."}),
    (1.12, "task", {"title": "Pedir los planos", "due_days": 3}),
]
QUALIFIED: list[Step] = [
    *CONTACTED,
    (3, "note", {"text": "Decide con su socia. Licencia en trámite."}),
    (4, "qualify", {}),
]
CONVERTED: list[Step] = [*QUALIFIED, (5, "convert", {})]
RED: list[Step] = [(0, "inquiry", {})]

STORIES: dict[str, list[Step]] = {
    "offered": OFFERED,
    "offered_by_hand": [
        (0, "inquiry", {}),
        (0.01, "hand_off", {"reason": "Urge: el local ya está alquilado."}),
    ],
    "accepted": ACCEPTED,
    "contacted": CONTACTED,
    "qualified": QUALIFIED,
    "visit": [*CONVERTED, (6, "move", {"position": 1})],
    "proposal": [*CONVERTED, (6, "move", {"position": 1}), (10, "move", {"position": 2})],
    "negotiation": [
        *CONVERTED,
        (6, "move", {"position": 1}),
        (10, "move", {"position": 2}),
        (17, "move", {"position": 3}),
    ],
    "won": [*CONVERTED, (8, "move", {"position": 2}), (20, "move", {"position": 3}), (33, "win", {})],
    "lost_price": [*CONVERTED, (12, "move", {"position": 2}), (28, "lose", {"reason": "price"})],
    "lost_competitor": [*CONVERTED, (9, "move", {"position": 2}), (25, "lose", {"reason": "competitor"})],
    "lost_timing": [*CONVERTED, (15, "lose", {"reason": "timing"})],
    "rejected_budget": [
        *OFFERED,
        (0.1, "reject", {"reason": "no-budget", "note": "Pide precio cerrado de 9.000 €"}),
    ],
    "rejected_early": [*OFFERED, (0.15, "reject", {"reason": "too-early", "note": "El año que viene"})],
    "recycled": [*CONTACTED, (5, "recycle", {"reason": "no-need", "note": "Lo aparcan hasta primavera"})],
    "amber": [(0, "inquiry", {})],
    "red": RED,
    "red_reader": [
        *RED,
        (3, "page_view", {"url": "https://www.tresluces.example/cocinas", "title": "Cocinas", "seconds": 60}),
        (6, "download", {"url": "https://www.tresluces.example/ayudas.pdf", "title": "Ayudas 2026"}),
    ],
    "disqualified": [*RED, (2, "disqualify", {"reason": "no_fit", "note": "No es un cliente"})],
    "invalid": [*RED, (1, "invalid", {"reason": "not_a_person", "note": "Datos inventados"})],
}
READERS = {"offered", "accepted", "contacted", "qualified", "visit", "proposal", "negotiation", "won"}


def steps(story: str, place: int) -> list[Step]:
    """Return what happens in the story of the prospect at that place of the list, in order of time.

    What was read before the inquiry is among it.
    """
    before = READS[place % len(READS)] if story in READERS else []
    return [*before, *STORIES[story]]
