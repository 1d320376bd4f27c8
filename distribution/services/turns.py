"""Giving turns in pools: the one place that locks a pool's cursor."""

from collections.abc import Iterable, Mapping, Sequence

from distribution import queries, strategy
from distribution.models import PoolCursor
from distribution.queries import People


def _locked(pool_ids: Iterable[int]) -> dict[int, PoolCursor]:
    """Lock the pools' cursors, in one order, made first where missing. Take it late: pools are shared."""
    ids = sorted(set(pool_ids))
    PoolCursor.objects.bulk_create([PoolCursor(pool_id=pool_id) for pool_id in ids], ignore_conflicts=True)
    rows = PoolCursor.objects.filter(pool_id__in=ids).order_by("pk").select_for_update(of=("self",))
    return {cursor.pool_id: cursor for cursor in rows}


def _credits(cursor: PoolCursor) -> strategy.Credits:
    return {int(user): credit for user, credit in cursor.credits.items()}


def _keep(cursor: PoolCursor, balance: strategy.Credits) -> None:
    cursor.credits = {str(user): credit for user, credit in balance.items()}


def give(pools: Mapping[int, int], *, among: People) -> dict[int, int]:
    """Return an owner for each lead (key) from its pool (value), in the order of lead ids.

    Leads of a pool in which nobody is present are left out. Queries: four or five, for any number of leads.
    """
    if not pools:
        return {}
    owners: dict[int, int] = {}
    weights = queries.weights_of(pools.values(), among=among)
    cursors = _locked(pool_id for pool_id, here in weights.items() if here)
    for pool_id, cursor in cursors.items():
        leads = sorted(lead_id for lead_id, pool in pools.items() if pool == pool_id)
        picks, balance = strategy.rotate(weights[pool_id], _credits(cursor), turns=len(leads))
        _keep(cursor, balance)
        owners |= dict(zip(leads, picks, strict=True))
    PoolCursor.objects.bulk_update(cursors.values(), ["credits"])
    return owners


def foresee(pools: Mapping[int, int], *, among: People) -> dict[int, int]:
    """Return what ``give`` would, without giving a turn or locking anything. Queries: three."""
    if not pools:
        return {}
    owners: dict[int, int] = {}
    weights = queries.weights_of(pools.values(), among=among)
    balances = {cursor.pool_id: _credits(cursor) for cursor in PoolCursor.objects.filter(pk__in=weights)}
    for pool_id, here in weights.items():
        leads = sorted(lead_id for lead_id, pool in pools.items() if pool == pool_id)
        picks, _balance = strategy.rotate(here, balances.get(pool_id, {}), turns=len(leads))
        owners |= dict(zip(leads, picks, strict=False))  # nobody present: no picks
    return owners


def give_next(pool_id: int, *, among: People, excluded: Sequence[int]) -> int | None:
    """Return whose turn it is in the pool but for the excluded people; None if nobody else is present."""
    weights = queries.weights_of([pool_id], among=among).get(pool_id, {})
    if not set(weights) - set(excluded):
        return None
    cursor = _locked([pool_id])[pool_id]
    pick, balance = strategy.first_other(weights, _credits(cursor), excluded=excluded)
    _keep(cursor, balance)
    cursor.save(update_fields=["credits"])
    return pick
