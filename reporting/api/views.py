"""The reports for programs: the same questions and the same numbers as the pages."""

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.scope import current_workspace_id
from reporting.api import plain, shapes
from reporting.choices import ROAD, Basis, By, Span, Step
from reporting.queries import calibration, names, rejects, response, workflows
from reporting.queries.funnel import funnel
from reporting.question import Question
from tenants.api.views import WorkspaceAPIView
from tenants.models import Workspace
from tenants.permissions import Capability


PARAMETERS = [
    OpenApiParameter("period", str, enum=Span.values, description="Without one: the last 30 days."),
    OpenApiParameter("from", date, description="First day of a custom period."),
    OpenApiParameter("to", date, description="Last day of a custom period."),
    OpenApiParameter("source", str, description="Slug of the source that brought the lead first."),
    OpenApiParameter("campaign", str, description="Slug of the campaign that brought the lead first."),
]
BY = OpenApiParameter("by", str, enum=By.values, description="What the lines are.")
WHOLE: dict[str, Any] = {"key": None, "name": ""}


class ReportView(WorkspaceAPIView):
    """Reading a report; a rep's session sees funnel and response of their own leads."""

    scopes = ("reports:read", None)
    capabilities: tuple[Capability | None, Capability | None] = (Capability.VIEW_ALL_REPORTS, None)

    def question(self, request: Request) -> Question:
        """Return what is asked; raises ValidationError."""
        http: Any = request._request
        membership = getattr(http, "membership", None)
        workspace = getattr(http, "workspace", None) or Workspace.objects.get(pk=current_workspace_id())
        asked = Question(request.query_params, workspace=workspace, membership=membership, at=timezone.now())
        if not asked.form.is_valid():
            raise ValidationError(
                {name: [str(text) for text in texts] for name, texts in asked.form.errors.items()}
            )
        return asked


class FunnelReport(ReportView):
    """How far the leads of a period came."""

    capabilities = (Capability.VIEW_REPORTS, None)

    @extend_schema(
        operation_id="reports_funnel",
        parameters=[*PARAMETERS, BY],
        responses=shapes.FunnelOut,
        tags=["reports"],
    )
    def get(self, request: Request) -> Response:
        """Return the funnel."""
        asked = self.question(request)
        now = funnel(asked.scope, by=asked.by)
        before = funnel(asked.scope_before, by="all", with_days=False, with_cost=False).total
        body = plain.question(asked) | {
            "by": asked.by,
            "steps": plain.steps(now, before, ROAD if asked.is_own else Step),
            "lines": plain.lines(now.lines, _known(asked)),
        }
        return Response(shapes.FunnelOut(body).data)


def _known(asked: Question) -> Any:
    return {By.SOURCE: asked.sources, By.CAMPAIGN: asked.campaigns}.get(By(asked.by), {})


class SourcesReport(ReportView):
    """What each source or campaign brings, costs and earns."""

    @extend_schema(
        operation_id="reports_sources",
        parameters=[*PARAMETERS, BY],
        responses=shapes.SourcesOut,
        tags=["reports"],
    )
    def get(self, request: Request) -> Response:
        """Return the sources, or the campaigns with ``by=campaign``."""
        asked = self.question(request)
        by = By.CAMPAIGN if asked.by == By.CAMPAIGN else By.SOURCE
        now = funnel(asked.scope, by=by, with_days=False)
        known = asked.campaigns if by == By.CAMPAIGN else asked.sources
        body = plain.question(asked) | {
            "by": by,
            "lines": plain.lines(now.lines, known),
            "total": WHOLE | plain.line(now.total),
        }
        return Response(shapes.SourcesOut(body).data)


class ResponseReport(ReportView):
    """How fast Sales answers and contacts."""

    capabilities = (Capability.VIEW_REPORTS, None)

    @extend_schema(
        operation_id="reports_response", parameters=PARAMETERS, responses=shapes.ResponseOut, tags=["reports"]
    )
    def get(self, request: Request) -> Response:
        """Return the waits."""
        asked = self.question(request)
        found = response.response(asked.scope, at=asked.at)
        before = response.response(asked.scope_before, at=asked.at).total
        people, teams = names.public_people(), names.public_teams()
        body = plain.question(asked) | {
            "total": WHOLE | plain.waits(found.total),
            "before_total": WHOLE | plain.waits(before),
            "parts": [plain.key(day, {}) | plain.waits(waits) for day, waits in sorted(found.parts.items())],
            "reps": [plain.key(pk, people) | plain.waits(waits) for pk, waits in found.owners.items()],
            "teams": [plain.key(pk, teams) | plain.waits(waits) for pk, waits in found.teams.items()],
        }
        return Response(shapes.ResponseOut(body).data)


class RejectsReport(ReportView):
    """What is sent back, and why."""

    @extend_schema(
        operation_id="reports_rejects", parameters=PARAMETERS, responses=shapes.RejectsOut, tags=["reports"]
    )
    def get(self, request: Request) -> Response:
        """Return hand-offs sent back, and who left for which reason."""
        asked = self.question(request)
        offers, before = rejects.offers(asked.scope), rejects.offers(asked.scope_before)
        people = names.public_people()
        sources = rejects.summed(offers, lambda offer: offer.source_id)
        reps = rejects.summed(offers, lambda offer: offer.owner_id)
        body = plain.question(asked) | {
            "total": WHOLE | plain.dishes(rejects.whole(offers)),
            "before_total": WHOLE | plain.dishes(rejects.whole(before)),
            "sources": [plain.key(pk, asked.sources) | plain.dishes(found) for pk, found in sources.items()],
            "reps": [plain.key(pk, people) | plain.dishes(found) for pk, found in reps.items()],
            "exits": sorted(rejects.exits(asked.scope), key=lambda item: (item.part, item.fate, item.reason)),
        }
        return Response(shapes.RejectsOut(body).data)


class WorkflowsReport(ReportView):
    """What workflows and content achieve."""

    @extend_schema(
        operation_id="reports_workflows",
        parameters=PARAMETERS,
        responses=shapes.WorkflowsOut,
        tags=["reports"],
    )
    def get(self, request: Request) -> Response:
        """Return the results."""
        asked = self.question(request)
        body = plain.question(asked) | {
            "workflows": workflows.workflows(asked.scope),
            "content": workflows.content(asked.scope),
        }
        return Response(shapes.WorkflowsOut(body).data)


class CalibrationReport(ReportView):
    """Grades against what became of their leads."""

    @extend_schema(
        operation_id="reports_calibration",
        parameters=PARAMETERS,
        responses=shapes.CalibrationOut,
        tags=["reports"],
    )
    def get(self, request: Request) -> Response:
        """Return the grades at hand-off and the grades now."""
        asked = self.question(request)
        body = plain.question(asked) | {
            "bases": [
                {"basis": basis, "grades": plain.grades(calibration.calibration(asked.scope, basis=basis))}
                for basis in Basis
            ]
        }
        return Response(shapes.CalibrationOut(body).data)
