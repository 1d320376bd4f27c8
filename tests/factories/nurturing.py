"""Workflows and people on their way through them; call inside a workspace's scope."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from leads.models import Lead
from messaging.models import Message, Template
from nurturing.choices import WorkflowState
from nurturing.models import Enrollment, Workflow
from nurturing.services import advance, care, workflows
from nurturing.services.workflows import Text
from tests.factories import messaging
from tests.factories.leads import make_activity, make_lead


EVERYBODY: dict[str, Any] = {"all": []}
# A Wednesday to come, ten o'clock in Madrid.
NOW = datetime(2027, 3, 17, 9, 0, tzinfo=UTC)


def mailed(lead: Lead | None = None, **columns: Any) -> Lead:
    """Make a lead that may be mailed."""
    number = Lead.objects.count() + 1
    given = {"first_name": "Ana", "email": f"ana{number}@reformassol.es", "marketing_consent": "given"}
    return make_lead(**given | columns)


def email(template: Template, step_id: str = "mail", **more: Any) -> dict[str, Any]:
    """Return the step that sends the template."""
    return {"id": step_id, "kind": "email", "template": str(template.public_id), **more}


def simple_steps(template: Template) -> list[dict[str, Any]]:
    """Return a mail, a wait of three days, the mail's end."""
    return [
        email(template),
        {"id": "wait", "kind": "wait", "days": 3},
        {"id": "end", "kind": "exit", "reason": "Read it all"},
    ]


def make_workflow(
    name: str = "Care",
    steps: Sequence[Mapping[str, Any]] | None = None,
    *,
    is_active: bool = True,
    is_default: bool = False,
    at: datetime = NOW,
    track: str = "",
    **text: Any,
) -> Workflow:
    """Make a workflow, published and active unless said otherwise; nobody is let in by making it."""
    steps = steps if steps is not None else simple_steps(messaging.make_template())
    workflow = workflows.create(name=name, text=Text(steps=steps, **text), by=None, at=at, track=track)
    Workflow.objects.filter(pk=workflow.pk).update(is_default=is_default)
    if is_active:
        workflows.publish(workflow=workflow, by=None, at=at)
        Workflow.objects.filter(pk=workflow.pk).update(state=WorkflowState.ACTIVE)
    return Workflow.objects.get(pk=workflow.pk)


def look_after(*leads: Lead, at: datetime = NOW) -> None:
    """Run the care step alone."""
    care.reconcile(lead_ids=[lead.pk for lead in leads], at=at)


def advance_all(at: datetime = NOW) -> None:
    """Do what is due of everybody's steps, whatever the queue says."""
    advance.run(keys=list(Enrollment.objects.active().values_list("pk", flat=True)), at=at)


def enrollment_of(lead: Lead) -> Enrollment:
    """Return the lead's latest enrollment."""
    return Enrollment.objects.filter(lead=lead).latest("pk")


def click(message: Message, at: datetime = NOW, **data: Any) -> None:
    """Let a person click in the mail, as the judge of clicks writes it."""
    assert message.lead is not None
    make_activity(
        message.lead, "email_clicked", at, message=str(message.public_id), origin=message.origin, **data
    )
