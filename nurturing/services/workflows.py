"""Workflows: written as a draft, published as versions that never change, switched on, paused and set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conditions.nodes import to_json
from conditions.parse import parse
from core.errors import DomainError, Invalid
from core.text import clean
from leads import queries as lead_queries
from nurturing.choices import LeaveReason, Reentry, WorkflowState
from nurturing.engine import shape
from nurturing.engine.outline import MAX_STEPS
from nurturing.models import Enrollment, Workflow, WorkflowVersion
from nurturing.services import enroll, entering, outline
from tenants.services import audit
from work.models import Job


State = WorkflowState
MAX_REENTRY_DAYS = 3650
# From each state, what may be done to a workflow.
MOVES: Mapping[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.ACTIVE, State.ARCHIVED}),
    State.ACTIVE: frozenset({State.PAUSED, State.ARCHIVED}),
    State.PAUSED: frozenset({State.ACTIVE, State.ARCHIVED}),
    State.ARCHIVED: frozenset({State.DRAFT}),
}


class NameTaken(Invalid):
    """Another workflow has the name."""

    code = "name_taken"


class TrackTaken(Invalid):
    """Another workflow serves the track."""

    code = "track_taken"


class WorkflowConflict(DomainError):
    """The workflow is not in the state this starts from."""

    code = "workflow_conflict"


class NotRunnable(DomainError):
    """The outline has faults; ``errors`` lists them with their paths."""

    code, status = "not_runnable", 400


class DefaultNeeded(DomainError):
    """The workspace needs one default workflow, so that no lead is left alone."""

    code = "default_needed"


@dataclass(frozen=True, slots=True)
class Text:
    """What a version says; conditions and steps as JSON."""

    steps: Sequence[Mapping[str, Any]] = ()
    entry: Mapping[str, Any] = field(default_factory=dict)
    exit_condition: Mapping[str, Any] = field(default_factory=dict)
    reentry: str = Reentry.NEVER
    reentry_days: int = 180


@transaction.atomic
def create(
    *,
    name: str,
    by: int | None,
    at: datetime,
    description: str = "",
    track: str = "",
    text: Text | None = None,
) -> Workflow:
    """Make a workflow in dry run with a draft of its first version; last in order.

    Raises: Invalid, NameTaken, TrackTaken, ConditionError.
    """
    last = Workflow.objects.aggregate(last=Max("position"))["last"] or 0
    workflow = Workflow(position=last + 1)
    _write(workflow, name=name, description=description, track=track)
    save_draft(workflow=workflow, text=text or Text(), by=by, at=at)
    audit.record(action="workflow.created", target=workflow.name, by=by, at=at)
    return workflow


@transaction.atomic
def rename(
    *, workflow: Workflow, name: str, description: str, track: str, by: int | None, at: datetime
) -> Workflow:
    """Change the name, the description and the track it serves.

    Raises: Invalid, NameTaken, TrackTaken.
    """
    _lock(workflow)
    _write(workflow, name=name, description=description, track=track)
    audit.record(action="workflow.changed", target=workflow.name, by=by, at=at)
    return workflow


def _write(workflow: Workflow, *, name: str, description: str, track: str) -> None:
    name = " ".join(clean(name).split())
    if not 0 < len(name) <= 120:
        raise _invalid("name", _("Give it a name of 1 to 120 characters."))
    if len(description) > 300 or len(track) > 60:
        long = "description" if len(description) > 300 else "track"
        raise _invalid(long, _("This is too long."))
    others = Workflow.objects.exclude(pk=workflow.pk)
    if others.filter(name=name).exists():
        raise _invalid("name", _("Another workflow has this name."), NameTaken)
    if track and others.filter(track=track).exists():
        raise _invalid("track", _("Another workflow serves this track."), TrackTaken)
    workflow.name, workflow.description, workflow.track = name, clean(description), track.strip()
    # Of one that exists nothing else: its state may have changed since it was read.
    columns = ["name", "description", "track", "updated_at"] if workflow.pk else None
    try:
        with transaction.atomic():
            workflow.save(update_fields=columns)
    except IntegrityError as error:
        raise _invalid("name", _("Another workflow has this name."), NameTaken) from error


def _invalid(path: str, message: str | Promise, kind: type[DomainError] = Invalid) -> DomainError:
    return kind(message, errors=[{"path": path, "message": str(message)}])


def live(workflow: Workflow) -> WorkflowVersion | None:
    """Return the version that leads enter now."""
    published = WorkflowVersion.objects.filter(workflow=workflow, published_at__isnull=False, retired_at=None)
    return published.first()


def draft(workflow: Workflow) -> WorkflowVersion | None:
    """Return the version that is being written, if one is."""
    return WorkflowVersion.objects.filter(workflow=workflow, published_at=None).first()


def text_of(version: WorkflowVersion | None) -> Text:
    """Return what a version says, to begin a new one from."""
    if version is None:
        return Text()
    return Text(
        steps=version.steps,
        entry=version.entry,
        exit_condition=version.exit_condition,
        reentry=version.reentry,
        reentry_days=version.reentry_days,
    )


def current(workflow: Workflow) -> WorkflowVersion | None:
    """Return what a person who opens the workflow edits: the draft, else what is live."""
    return draft(workflow) or live(workflow)


def to_run(workflow: Workflow) -> WorkflowVersion | None:
    """Return what activating lets leads walk: a paused one goes on with what is live, another with its draft."""
    return live(workflow) if workflow.state == State.PAUSED else current(workflow)


@transaction.atomic
def save_draft(*, workflow: Workflow, text: Text, by: int | None, at: datetime) -> WorkflowVersion:
    """Write the draft, made if there is none; what is live stays as it is.

    Steps may have faults still, which publishing refuses. Raises: Invalid, ConditionError, WorkflowConflict.
    """
    locked = _lock(workflow)
    if locked.state == State.ARCHIVED:
        raise WorkflowConflict(_("This workflow was set aside. Take it up again first."))
    _check_text(text)
    version = draft(workflow) or WorkflowVersion(workflow=workflow, number=_next_number(workflow))
    version.steps = [dict(step) for step in text.steps]
    version.entry, version.exit_condition = _condition(text.entry), _condition(text.exit_condition)
    version.reentry, version.reentry_days = text.reentry, text.reentry_days
    version.save()
    return version


def _next_number(workflow: Workflow) -> int:
    return (WorkflowVersion.objects.filter(workflow=workflow).aggregate(last=Max("number"))["last"] or 0) + 1


def _check_text(text: Text) -> None:
    if text.reentry not in Reentry.values:
        raise _invalid("reentry", _("Choose whether leads may come again."))
    if not 0 < text.reentry_days <= MAX_REENTRY_DAYS:
        raise _invalid("reentry_days", _("Give a number of days from 1 to 3650."))
    if len(text.steps) > MAX_STEPS:
        raise _invalid("steps", _("At most %(limit)s steps.") % {"limit": MAX_STEPS})
    if errors := shape.errors(text.steps):
        raise Invalid(_("Some values are missing or wrong."), errors=errors)


def _condition(tree: Mapping[str, Any]) -> dict[str, Any]:
    return to_json(parse(tree, lead_queries.registry(with_scores=True))) if tree else {}


@transaction.atomic
def discard_draft(*, workflow: Workflow, by: int | None, at: datetime) -> None:
    """Throw the draft away; a workflow that was never published keeps its one draft.

    Raises: WorkflowConflict.
    """
    _lock(workflow)
    if live(workflow) is None:
        raise WorkflowConflict(_("This workflow has never been published, so its draft is all there is."))
    WorkflowVersion.objects.filter(workflow=workflow, published_at=None).delete()


@transaction.atomic
def publish(*, workflow: Workflow, by: int | None, at: datetime) -> WorkflowVersion:
    """Make the draft the version that leads enter from now on; those under way stay on theirs (E7).

    Raises: NotRunnable, WorkflowConflict without a draft.
    """
    _lock(workflow)
    version = draft(workflow)
    if version is None:
        raise WorkflowConflict(_("There is nothing new to publish."))
    faults = outline.check(version.steps)
    if faults:
        raise NotRunnable(
            _("This workflow cannot run yet: %(fault)s") % {"fault": faults[0].message},
            errors=[fault.as_error() for fault in faults],
        )
    WorkflowVersion.objects.filter(workflow=workflow, published_at__isnull=False, retired_at=None).update(
        retired_at=at, updated_at=at
    )
    version.published_at, version.published_by = at, by
    version.save(update_fields=["published_at", "published_by", "updated_at"])
    audit.record(
        action="workflow.published", target=workflow.name, by=by, at=at, data={"number": version.number}
    )
    return version


@transaction.atomic
def activate(*, workflow: Workflow, by: int | None, at: datetime) -> Job | None:
    """Publish what is drafted and let leads in: new ones as they come, those there are by the job returned.

    Raises: NotRunnable, WorkflowConflict.
    """
    if _lock(workflow).state == State.PAUSED:
        resume(workflow=workflow, by=by, at=at)
        return entering.begin(workflow=workflow, by=by, at=at)
    if draft(workflow) is not None or live(workflow) is None:
        publish(workflow=workflow, by=by, at=at)
    _move(workflow, State.ACTIVE, by=by, at=at, action="workflow.activated")
    return entering.begin(workflow=workflow, by=by, at=at)


@transaction.atomic
def pause(*, workflow: Workflow, by: int | None, at: datetime, reason: str = "") -> None:
    """Stop it: nobody enters, nobody moves on, no mail that waits leaves; whoever is under way stays where they are.

    Waits for steps that are being done this moment; afterwards nothing more is done.
    Raises: WorkflowConflict.
    """
    _move(workflow, State.PAUSED, by=by, at=at, action="workflow.paused", paused_reason=reason[:120])
    enroll.still(workflow=workflow, at=at)


@transaction.atomic
def resume(*, workflow: Workflow, by: int | None, at: datetime) -> None:
    """Let it go on: what fell due meanwhile is done in its order, spread over time.

    Raises: WorkflowConflict.
    """
    if _lock(workflow).state != State.PAUSED:
        raise WorkflowConflict(_("Only a paused workflow goes on."))
    _move(workflow, State.ACTIVE, by=by, at=at, action="workflow.resumed", paused_reason="")
    enroll.wake(workflow=workflow, at=at)


@transaction.atomic
def archive(*, workflow: Workflow, by: int | None, at: datetime) -> None:
    """Set it aside: everybody under way leaves it, and care finds them something else.

    Raises: WorkflowConflict; DefaultNeeded for the default.
    """
    if _lock(workflow).is_default:
        raise DefaultNeeded(_("This is the default workflow. Make another one the default first."))
    _move(workflow, State.ARCHIVED, by=by, at=at, action="workflow.archived", paused_reason="")
    under_way = Enrollment.objects.active().filter(workflow=workflow).values_list("pk", flat=True)
    enroll.leave(enrollment_ids=list(under_way), reason=LeaveReason.ARCHIVED, by=by, at=at)
    enroll.take_back(workflow=workflow, at=at)


@transaction.atomic
def restore(*, workflow: Workflow, by: int | None, at: datetime) -> None:
    """Take a workflow that was set aside up again, in dry run.

    Raises: WorkflowConflict.
    """
    _move(workflow, State.DRAFT, by=by, at=at, action="workflow.restored")


def _lock(workflow: Workflow) -> Workflow:
    return Workflow.objects.select_for_update(of=("self",), no_key=True).get(pk=workflow.pk)


def _move(
    workflow: Workflow, state: str, *, by: int | None, at: datetime, action: str, **columns: Any
) -> None:
    locked = _lock(workflow)
    if state not in MOVES[locked.state]:
        raise WorkflowConflict(
            _("This workflow is in the state “%(state)s”.") % {"state": State(locked.state).label}
        )
    for name, value in {"state": state, **columns}.items():
        setattr(workflow, name, value)
    workflow.save(update_fields=["state", *columns, "updated_at"])
    audit.record(action=action, target=workflow.name, by=by, at=at)
