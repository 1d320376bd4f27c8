"""The chips above the timeline: which kinds of activity are looked at together."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from leads.choices import ActivityKind


K = ActivityKind
PRIVACY = (K.CONSENT_GIVEN, K.CONSENT_WITHDRAWN, K.RESTRICTED, K.RESTRICTION_LIFTED, K.ERASED_BEFORE)


@dataclass(frozen=True, slots=True)
class Filter:
    """One chip above the timeline and the kinds behind it."""

    slug: str
    label: str | Promise
    kinds: tuple[str, ...]


FILTERS: tuple[Filter, ...] = (
    Filter("inquiries", gettext_lazy("Inquiries"), (K.INQUIRY, K.CREATED, K.IMPORTED)),
    Filter(
        "behavior",
        gettext_lazy("Behavior"),
        (
            K.PAGE_VIEW,
            K.DOWNLOAD,
            K.FORM_START,
            K.WEB_EVENT,
            K.EMAIL_SENT,
            K.EMAIL_OPENED,
            K.EMAIL_CLICKED,
            K.EMAIL_REPLIED,
            K.EVENT_ATTENDED,
        ),
    ),
    Filter("points", gettext_lazy("Points"), (K.SCORE_CHANGED, K.GRADE_SET)),
    Filter("talks", gettext_lazy("Calls"), (K.CALL, K.MEETING)),
    Filter("notes", gettext_lazy("Notes"), (K.NOTE, K.TASK_DONE)),
    Filter(
        "road",
        gettext_lazy("Stages"),
        (
            K.STAGE_CHANGED,
            K.ASSIGNED,
            K.HANDED_OFF,
            K.ACCEPTED,
            K.REJECTED,
            K.RECYCLED,
            K.CONVERTED,
            K.WON,
            K.LOST,
            K.MERGED,
            K.UNMERGED,
        ),
    ),
    Filter("consent", gettext_lazy("Consent"), PRIVACY),
)


def kinds_of(slug: str) -> tuple[str, ...]:
    """Return the kinds behind a chip, none for an unknown one (which then filters nothing)."""
    return next((item.kinds for item in FILTERS if item.slug == slug), ())


def of_kinds(kinds: Collection[str]) -> str:
    """Return the chip that shows all of these kinds, "" where no single one does."""
    return next((chip.slug for chip in FILTERS if set(kinds) <= set(chip.kinds)), "")
