"""How often something that stores nothing may be asked; counted by each web process for itself."""

from django.core.cache.backends.locmem import LocMemCache


MINUTE = 60
# Apart from the cache of the settings: strangers who fill it push nothing out of that one.
COUNTS = LocMemCache("throttle", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


def is_free(name: str, *, most: int) -> bool:
    """Count one more of ``name`` and say whether it was among the first ``most`` of its minute."""
    COUNTS.add(name, 0, timeout=MINUTE)
    try:
        return COUNTS.incr(name) <= most
    except ValueError:
        # Its minute ended between the two.
        return True
