"""What the pages of one workflow share: which one, which version, its tabs and its verbs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from messaging.models import Template
from nurturing import figures, lines
from nurturing.choices import WorkflowState
from nurturing.engine.outline import Fault
from nurturing.models import Workflow, WorkflowVersion
from nurturing.services import outline, workflows
from nurturing.services.outline import Names
from nurturing.views.addresses import to


State = WorkflowState


def get_workflow(pk: int) -> Workflow:
    """Return the workflow, else raise Http404."""
    return get_object_or_404(Workflow, pk=pk)


def lock_workflow(pk: int) -> Workflow:
    """Return the workflow, held until the request ends, so that two edits of its draft do not lose one."""
    return get_object_or_404(Workflow.objects.select_for_update(of=("self",), no_key=True), pk=pk)


def version_shown(workflow: Workflow) -> WorkflowVersion:
    """Return the draft, else what is live; an empty one if there is neither."""
    return workflows.current(workflow) or WorkflowVersion(workflow=workflow)


def refused(request: HttpRequest, refusal: DomainError, *, back_url: str) -> HttpResponse:
    """Say what stands in the way: on a page of its own, or as a toast beside what htmx shows."""
    sentences = dict.fromkeys([refusal.message, *(error["message"] for error in refusal.errors)])
    message = " ".join(sentences)
    if not wants_fragment(request):
        values = {"message": message, "back_url": back_url}
        return render(request, "409.html", values, status=refusal.status)
    toasts.add(request, message, level=messages.ERROR)
    response = HttpResponse(status=refusal.status)
    response["HX-Reswap"] = "none"
    return response


@dataclass
class Shown:
    """One workflow on one of its pages."""

    request: HttpRequest
    workflow: Workflow
    page: str = "edit"

    @cached_property
    def draft(self) -> WorkflowVersion | None:
        """What is being written."""
        return workflows.draft(self.workflow)

    @cached_property
    def live(self) -> WorkflowVersion | None:
        """What leads enter now."""
        return workflows.live(self.workflow)

    @cached_property
    def version(self) -> WorkflowVersion:
        """What the pages show: the draft, else what is live."""
        return self.draft or self.live or WorkflowVersion(workflow=self.workflow)

    @cached_property
    def known(self) -> Names:
        """What steps may name."""
        return outline.names()

    @cached_property
    def faults(self) -> list[Fault]:
        """What keeps the version from being run."""
        return outline.check(self.version.steps, known=self.known)

    @cached_property
    def lines(self) -> list[lines.Line]:
        """The outline."""
        return lines.read(
            self.version.steps, self.known, faults=self.faults, here=figures.here(self.workflow)
        )

    @cached_property
    def texts(self) -> dict[str, str]:
        """Where the text of each mail of the outline is written, by the template's public id."""
        wanted = [line.template for line in self.lines if line.template]
        if not wanted or not self.request.membership.can("edit_templates"):  # type: ignore[attr-defined]
            return {}
        workspace = self.request.workspace  # type: ignore[attr-defined]
        found = Template.objects.filter(public_id__in=wanted, is_archived=False)
        return {
            str(public_id): reverse(
                "messaging:template-text",
                kwargs={"workspace": workspace.slug, "pk": pk, "language": workspace.language},
            )
            for public_id, pk in found.values_list("public_id", "pk")
        }

    @property
    def general_faults(self) -> list[str]:
        """Faults that belong to no single step."""
        return [fault.message for fault in self.faults if not fault.step]

    @property
    def can_edit(self) -> bool:
        """Whether this member may change it, and it is not in the archive."""
        may = self.request.membership.can("edit_nurture")  # type: ignore[attr-defined]
        return bool(may) and self.workflow.state != State.ARCHIVED

    @property
    def has_news(self) -> bool:
        """Whether something is written that leads do not walk yet, though it was published once."""
        return bool(self.draft and self.live)

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The pages of the workflow."""
        pages = (
            ("edit", "edit-workflow", _("Outline")),
            ("dry-run", "dry-run", _("Dry run")),
            ("people", "people", _("People")),
            ("stats", "stats", _("Results")),
            ("history", "history", _("History")),
        )
        return [
            {"url": self.url(name), "label": label, "current": page == self.page}
            for page, name, label in pages
        ]

    @property
    def verbs(self) -> list[dict[str, Any]]:
        """What else may be done, behind the dots."""
        if not self.request.membership.can("edit_nurture"):  # type: ignore[attr-defined]
            return []
        found = [{"label": _("Name and track"), "icon": "pencil", "url": self.url("workflow-settings")}]
        found.append(self._verb("duplicate", _("Duplicate"), "copy"))
        state = self.workflow.state
        if self.has_news:
            found.append(self._verb("discard", _("Discard the changes"), "undo-2"))
        if state == State.ACTIVE and not self.workflow.is_default:
            found.append(self._verb("default", _("Make it the default"), "star"))
        if state == State.ARCHIVED:
            found.append(self._verb("restore", _("Take it up again"), "rotate-ccw"))
        elif not self.workflow.is_default:
            found.append(self._verb("archive", _("Archive"), "archive"))
        return found

    def _verb(self, verb: str, label: str, icon: str) -> dict[str, Any]:
        return {"label": label, "icon": icon, "url": self.url("workflow-verb", verb=verb), "post": True}

    @property
    def edit_url(self) -> str:
        """The address of the outline."""
        return self.url("edit-workflow")

    def url(self, page: str, /, **kwargs: object) -> str:
        """Return the address of a page of the workflow."""
        return to(self.request, page, pk=self.workflow.pk, **kwargs)
