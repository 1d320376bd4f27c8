"""What a workflow would do if it were activated this moment: who enters and gets what when, who does not and why.

It asks the same choice as the activation does (``care.decided``), so the two agree.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conditions.fragments import IdSet
from leads.models import Lead
from nurturing import queries
from nurturing.choices import CareKind, ReviewReason, StepKind
from nurturing.engine import waits
from nurturing.engine.choosing import Choice
from nurturing.engine.outline import Outline, Step, faults
from nurturing.models import Workflow, WorkflowVersion
from nurturing.queries import Rules, Seen
from nurturing.services import care
from nurturing.services.travelers import Setting


CHUNK = 5_000
# A page is not kept waiting for a million leads; the activation looks at all of them.
MOST = 50_000
# Why a lead would not enter: a review reason, or one of these.
OTHER: Mapping[str, str | Promise] = {
    "already_in": _("Is in it already"),
    "in_other": _("Is in another workflow"),
    "takes_other": _("Another workflow takes it first"),
    "no_fit": _("The entry condition does not hold"),
    "been_here": _("Was in it before"),
    "exits": _("The exit condition holds already"),
    "rests": _("Rests until a date"),
    "ready": _("Is ready for Sales"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A mail that a lead would get: the step, its template's public id, and when."""

    step: str
    template: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entrant:
    """One lead that would enter: why, and its first mails up to the first branch."""

    lead: Lead
    why: str
    mails: Sequence[Planned] = ()


@dataclass(frozen=True, slots=True)
class DryRun:
    """The answer: ids of who enters (with why), ids of who does not (with why not), both in order.

    ``total`` is how many leads Marketing has; more than were looked at if they are too many.
    """

    at: datetime
    entering: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)
    total: int = 0

    @property
    def looked_at(self) -> int:
        """Return how many leads were looked at."""
        return len(self.entering) + len(self.refused)

    @property
    def is_partial(self) -> bool:
        """Say whether there are leads that were not looked at."""
        return self.looked_at < self.total

    @property
    def counts(self) -> dict[str, int]:
        """Return how many are kept out by each reason, the most frequent first."""
        return dict(Counter(self.refused.values()).most_common())


def dry_run(*, workflow: Workflow, version: WorkflowVersion, at: datetime) -> DryRun:
    """Return who of Marketing's leads would enter now, and who not and why; writes nothing.

    As if this version were live and the workflow active at its place in the order. Looks at the oldest 50,000.
    Queries: about six per 5,000 leads, one more if there are leads beyond.
    """
    known = queries.rules(trying=version)
    entering: dict[int, str] = {}
    refused: dict[int, str] = {}
    for lead_ids in _chunks():
        found = care.decided(IdSet(lead_ids), known=known, at=at, lead_ids=lead_ids, only_marketing=True)
        for seen, choice in found:
            lead_id = seen.situation.lead_id
            if choice.enter is not None and choice.enter.workflow_id == workflow.pk:
                entering[lead_id] = why(seen, workflow)
            else:
                refused[lead_id] = why_not(seen, choice, workflow, known)
    number = len(entering) + len(refused)
    return DryRun(at, entering, refused, total=number if number < MOST else queries.count_marketing())


def _chunks() -> Iterator[list[int]]:
    after, left = 0, MOST
    while left > 0:
        size = min(CHUNK, left)
        lead_ids = queries.in_marketing(after=after, size=size)
        if lead_ids:
            yield lead_ids
        if len(lead_ids) < size:
            return
        after, left = lead_ids[-1], left - size


def why(seen: Seen, workflow: Workflow) -> str:
    """Return why the lead enters: its track, the entry condition, or because no other takes it."""
    lead = seen.situation
    if workflow.track and workflow.track == lead.track:
        return "track"
    return "entry" if workflow.pk in lead.fits and not workflow.is_default else "default"


def why_not(seen: Seen, choice: Choice, workflow: Workflow, known: Rules) -> str:
    """Return the first reason that keeps the lead out."""
    lead = seen.situation
    if choice.kind == CareKind.REVIEW and choice.reason not in {
        ReviewReason.AMBER,
        ReviewReason.NO_TRACK,
        ReviewReason.TRACK_ENDED,
    }:
        return "ready" if choice.reason == ReviewReason.NO_OWNER else choice.reason
    if lead.enrolled_in == workflow.pk:
        return "already_in"
    if workflow.pk in lead.exits:
        return "exits"
    fits = (
        workflow.is_default or workflow.pk in lead.fits or (workflow.track and workflow.track == lead.track)
    )
    if not fits:
        return "no_fit"
    if lead.rests_until:
        return "rests"
    if workflow.pk in lead.past:
        return "been_here"
    return "in_other" if lead.enrolled_in and choice.enter is None else "takes_other"


def label(reason: str) -> str:
    """Return a reason of ``refused`` in the reader's words."""
    return str(OTHER[reason]) if reason in OTHER else str(ReviewReason(reason).label)


def entrants(run: DryRun, *, version: WorkflowVersion, first: int = 0, size: int = 50) -> list[Entrant]:
    """Return some of those who enter, with their first mails and dates. Queries: four.

    Of an outline with faults nobody can say what it sends: its entrants get no mails.
    """
    ids = list(run.entering)[first : first + size]
    leads = Lead.objects.select_related("rank").in_bulk(ids)
    setting = Setting.of(ids, at=run.at)
    outline = Outline([] if faults(version.steps) else version.steps)
    return [
        Entrant(leads[pk], run.entering[pk], list(forecast(outline, setting, pk, at=run.at)))
        for pk in ids
        if pk in leads
    ]


def forecast(outline: Outline, setting: Setting, lead_id: int, *, at: datetime) -> Iterator[Planned]:
    """Yield the mails of a lead that begins now, up to the first branch: beyond it nobody knows.

    The outline has no faults, so its jumps go forward only and this ends.
    """
    step: Step | None = outline.first
    moment = at
    while step is not None and step.kind not in {StepKind.BRANCH_CLICK, StepKind.BRANCH_IF, StepKind.EXIT}:
        if step.kind == StepKind.EMAIL:
            yield Planned(step.id, str(step.data.get("template", "")), moment)
        lead = setting.leads[lead_id]
        moment = waits.due(step, since=moment, zone=lead.zone, cycle_days=lead.cycle_days)
        step = outline.following(step)
