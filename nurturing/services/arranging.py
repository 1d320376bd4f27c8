"""The workflows among one another: their order, which is the default, and copies."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Invalid
from nurturing.choices import WorkflowState
from nurturing.models import Workflow
from nurturing.services import workflows
from tenants.services import audit


@transaction.atomic
def order(*, workflow_ids: Sequence[int], by: int | None, at: datetime) -> None:
    """Put the workflows in this order: of several that fit a lead the first takes it, the default always last.

    Raises: Invalid unless every one is named once.
    """
    known = {
        item.pk: item for item in Workflow.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    }
    if sorted(workflow_ids) != sorted(known):
        message = _("Name every workflow exactly once.")
        raise Invalid(message, errors=[{"path": "order", "message": message}])
    for position, workflow_id in enumerate(workflow_ids, start=1):
        known[workflow_id].position = position
    Workflow.objects.bulk_update(known.values(), ["position"])
    names = [known[workflow_id].name for workflow_id in workflow_ids]
    audit.record(action="workflow.ordered", by=by, at=at, data={"order": names})


@transaction.atomic
def move(*, workflow: Workflow, steps: int, by: int | None, at: datetime) -> None:
    """Move a workflow up (-1) or down (1) in the order; at the end of the list nothing changes."""
    ids = list(Workflow.objects.order_by("position", "pk").values_list("pk", flat=True))
    place = ids.index(workflow.pk)
    ids.insert(min(max(place + steps, 0), len(ids) - 1), ids.pop(place))
    order(workflow_ids=ids, by=by, at=at)


@transaction.atomic
def make_default(*, workflow: Workflow, by: int | None, at: datetime) -> None:
    """Let this workflow take whom no other takes; the former default becomes one like the others.

    Raises: WorkflowConflict unless it is active.
    """
    locked = Workflow.objects.select_for_update(of=("self",), no_key=True).get(pk=workflow.pk)
    if locked.state != WorkflowState.ACTIVE:
        raise workflows.WorkflowConflict(_("Activate it first: the default takes leads in at every moment."))
    Workflow.objects.filter(is_default=True).update(is_default=False, updated_at=at)
    Workflow.objects.filter(pk=workflow.pk).update(is_default=True, updated_at=at)
    workflow.is_default = True
    audit.record(action="workflow.made_default", target=workflow.name, by=by, at=at)


@transaction.atomic
def duplicate(*, workflow: Workflow, by: int | None, at: datetime) -> Workflow:
    """Make a copy in dry run, from the draft or else from what is live."""
    text = workflows.text_of(workflows.current(workflow))
    names = set(Workflow.objects.values_list("name", flat=True))
    numbers = (f"{workflow.name[:110]} ({number})" for number in range(2, len(names) + 3))
    name = next(name for name in numbers if name not in names)
    return workflows.create(name=name, description=workflow.description, text=text, by=by, at=at)
