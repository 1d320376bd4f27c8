"""What a fresh workspace gets of nurturing: one default workflow, active, so that no lead is left alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from messaging.models import Template
from nurturing.choices import Reentry
from nurturing.models import Workflow
from nurturing.services import arranging, workflows
from nurturing.services.workflows import Text


WORKING_HOURS = {"from_hour": 9, "until_hour": 19, "weekdays": [0, 1, 2, 3, 4]}
# Parts of the purchase cycle before the second, the third and the last look.
PARTS = (10, 25, 50)


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down the defaults in the workspace in scope; what it has already stays as it is."""
    if Workflow.objects.exists():
        return
    mails = [str(pk) for pk in Template.objects.order_by("pk").values_list("public_id", flat=True)[:3]]
    with override(language):
        text = Text(steps=steps_of(mails), reentry=Reentry.AFTER, reentry_days=120)
        workflow = workflows.create(
            name=pgettext("workflow", "General care"),
            description=_("Takes in every lead that no other workflow takes."),
            text=text,
            by=by,
            at=at,
        )
    if mails:
        workflows.publish(workflow=workflow, by=by, at=at)
        Workflow.objects.filter(pk=workflow.pk).update(state="active")
        workflow.refresh_from_db()
        arranging.make_default(workflow=workflow, by=by, at=at)


def steps_of(mails: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return an outline that sends the mails one after the other, spread over the purchase cycle."""
    steps: list[Mapping[str, Any]] = []
    for number, (mail, part) in enumerate(zip(mails, PARTS, strict=False), start=1):
        steps.append({"id": f"mail-{number}", "kind": "email", "template": mail})
        steps.append({"id": f"wait-{number}", "kind": "wait", "cycle_percent": part, **WORKING_HOURS})
    return [*steps, {"id": "end", "kind": "exit", "reason": _("Got all mails")}]
