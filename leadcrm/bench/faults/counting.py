"""What was acknowledged against what is stored."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


# How an inquiry may end: as part of a lead with one entry on its timeline, or held back for a person to see.
ACCEPTED, HELD = "accepted", "quarantined"


@dataclass(frozen=True, slots=True)
class Stored:
    """One inquiry's row: the key it was sent under, and how many entries its lead's timeline has of it."""

    key: str
    public_id: str
    state: str
    lead_id: int | None
    entries: int

    @property
    def is_done(self) -> bool:
        """Say whether it has its one outcome."""
        if self.state == HELD:
            return self.lead_id is None and not self.entries
        return self.state == ACCEPTED and self.lead_id is not None and self.entries == 1


def count(
    *, begun: Collection[str], acknowledged: Mapping[str, Sequence[str]], stored: Sequence[Stored]
) -> dict[str, int]:
    """Return how many were posted, answered, stored, and how many of them are not as they must be.

    ``begun``: the keys; ``acknowledged``: by key the id of each 2xx. ``lost``: keys of which an acknowledged id is not
    stored. ``doubled``: keys with two rows, two ids or two entries. ``unfinished``: rows without their one outcome.
    ``unanswered``: keys that were never acknowledged. ``shared``: leads with the inquiries of several people.
    """
    rows: dict[str, list[Stored]] = {}
    for row in stored:
        rows.setdefault(row.key, []).append(row)
    lost = [
        key for key, ids in acknowledged.items() if set(ids) - {row.public_id for row in rows.get(key, ())}
    ]
    doubled = {key for key, found in rows.items() if len(found) > 1 or any(row.entries > 1 for row in found)}
    doubled |= {key for key, ids in acknowledged.items() if len(set(ids)) > 1}
    leads = Counter(row.lead_id for row in stored if row.lead_id is not None)
    return {
        "posted": len(begun),
        "answered_2xx": sum(len(ids) for ids in acknowledged.values()),
        "acknowledged": len(acknowledged),
        "stored": len(stored),
        "leads": len(leads),
        "lost": len(lost),
        "doubled": len(doubled),
        "unfinished": sum(not row.is_done for row in stored),
        "unanswered": len(set(begun) - set(acknowledged)),
        "shared": sum(times > 1 for times in leads.values()),
    }


WRONG = ("lost", "doubled", "unfinished", "unanswered", "shared", "violations")


def is_sound(found: Mapping[str, object]) -> bool:
    """Say whether nothing is as it must not be."""
    return not any(found.get(name) for name in WRONG)
