"""How often something that stores nothing may be asked; counted by each web process for itself."""

from django.core.cache import caches


MINUTE = 60


def is_free(name: str, *, most: int) -> bool:
    """Count one more of ``name`` and say whether it was among the first ``most`` of its minute."""
    counts = caches["counts"]
    counts.add(name, 0, timeout=MINUTE)
    try:
        return counts.incr(name) <= most
    except ValueError:
        # Its minute ended between the two.
        return True
