"""Models of distribution."""

from distribution.models.hand_off import HandOff, RejectReason
from distribution.models.routing import Absence, Pool, PoolCursor, PoolMember, Route


__all__ = ["Absence", "HandOff", "Pool", "PoolCursor", "PoolMember", "RejectReason", "Route"]
