"""What each kind of step does for everybody who stands at it; says who goes on, and where to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from core.scope import current_workspace_id
from leads.services import tasks, wishes
from messaging.choices import Withheld
from messaging.models import Template, TemplateVersion
from messaging.services import outbox, recipients, templates
from nurturing import queries
from nurturing.choices import StepKind
from nurturing.engine.outline import Json, Outline, Step
from nurturing.models import WorkflowVersion
from nurturing.services import enroll
from nurturing.services.travelers import Setting, Traveler


# Until the workspace has an address to write under its mails, and until care has seen a refusal.
NO_IDENTITY, REFUSED = timedelta(hours=1), timedelta(days=1)
CLICKS = """
SELECT s.enrollment_id, a.data FROM nurturing_steprun s
JOIN nurturing_enrollment e ON e.workspace_id = s.workspace_id AND e.id = s.enrollment_id
JOIN messaging_message m ON m.workspace_id = s.workspace_id AND m.id = s.message_id
JOIN leads_activity a ON a.workspace_id = e.workspace_id AND a.lead_id = e.lead_id
  AND a.kind = 'email_clicked' AND a.data->>'message' = m.public_id::text
WHERE s.workspace_id = %s AND s.enrollment_id = ANY(%s) AND s.step = %s
ORDER BY a.occurred_at, a.id
"""
# Whoever goes on, with the id of the step to go to; empty for the next one.
Moves = Iterator[tuple[Traveler, str]]


@dataclass(slots=True)
class Batch:
    """One run over many enrollments: what was read for it, and what is to be written at its end."""

    setting: Setting
    mails: list[outbox.Mail] = field(default_factory=list)
    wished: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    planned: dict[datetime, list[tasks.Planned]] = field(default_factory=lambda: defaultdict(list))
    # leads that may not be mailed, for care to look at
    refused: list[int] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """Return the moment of the run."""
        return self.setting.at


def do(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    """Do the step for everybody who stands at it; yield who goes on. A kind nobody knows is passed by."""
    if here:
        yield from _ACTS.get(step.kind, _pass)(outline, step, here, batch, version)


def finish(batch: Batch) -> None:
    """Write the wishes and tasks of the batch. Queries: five per workflow that wishes, three per due moment."""
    for reason, lead_ids in sorted(batch.wished.items()):
        wishes.wish(lead_ids=lead_ids, by=None, at=batch.at, reason=reason)
    for due_at, planned in sorted(batch.planned.items()):
        tasks.add_many(planned=planned, due_at=due_at, by=None, at=batch.at)


def _pass(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    for traveler in here:
        traveler.did(step, at=batch.at)
        yield traveler, ""


def _wait(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    for traveler in here:
        if traveler.is_due(batch.at):
            traveler.did(step, at=batch.at, until=traveler.enrollment.due_at or batch.at)
            yield traveler, ""


# --- mails ----------------------------------------------------------------------------------------------------


def _email(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    template = _template(step)
    found = templates.live(template_ids=[template.pk]) if template else {}
    if template is None or not found:
        # Deleted or taken back since: the lead must not stand here for ever.
        yield from _skip(step, here, batch, "no_template")
        return
    topic = template.topic.slug if template.topic else ""
    may = recipients.may_mail(lead_ids=[one.lead_id for one in here], topic=topic)
    going: dict[int, tuple[TemplateVersion, list[Traveler]]] = {}
    for traveler in here:
        refusal = may.get(traveler.lead_id)
        if refusal == Withheld.TOPIC_OFF:
            yield from _skip(step, [traveler], batch, refusal)
        elif refusal:
            _refuse(traveler, refusal, batch)
        elif chosen := _in_language(found, template, traveler, batch):
            going.setdefault(chosen.pk, (chosen, []))[1].append(traveler)
    for chosen, group in going.values():
        yield from _send(step, chosen, group, batch, topic)


def _template(step: Step) -> Template | None:
    try:
        public_id = UUID(str(step.data.get("template")))
    except ValueError:
        return None
    return Template.objects.select_related("topic").filter(public_id=public_id).first()


def _in_language(
    found: Mapping[tuple[int, str], TemplateVersion], template: Template, traveler: Traveler, batch: Batch
) -> TemplateVersion | None:
    languages = [traveler.facts.language, batch.setting.workspace.language]
    return templates.choose(found, template.pk, languages=[one for one in languages if one])


def _skip(step: Step, here: Iterable[Traveler], batch: Batch, reason: str) -> Moves:
    for traveler in here:
        traveler.did(step, at=batch.at, skipped=reason)
        yield traveler, ""


def _refuse(traveler: Traveler, refusal: str, batch: Batch) -> None:
    """Stay at the mail: for want of a postal address until there is one, else until care takes the lead out."""
    if refusal == Withheld.NO_IDENTITY:
        traveler.stay(batch.at + NO_IDENTITY)
        return
    traveler.stay(batch.at + REFUSED)
    batch.refused.append(traveler.lead_id)


def _send(step: Step, chosen: TemplateVersion, group: Sequence[Traveler], batch: Batch, topic: str) -> Moves:
    values = templates.values_for(lead_ids=[one.lead_id for one in group], version=chosen)
    for traveler in group:
        key = f"enrollment:{traveler.id}:{step.id}"
        batch.mails.append(
            outbox.Mail(
                key=key,
                lead_id=traveler.lead_id,
                template_version_id=chosen.pk,
                values=values.get(traveler.lead_id, {}),
                origin=enroll.origin(traveler.id),
                topic=topic,
                language=chosen.language,
            )
        )
        traveler.did(step, at=batch.at, key=key)
        yield traveler, ""


# --- branches -------------------------------------------------------------------------------------------------


def _branch_click(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    mail = outline.email_before(step)
    clicks = _clicks([one.id for one in here], mail) if mail else {}
    for traveler in here:
        go, click = decisive(step, clicks.get(traveler.id, []))
        if go:
            traveler.did(step, at=batch.at, because="click", go=go, url=str(click.get("url", ""))[:300])
            yield traveler, go
        elif traveler.is_due(batch.at):
            otherwise = str(step.data.get("otherwise") or "")
            traveler.did(step, at=batch.at, because="time", go=otherwise)
            yield traveler, otherwise


def _clicks(enrollment_ids: Sequence[int], mail: Step) -> dict[int, list[Json]]:
    """Return the clicks of people in the mail that each enrollment was sent by this step, oldest first."""
    found: dict[int, list[Json]] = defaultdict(list)
    with connection.cursor() as cursor:
        params: list[Any] = [current_workspace_id(), list(enrollment_ids), mail.id]
        cursor.execute(CLICKS, params)
        for enrollment_id, data in cursor.fetchall():
            found[enrollment_id].append(queries.as_json(data))
    return found


def decisive(step: Step, clicks: Iterable[Json]) -> tuple[str, Json]:
    """Return where the first click that fits a case leads, and that click; of its cases the first."""
    for click in clicks:
        for case in step.cases:
            if fits(case, click):
                return str(case.get("go", "")), click
    return "", {}


def fits(case: Json, click: Json) -> bool:
    """Say whether the click is one of the case: by content, topic, address or place of the link."""
    links = [str(link) for link in case.get("links") or []]
    return bool(
        case.get("any")
        or (click.get("content") and click["content"] in (case.get("content") or []))
        or (click.get("topic") and click["topic"] in (case.get("topics") or []))
        or (links and str(click.get("url", "")) in links)
        or (links and str(click.get("place", "")) in links)
    )


def _branch_if(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    holds = queries.holding(
        step.data.get("condition") or {},
        [one.lead_id for one in here],
        at=batch.at,
        where=batch.setting.workspace.zone,
    )
    for traveler in here:
        name = "go" if traveler.lead_id in holds else "otherwise"
        target = str(step.data.get(name) or "")
        traveler.did(step, at=batch.at, because="condition", holds=name == "go", go=target)
        yield traveler, target


# --- the rest -------------------------------------------------------------------------------------------------


def _wish(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    reason = version.workflow.name
    for traveler in here:
        batch.wished[reason].append(traveler.lead_id)
    yield from _pass(outline, step, here, batch, version)


def _task(
    outline: Outline, step: Step, here: Sequence[Traveler], batch: Batch, version: WorkflowVersion
) -> Moves:
    due_at = batch.at + timedelta(days=step.data.get("days", 1))
    for traveler in here:
        assignee = traveler.facts.owner_id or version.published_by
        planned = tasks.Planned(traveler.lead_id, str(step.data.get("title") or ""), assignee)
        batch.planned[due_at].append(planned)
    yield from _pass(outline, step, here, batch, version)


_ACTS: dict[str, Callable[[Outline, Step, Sequence[Traveler], Batch, WorkflowVersion], Moves]] = {
    StepKind.EMAIL: _email,
    StepKind.WAIT: _wait,
    StepKind.BRANCH_CLICK: _branch_click,
    StepKind.BRANCH_IF: _branch_if,
    StepKind.WISH: _wish,
    StepKind.TASK: _task,
    StepKind.EXIT: _pass,
}
