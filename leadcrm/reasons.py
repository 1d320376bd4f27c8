"""Why Sales gives leads back, told to the reviews of scoring, which do not know distribution."""

from distribution.models import RejectReason
from scoring.services.reasons import Reason


def every() -> list[Reason]:
    """Return the reasons in use, in their order. Queries: one."""
    found = RejectReason.objects.filter(is_active=True).order_by("position", "pk")
    return [Reason(slug, label) for slug, label in found.values_list("slug", "label")]
