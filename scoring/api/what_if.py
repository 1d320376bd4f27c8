"""The API of what a draft would change: impact, names, back-test, one lead, and how versions differ.

Reading changes nothing. What takes its time is asked for by POST, so that nothing repeats it by itself.
"""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import DomainError, Forbidden, Invalid
from core.pagination import BadCursor
from leads.api.base import LeadFinder
from scoring import queries
from scoring.api import what_if_shapes as shapes
from scoring.api import what_if_values as values
from scoring.api.views import ModelView, revision_of
from scoring.choices import GRADES
from scoring.engine.shift import LIGHTS
from scoring.engine.spec import ModelSpec
from scoring.models import ScoringModel
from scoring.services import backtest, diff, drafts, impact, moves, simulation, trial
from scoring.services.moves import DEFAULT, WAYS, Which
from tenants.models import User
from tenants.permissions import Capability
from tenants.services import api_keys


TAGS = ["scoring"]
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The draft's revision, as its ETag gave it."
)
WHICH = (
    OpenApiParameter("now", str, enum=list(GRADES), description="The grade the leads have."),
    OpenApiParameter("draft", str, enum=list(GRADES), description="The grade the draft would give."),
    OpenApiParameter("light_now", str, enum=LIGHTS),
    OpenApiParameter("light_draft", str, enum=LIGHTS),
    OpenApiParameter(
        "way", str, enum=list(WAYS), description="A better or worse grade, another grade or light."
    ),
    OpenApiParameter(
        "model", str, description="Key of the model the draft would give; “-” for the default one."
    ),
    OpenApiParameter(
        "rep", str, description="Id of a rep: the leads that publishing would hand to them today."
    ),
    OpenApiParameter("cursor", str),
)
LONGEST_CURSOR = 18


class NotCompared(DomainError):
    """Who would get which lead is known once a job has compared them all."""

    code = "not_compared"


class DraftView(ModelView):
    """What asks about the draft as it is; ``If-Match`` refuses to answer for another one."""

    capabilities = (Capability.VIEW_DRAFT, Capability.VIEW_DRAFT)

    def draft(self, request: Request) -> ScoringModel:
        """Return the draft. Raises: NoDraft, DraftChanged."""
        draft = queries.draft()
        if draft is None:
            raise drafts.NoDraft(_("There is no draft. Start one from the live model."), status=404)
        if revision_of(request) not in {None, draft.revision}:
            raise drafts.DraftChanged(_("Somebody changed the draft meanwhile. Read it again."))
        return draft

    def may_read_leads(self, request: Request) -> bool:
        """Say whether names and facts of leads may be told: to members, and to keys that read leads."""
        key = getattr(request._request, "api_key", None)
        return key is None or api_keys.allows(key, "leads:read")


class Simulate(DraftView):
    """What publishing the draft would do."""

    @extend_schema(
        operation_id="scoring_draft_simulation",
        parameters=[IF_MATCH],
        responses=shapes.SimulationOut,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Return the impact, or how far the job is that works it out; asking starts nothing."""
        known = simulation.read(draft=self.draft(request), at=timezone.now())
        return Response(shapes.SimulationOut(values.simulation_of(known)).data)

    @extend_schema(
        operation_id="scoring_draft_simulate",
        parameters=[IF_MATCH],
        request=None,
        responses={200: shapes.SimulationOut, 202: shapes.SimulationOut},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Compare every lead with the draft: at once, or above 50,000 leads by a job; then 202, and GET asks on."""
        draft = self.draft(request)
        if not impact.is_large():
            return self.get(request)
        known = simulation.Simulation(draft, None, simulation.ask(by=self.user_id))
        return Response(
            shapes.SimulationOut(values.simulation_of(known)).data,
            status=202,
            headers={"Location": request.build_absolute_uri(request.path)},
        )


class Moves(DraftView):
    """The leads behind the numbers."""

    @extend_schema(
        operation_id="scoring_draft_moves",
        parameters=[*WHICH, IF_MATCH],
        responses=shapes.MovesOut,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the leads that the draft would move so, newest first; all that change without a filter."""
        draft, at = self.draft(request), timezone.now()
        names = queries.registry()
        spec = queries.spec_of(draft, names)
        found = moves.page(
            spec=spec,
            live=queries.live_spec(names),
            names=names,
            which=self._which(request, draft, spec),
            at=at,
            after=_cursor(request),
        )
        shown = values.moves_of(found.items, with_names=self.may_read_leads(request))
        return Response(shapes.MovesOut({"results": shown, **_links(request, found.after)}).data)

    def _which(self, request: Request, draft: ScoringModel, spec: ModelSpec) -> Which:
        """Read the filter. Raises: Invalid, NotCompared."""
        rep = request.query_params.get("rep")
        if rep:
            known = simulation.read(draft=draft, at=timezone.now()).impact
            if known is None:
                raise NotCompared(_("Compare all leads with this draft first: POST …/draft/simulate/."))
            return Which(ids=_leads_of(rep, known.owners))
        return Which(
            now=_one_of(request, "now", tuple(GRADES)),
            then=_one_of(request, "draft", tuple(GRADES)),
            light_now=_one_of(request, "light_now", LIGHTS),
            light_then=_one_of(request, "light_draft", LIGHTS),
            way=_one_of(request, "way", tuple(WAYS)),
            model=_one_of(request, "model", (DEFAULT, *(part.key for part in spec.models))),
        )


class BackTest(DraftView):
    """The draft on what has ended."""

    @extend_schema(
        operation_id="scoring_draft_back_test",
        parameters=[IF_MATCH],
        request=shapes.BackTestIn,
        responses=shapes.BackTestOut,
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Judge the newest won, lost and returned hand-offs by the live rules and by the draft, as they stood then."""
        form = shapes.BackTestIn(data=request.data or {})
        form.is_valid(raise_exception=True)
        draft, names, most = self.draft(request), queries.registry(), form.validated_data["n"]
        tried = backtest.run(
            spec=queries.spec_of(draft, names),
            live=queries.live_spec(names),
            names=names,
            most=most,
            at=timezone.now(),
        )
        ends = values.back_test_of(tried, with_names=self.may_read_leads(request))
        return Response(shapes.BackTestOut({"revision": draft.revision, "n": most, "ends": ends}).data)


class Trial(LeadFinder, DraftView):
    """The draft on one lead."""

    @extend_schema(
        operation_id="scoring_draft_test",
        parameters=[IF_MATCH],
        request=shapes.TrialIn,
        responses=shapes.TrialOut,
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Say of each rule whether it holds for the lead, by what, and what it brings; changes nothing."""
        form = shapes.TrialIn(data=request.data or {})
        form.is_valid(raise_exception=True)
        draft, names = self.draft(request), queries.registry()
        lead = self.lead(form.validated_data["lead"])
        found = trial.run(
            lead=lead,
            spec=queries.spec_of(draft, names),
            live=queries.live_spec(names),
            names=names,
            at=timezone.now(),
        )
        may_read = self.may_read_leads(request)
        read = {
            "lead": lead.public_id,
            "title": lead.title if may_read else None,
            "revision": draft.revision,
            "live": values.reading_of(found.live, names, with_facts=may_read) if found.live else None,
            "draft": values.reading_of(found.draft, names, with_facts=may_read),
        }
        return Response(shapes.TrialOut(read).data)


class Compare(ModelView):
    """How two versions differ."""

    @extend_schema(
        operation_id="scoring_models_compare",
        parameters=[
            OpenApiParameter("from", str, description="Number of a version; the one before by default."),
            OpenApiParameter(
                "to", str, description="Number of a version, or “draft”; the live one by default."
            ),
        ],
        responses=shapes.ComparedOut,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Return every difference of two versions, as data and as sentences."""
        newer = self._version(request, "to") or queries.live()
        older = self._version(request, "from") or _before(newer)
        names = queries.registry()
        before = queries.spec_of(older, names) if older else None
        after = queries.spec_of(newer, names) if newer else None
        changes = diff.between(before, after) if before and after else []
        found = {
            "older": older.version if older else None,
            "newer": newer.version if newer else None,
            "changes": values.changes_of(changes, names),
        }
        return Response(shapes.ComparedOut(found).data)

    def _version(self, request: Request, name: str) -> ScoringModel | None:
        text = request.query_params.get(name, "")
        if not text:
            return None
        if text == "draft":
            membership = getattr(request._request, "membership", None)
            if membership and not membership.can(Capability.VIEW_DRAFT):
                raise Forbidden(_("You may not see the draft."))
            return get_object_or_404(ScoringModel.objects.drafts())
        if not (text.isascii() and text.isdecimal() and len(text) < 9):
            message = _("Give the number of a version, or “draft”.")
            raise Invalid(message, errors=[{"path": name, "message": str(message)}])
        return get_object_or_404(ScoringModel.objects.versions(), version=int(text))


def _before(newer: ScoringModel | None) -> ScoringModel | None:
    """Return what a version is compared with by itself: the number before it, of the draft the live one."""
    if newer is None:
        return None
    if newer.version is None:
        return queries.live()
    older = ScoringModel.objects.versions().filter(version__lt=newer.version)
    return older.order_by("-version").first()


def _leads_of(rep: str, owners: dict[int, int]) -> list[int]:
    """Return the leads that a rep would get, none for somebody else."""
    people = User.objects.filter(pk__in=set(owners.values())).values_list("public_id", "pk")
    ids = {str(public_id): pk for public_id, pk in people}
    return [lead_id for lead_id, owner in owners.items() if owner == ids.get(rep.lower())]


def _one_of(request: Request, name: str, known: tuple[str, ...]) -> str:
    text = request.query_params.get(name, "")
    if text and text not in known:
        message = _("This must be one of: %(names)s.") % {"names": ", ".join(known)}
        raise Invalid(message, errors=[{"path": name, "message": message}])
    return text


def _cursor(request: Request) -> int | None:
    text = request.query_params.get("cursor", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < LONGEST_CURSOR):
        raise BadCursor(_("This page link is damaged. Start again from the first page."))
    return int(text)


def _links(request: Request, after: int | None) -> dict[str, str | None]:
    if after is None:
        return {"next": None, "previous": None}
    query = request.query_params.copy()
    query["cursor"] = str(after)
    address = request.build_absolute_uri(request.path)
    return {"next": f"{address}?{urlencode(list(query.lists()), doseq=True)}", "previous": None}
