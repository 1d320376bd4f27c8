"""What the survivor of a merge knows once it is taken back: what it was, unless that changed since (I5)."""

from collections.abc import Collection, Mapping
from typing import Any

from leads.models import Lead, LeadRank, MergeRecord
from leads.services import merge_rows, merging


# Reckoned from other facts; nobody is told that they moved on.
RECKONED = frozenset(
    {
        "version",
        "updated_at",
        "clues",
        "domain",
        "phone_e164",
        "fit",
        "engagement",
        "score",
        "grade",
        "light",
        "light_reason",
        "probability",
        "model_version",
    }
)


def restore(
    record: MergeRecord,
    now: Mapping[str, Any],
    called: Mapping[int, int],
    changed: Collection[str],
    *,
    is_road_back: bool,
) -> list[str]:
    """Put back what the merge changed on the survivor; return the facts that say something else by now.

    ``now``: its two rows as they are, by ``lead`` and ``rank``. ``called``: lost id → the lead it is. ``changed``:
    columns that say the same as after the merge, but not by it.
    """
    left: list[str] = []
    for part, model, road in (
        ("lead", Lead, merging.LEAD_OF_ROAD),
        ("rank", LeadRank, merging.RANK_OF_ROAD),
    ):
        before, after = record.kept[part]["before"], record.kept[part]["after"]
        values = {}
        for name in before:
            if before[name] == after[name] or name in {"version", "updated_at"}:
                continue
            stands = {after[name], called.get(after[name])} if name == "previous_lead_id" else (after[name],)
            if (now[part][name] in stands and name not in changed) or (is_road_back and name in road):
                values[name] = before[name]
            elif name == "custom":
                values[name] = _restored_custom(before[name], after[name], now[part][name], left)
            elif now[part][name] != before[name] and name not in RECKONED and not name.endswith("_norm"):
                left.append(name)
        [fitting] = merge_rows.fitting(
            model, [values], of=record.winner_id, coming=[record.loser_id], now_called=called
        )
        merge_rows.change(model, record.winner_id, fitting)
    return left


def _restored_custom(
    before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any], left: list[str]
) -> dict[str, Any]:
    """Return the workspace's own facts, each put back unless it changed since."""
    found = dict(now)
    for key in {*before, *after}:
        if before.get(key) == after.get(key):
            continue
        if now.get(key) != after.get(key):
            left.append(f"custom.{key}")
        elif key in before:
            found[key] = before[key]
        else:
            found.pop(key, None)
    return found
