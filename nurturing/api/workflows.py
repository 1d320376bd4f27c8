"""Workflows on the API: their draft, their verbs, their dry run."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads.api.serializers import EmptyIn
from leads.models import Lead
from nurturing.api import serializers as shapes
from nurturing.api.base import NurtureView
from nurturing.models import Workflow, WorkflowVersion
from nurturing.services import arranging, dry_run, outline, workflows
from work.models import Job


SHOWN = 200
TAGS = ["nurturing"]


def _version(version: WorkflowVersion) -> dict[str, Any]:
    """Return the version as it is shown, with the faults of one that can still be mended."""
    version.faults = [] if version.published_at else outline.check(version.steps)  # type: ignore[attr-defined]
    return dict(shapes.VersionOut(version).data)


class Workflows(NurtureView):
    """The workflows in the order in which they are asked."""

    pagination_class = CursorPages
    orderings = {"position": ["position", "pk"]}
    default_ordering = "position"

    @extend_schema(operation_id="workflows_list", responses=shapes.WorkflowOut(many=True), tags=TAGS)
    def get(self, request: Request) -> Response:
        """List the workflows."""
        pages = CursorPages()
        rows = pages.paginate_queryset(Workflow.objects.all(), request, self)
        return pages.get_paginated_response(shapes.WorkflowOut(rows, many=True).data)

    @extend_schema(
        operation_id="workflows_create",
        request=shapes.WorkflowIn,
        responses={201: shapes.WorkflowOut},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Make a workflow in dry run, last in order, with an empty draft."""
        body = self.read(request, shapes.WorkflowIn)
        made = workflows.create(**body, by=self.user_id, at=timezone.now())
        return Response(shapes.WorkflowOut(made).data, status=201)


class WorkflowDetail(NurtureView):
    """One workflow."""

    @extend_schema(operation_id="workflows_read", responses=shapes.WorkflowOut, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show the workflow."""
        return Response(shapes.WorkflowOut(get_object_or_404(Workflow, public_id=public_id)).data)

    @extend_schema(
        operation_id="workflows_change",
        request=shapes.WorkflowIn,
        responses=shapes.WorkflowOut,
        tags=TAGS,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change the name, the description or the track; what is not named stays."""
        held = Workflow.objects.select_for_update(of=("self",), no_key=True)
        workflow = get_object_or_404(held, public_id=public_id)
        body = self.read(request, shapes.WorkflowIn, partial=True)
        values = {name: body.get(name, getattr(workflow, name)) for name in ("name", "description", "track")}
        changed = workflows.rename(workflow=workflow, **values, by=self.user_id, at=timezone.now())
        return Response(shapes.WorkflowOut(changed).data)


class WorkflowDraft(NurtureView):
    """What is being written."""

    @extend_schema(operation_id="workflows_draft_read", responses=shapes.VersionOut, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show the draft with its faults; without one, what is live."""
        workflow = get_object_or_404(Workflow, public_id=public_id)
        version = workflows.current(workflow)
        if version is None:
            raise Http404
        return Response(_version(version))

    @extend_schema(
        operation_id="workflows_draft_write",
        request=shapes.OutlineIn,
        responses=shapes.VersionOut,
        tags=TAGS,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """Write the draft; what is live stays as it is."""
        workflow = get_object_or_404(Workflow, public_id=public_id)
        text = workflows.Text(**self.read(request, shapes.OutlineIn))
        version = workflows.save_draft(workflow=workflow, text=text, by=self.user_id, at=timezone.now())
        return Response(_version(version))


class WorkflowVerb(NurtureView):
    """What the verbs share; each is a class of its own, so that the document names it."""

    capabilities = (None, NurtureView.capabilities[1])

    def run(
        self, request: Request, public_id: UUID, verb: Callable[..., Any], *, status: int = 200
    ) -> Response:
        """Do it, and answer the workflow as it is now."""
        self.read(request, EmptyIn)
        workflow = get_object_or_404(Workflow, public_id=public_id)
        at: datetime = timezone.now()
        done = verb(workflow=workflow, by=self.user_id, at=at)
        shown = done if isinstance(done, Workflow) else Workflow.objects.get(pk=workflow.pk)
        if isinstance(done, Job) or verb is workflows.activate:
            shown.job = done.public_id if done else None  # type: ignore[union-attr]
            return Response(shapes.ActivatedOut(shown).data, status=status)
        return Response(shapes.WorkflowOut(shown).data, status=status)


class WorkflowPublish(WorkflowVerb):
    """Make the draft live."""

    @extend_schema(operation_id="workflows_publish", request=EmptyIn, responses=shapes.WorkflowOut, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Publish the draft; 400 lists its faults. Those under way stay on their version."""
        return self.run(request, public_id, workflows.publish)


class WorkflowActivate(WorkflowVerb):
    """Switch it on."""

    @extend_schema(
        operation_id="workflows_activate", request=EmptyIn, responses=shapes.ActivatedOut, tags=TAGS
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Publish what is drafted and let leads in; the job lets in those there are."""
        return self.run(request, public_id, workflows.activate)


class WorkflowPause(WorkflowVerb):
    """Stop it."""

    @extend_schema(operation_id="workflows_pause", request=EmptyIn, responses=shapes.WorkflowOut, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Pause: nobody enters or moves on, and whoever is under way stays where they are."""
        return self.run(request, public_id, workflows.pause)


class WorkflowResume(WorkflowVerb):
    """Let it go on."""

    @extend_schema(operation_id="workflows_resume", request=EmptyIn, responses=shapes.WorkflowOut, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Resume: what fell due meanwhile is done in its order."""
        return self.run(request, public_id, workflows.resume)


class WorkflowArchive(WorkflowVerb):
    """Set it aside."""

    @extend_schema(operation_id="workflows_archive", request=EmptyIn, responses=shapes.WorkflowOut, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Archive: everybody under way leaves it."""
        return self.run(request, public_id, workflows.archive)


class WorkflowDuplicate(WorkflowVerb):
    """Make a copy."""

    @extend_schema(
        operation_id="workflows_duplicate",
        request=EmptyIn,
        responses={201: shapes.WorkflowOut},
        tags=TAGS,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Duplicate it, in dry run."""
        return self.run(request, public_id, arranging.duplicate, status=201)


class WorkflowDryRun(NurtureView):
    """What activating it would do."""

    @extend_schema(operation_id="workflows_dry_run", responses=shapes.DryRunOut, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Say who would enter now, who not and why; nothing is written."""
        workflow = get_object_or_404(Workflow, public_id=public_id)
        version = workflows.to_run(workflow)
        if version is None:
            raise Http404
        found = dry_run.dry_run(workflow=workflow, version=version, at=timezone.now())
        shown = Lead.objects.filter(pk__in=list(found.entering)[:SHOWN]).order_by("pk")
        values = {
            "at": found.at,
            "entering": len(found.entering),
            "leads": shown.values_list("public_id", flat=True),
            "refused": found.counts,
            "looked_at": found.looked_at,
            "total": found.total,
        }
        return Response(shapes.DryRunOut(values).data)
