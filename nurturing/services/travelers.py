"""Leads on the road through a workflow, a batch at a time, and what their steps need to know of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.scope import current_workspace_id
from leads.models import Lead, Topic
from nurturing.engine import waits
from nurturing.engine.outline import Step
from nurturing.models import Enrollment
from tenants.models import Workspace


# Where a lead has no topic: what a topic declares at first.
DEFAULT_CYCLE = 60


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What the steps ask of a lead: its clock, its language, the cycle of its topic, its owner."""

    zone: ZoneInfo
    language: str
    cycle_days: int
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Setting:
    """The workspace and the facts of a batch of leads at one moment. Queries: three for any number of leads."""

    at: datetime
    workspace: Workspace
    leads: Mapping[int, LeadFacts]

    @classmethod
    def of(cls, lead_ids: Iterable[int], *, at: datetime) -> "Setting":
        """Read what is needed for these leads."""
        workspace = Workspace.objects.get(pk=current_workspace_id())
        cycles = {topic.slug: topic.cycle_days for topic in Topic.objects.all()}
        rows = Lead.objects.filter(pk__in=list(lead_ids)).values_list(
            "pk", "time_zone", "language", "main_topic", "rank__owner_id"
        )
        leads = {
            pk: LeadFacts(_zone(zone, workspace), language, cycles.get(topic, DEFAULT_CYCLE), owner_id)
            for pk, zone, language, topic, owner_id in rows
        }
        return cls(at, workspace, leads)


def _zone(name: str, workspace: Workspace) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else workspace.zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return workspace.zone


@dataclass(slots=True)
class Traveler:
    """One enrollment while its steps are done; written back at the end of the batch."""

    enrollment: Enrollment
    facts: LeadFacts
    runs: list[dict[str, Any]] = field(default_factory=list)
    is_finished: bool = False
    note: str = ""

    @property
    def id(self) -> int:
        """Return the enrollment's id."""
        return self.enrollment.pk

    @property
    def lead_id(self) -> int:
        """Return the lead's id."""
        return self.enrollment.lead_id

    def is_due(self, at: datetime) -> bool:
        """Say whether time alone lets it do the step it stands at."""
        return self.enrollment.due_at is None or self.enrollment.due_at <= at

    def arrive(self, step: Step, *, at: datetime) -> None:
        """Stand at the step from now on."""
        due_at = waits.due(step, since=at, zone=self.facts.zone, cycle_days=self.facts.cycle_days)
        self.enrollment.step, self.enrollment.step_at, self.enrollment.due_at = step.id, at, due_at

    def stay(self, until: datetime) -> None:
        """Try the step again later."""
        self.enrollment.due_at = until

    def did(self, step: Step, *, at: datetime, key: str = "", **result: Any) -> None:
        """Note that the step is done; ``key`` is that of the mail it put into the outbox."""
        self.runs.append({"step": step.id, "kind": step.kind, "at": at, "key": key, "result": result})

    def finish(self, note: str = "") -> None:
        """Come to the end."""
        self.is_finished, self.note = True, note[:120]
