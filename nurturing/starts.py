"""What a new workflow may begin with: a few roads that work, with mails written for them, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.scope import current_workspace_id
from leads.choices import ActivityKind
from messaging import starters
from messaging.models import Template
from messaging.services import authoring
from messaging.starters import Texts
from nurturing.choices import Reentry
from nurturing.models import ContentPiece, Workflow
from nurturing.services import workflows
from tenants.models import Workspace


FIRST, BLANK = "welcome", "blank"
OFFICE = {"from_hour": 9, "until_hour": 18, "weekdays": [0, 1, 2, 3, 4]}
QUIET = [ActivityKind.INQUIRY, ActivityKind.PAGE_VIEW, ActivityKind.EMAIL_CLICKED, ActivityKind.CALL]


@dataclass(frozen=True, slots=True)
class Start:
    """One road to begin with; its mails are named by the starting text they are written from."""

    key: str
    icon: str
    name: str | Promise
    note: str | Promise
    steps: Sequence[Mapping[str, Any]] = ()
    entry: Mapping[str, Any] | None = None
    reentry: str = Reentry.NEVER

    @property
    def mails(self) -> int:
        """How many mails it sends."""
        return sum("starter" in step for step in self.steps)


STARTS = (
    Start(
        FIRST,
        "hand",
        pgettext_lazy("workflow", "Welcome and guide"),
        gettext_lazy("Says hello, sends a guide, and goes on by whether it was opened."),
        steps=(
            {"id": "s1", "kind": "email", "starter": "welcome"},
            {"id": "s2", "kind": "wait", "days": 3, **OFFICE},
            {"id": "s3", "kind": "email", "starter": "guide"},
            {
                "id": "s4",
                "kind": "branch_click",
                "cases": [{"any": True, "go": "s7"}],
                "within_days": 5,
                "otherwise": "s5",
            },
            {"id": "s5", "kind": "email", "starter": "question"},
            {"id": "s6", "kind": "exit", "reason": gettext_lazy("Did not open the guide")},
            {"id": "s7", "kind": "wait", "days": 2, **OFFICE},
            {"id": "s8", "kind": "email", "starter": "talk"},
            {"id": "s9", "kind": "exit", "reason": gettext_lazy("Has read it all")},
        ),
        entry={"all": [{"activity": ActivityKind.INQUIRY, "at_least": 1, "within_days": 7}]},
    ),
    Start(
        "wake-up",
        "refresh-cw",
        pgettext_lazy("workflow", "Re-activation"),
        gettext_lazy("Writes to whom nothing was heard of for three months; whoever clicks goes to Sales."),
        steps=(
            {"id": "s1", "kind": "email", "starter": "story"},
            {
                "id": "s2",
                "kind": "branch_click",
                "cases": [{"any": True, "go": "s6"}],
                "within_days": 10,
                "otherwise": "s3",
            },
            {"id": "s3", "kind": "wait", "days": 20, **OFFICE},
            {"id": "s4", "kind": "email", "starter": "question"},
            {"id": "s5", "kind": "exit", "reason": gettext_lazy("Did not wake up")},
            {"id": "s6", "kind": "wish"},
            {"id": "s7", "kind": "exit", "reason": gettext_lazy("Awake again")},
        ),
        entry={"all": [{"activity": QUIET, "at_most": 0, "within_days": 90}]},
        reentry=Reentry.AFTER,
    ),
    Start(
        "event",
        "calendar-check",
        pgettext_lazy("workflow", "After an event"),
        gettext_lazy("Follows up with who came, and has a person call those who do not answer."),
        steps=(
            {"id": "s1", "kind": "wait", "hours": 4, **OFFICE},
            {"id": "s2", "kind": "email", "starter": "story"},
            {
                "id": "s3",
                "kind": "branch_click",
                "cases": [{"any": True, "go": "s6"}],
                "within_days": 4,
                "otherwise": "s4",
            },
            {"id": "s4", "kind": "task", "title": gettext_lazy("Call about the event"), "days": 1},
            {"id": "s5", "kind": "exit", "reason": gettext_lazy("Is called by a person")},
            {"id": "s6", "kind": "email", "starter": "talk"},
            {"id": "s7", "kind": "exit", "reason": gettext_lazy("Has the offer to talk")},
        ),
        entry={"all": [{"activity": ActivityKind.EVENT_ATTENDED, "at_least": 1, "within_days": 14}]},
        reentry=Reentry.AFTER,
    ),
    Start(
        BLANK,
        "file-text",
        pgettext_lazy("workflow", "Blank"),
        gettext_lazy("An empty outline."),
    ),
)
_by_key = {start.key: start for start in STARTS}


def choices() -> list[tuple[str, str | Promise]]:
    """Return what the form offers."""
    return [(start.key, start.name) for start in STARTS]


@transaction.atomic
def begin(*, start: str, name: str, by: int | None, at: datetime) -> Workflow:
    """Make a workflow in dry run from a start, with mails of its own; what can be sent as it is, is published.

    Raises: Invalid, NameTaken.
    """
    found = _by_key[start]
    name = name.strip() or _free_name(str(found.name if found.steps else _("New workflow")))
    language = Workspace.objects.values_list("language", flat=True).get(pk=current_workspace_id())
    texts = [str(step["starter"]) for step in found.steps if "starter" in step]
    made = {starter: _template(starter, name, language, by=by, at=at) for starter in dict.fromkeys(texts)}
    steps = [_step(step, made) for step in found.steps]
    text = workflows.Text(steps=steps, entry=found.entry or {}, reentry=found.reentry)
    return workflows.create(name=name, description=str(found.note), text=text, by=by, at=at)


def _free_name(name: str) -> str:
    taken = set(Workflow.objects.values_list("name", flat=True))
    numbered = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(one for one in numbered if one not in taken)


def _step(step: Mapping[str, Any], made: Mapping[str, Template]) -> dict[str, Any]:
    written = {key: str(value) if isinstance(value, Promise) else value for key, value in step.items()}
    starter = written.pop("starter", "")
    return {**written, "template": str(made[starter].public_id)} if starter else written


def _template(starter: str, workflow: str, language: str, *, by: int | None, at: datetime) -> Template:
    """Write a mail from its starting text; a link that is still open leads to a piece of content if there is one."""
    name = starters.name(starter, language=language)
    if Template.objects.filter(name=name).exists():
        name = _free_template(f"{name}: {workflow}"[:110])
    template = authoring.create(name=name, language=language, starter=starter)
    piece = ContentPiece.objects.filter(is_active=True, language__in=["", language]).order_by("pk").first()
    if starters.STARTERS[starter].has_link:
        if piece is None:
            return template
        texts = starters.texts(starter, language=language)
        body = texts.body.replace("](https://)", f"](content:{piece.slug})")
        authoring.save_draft(
            template=template, language=language, texts=Texts(texts.subject, texts.preheader, body)
        )
    authoring.publish(template=template, language=language, at=at, by=by)
    return template


def _free_template(name: str) -> str:
    taken = set(Template.objects.values_list("name", flat=True))
    numbered = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(one for one in numbered if one not in taken)
