"""Where hand-offs and the pipeline stand, for today's page of those who lead."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import moments, navigation
from distribution import numbers
from distribution.models import HandOff
from distribution.views.board import day_in_words
from leads import panels


LATE = 8


class TodayOverview:
    """Where hand-offs stand, with what other rooms have for today."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.at = timezone.now()

    def _url(self, name: str) -> str:
        return reverse(name, kwargs={"workspace": self.request.workspace.slug})  # type: ignore[attr-defined]

    @cached_property
    def parts(self) -> list[tuple[str, dict[str, Any]]]:
        """The cards other rooms registered."""
        return panels.collect(self.request, None, places=("today",))["today"]

    @property
    def day(self) -> str:
        """The day in words."""
        return day_in_words(self.at)

    @cached_property
    def team(self) -> list[numbers.Load]:
        """How much each rep has in hand, for who leads them."""
        can = self.request.membership.can("hand_off")  # type: ignore[attr-defined]
        return numbers.loads(at=self.at) if can else []

    @cached_property
    def is_worker(self) -> bool:
        """Say whether the reader may have leads of their own to work on."""
        return bool(self.request.membership.can("work_leads"))  # type: ignore[attr-defined]

    @cached_property
    def waiting(self) -> list[HandOff]:
        """The hand-offs that wait for an answer, latest clock first."""
        return list(
            HandOff.objects.waiting()
            .select_related("lead__rank", "owner")
            .order_by("accept_due_at", "pk")[:LATE]
        )

    @cached_property
    def figures(self) -> list[dict[str, Any]]:
        """The figures on top."""
        found = numbers.overview(at=self.at)
        return [
            {
                "label": _("Waiting for Sales"),
                "value": found.waiting,
                "note": _("%(count)s late") % {"count": found.late},
                "url": self._hand_off_url(),
            },
            {
                "label": _("First contact late"),
                "value": found.uncontacted_late,
                "note": _("accepted, not called"),
            },
            {
                "label": _("Amber to review"),
                "value": found.amber,
                "note": _("near green"),
                "url": navigation.resolve("scoring:amber", self.request) or "",
            },
            {
                "label": _("Oldest due work"),
                "value": self._age(found.oldest_due_at),
                "note": _("the pipeline keeps up") if self._is_quick(found.oldest_due_at) else _("is behind"),
            },
        ]

    def _hand_off_url(self) -> str:
        can = self.request.membership.can("hand_off")  # type: ignore[attr-defined]
        return self._url("distribution:hand-off") if can else ""

    def _age(self, due_at: datetime | None) -> str:
        return moments.duration((self.at - due_at).total_seconds()) if due_at else "0 s"

    def _is_quick(self, due_at: datetime | None) -> bool:
        return due_at is None or (self.at - due_at).total_seconds() < 60
