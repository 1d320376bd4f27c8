"""What a merge may leave as it is when it is taken back, in words."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


Label = str | Promise
STAGE, ORIGIN, LAST = gettext_lazy("Stage"), gettext_lazy("Origin"), gettext_lazy("Last inquiry")
EXTERNAL, REST = gettext_lazy("External ID"), gettext_lazy("Rest date")
# Columns of lead and rank that are no fact of the lead's sheet, and what was ended beside them.
WORDS: dict[str, Label] = {
    "by_hand": gettext_lazy("Classification"),
    "campaign_id": gettext_lazy("Campaign"),
    "closed_reason": STAGE,
    "contact_status": gettext_lazy("Contact status"),
    "created_at": ORIGIN,
    "external_id": EXTERNAL,
    "external_source_id": EXTERNAL,
    "first_touch": ORIGIN,
    "grade_by_hand": gettext_lazy("Grade set by hand"),
    "hand_off_wish_at": gettext_lazy("Hand-off asked for"),
    "is_open": STAGE,
    "last_campaign_id": LAST,
    "last_inquiry_at": LAST,
    "last_source_id": LAST,
    "last_touch": LAST,
    "marketing_consent": gettext_lazy("Consent"),
    "owner_id": gettext_lazy("Owner"),
    "previous_lead_id": gettext_lazy("Earlier lead"),
    "product_id": gettext_lazy("Product"),
    "recycle_reason": REST,
    "resume_on": REST,
    "source_id": gettext_lazy("Source"),
    "stage": STAGE,
    "stage_at": STAGE,
    "tags": gettext_lazy("Tags"),
    "time_zone": gettext_lazy("Time zone"),
    "hand_off": gettext_lazy("the hand-off"),
    "enrollment": gettext_lazy("the workflow"),
}


def listed(names: Iterable[str], facts: Mapping[str, Label]) -> str:
    """Return what the names stand for, each once; ``facts`` are the labels of the workspace's facts by key."""
    words = (facts.get(name) or WORDS.get(name) or name.removeprefix("custom.") for name in names)
    return ", ".join(sorted({str(word) for word in words}))
