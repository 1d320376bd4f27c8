"""API of opportunities and pipelines."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversion.api import serializers as shapes
from conversion.api.base import DEALS, IF_MATCH, OWNER, SEARCH, SalesView, named, version_of, with_owner
from conversion.choices import DealState
from conversion.filters import OpportunityFilter
from conversion.models import Account, Contact, LostReason, Opportunity, Pipeline, PipelineStage
from conversion.services import opportunities
from conversion.services.opportunities import OpportunityInput
from core.errors import Invalid


FILTERS = [
    SEARCH,
    OWNER,
    OpenApiParameter("state", str, enum=DealState.values),
    OpenApiParameter("stage", UUID),
    OpenApiParameter("pipeline", UUID),
    OpenApiParameter("account", UUID),
    OpenApiParameter("close_before", str, description="A day; deals expected until then."),
]


class PipelineList(SalesView):
    """Pipelines and their stages."""

    capabilities = (SalesView.capabilities[0], None)

    @extend_schema(operation_id="pipelines_list", responses=shapes.PipelineOut(many=True))
    def get(self, request: Request) -> Response:
        """List pipelines with their stages."""
        return self.page(Pipeline.objects.prefetch_related("stages"), shapes.PipelineOut)


class LostReasonList(SalesView):
    """Why deals are lost."""

    capabilities = (SalesView.capabilities[0], None)

    @extend_schema(operation_id="lost_reasons_list", responses=shapes.LostReasonOut(many=True))
    def get(self, request: Request) -> Response:
        """List the reasons a deal may be lost for."""
        return self.page(LostReason.objects.filter(is_active=True), shapes.LostReasonOut)


class OpportunityList(SalesView):
    """Deals."""

    @extend_schema(
        operation_id="opportunities_list", parameters=FILTERS, responses=shapes.OpportunityOut(many=True)
    )
    def get(self, request: Request) -> Response:
        """List deals; reps see theirs and their team's."""
        return self.page(self.filtered(OpportunityFilter, self.deals()), shapes.OpportunityOut)

    @extend_schema(
        operation_id="opportunities_create",
        request=shapes.OpportunityIn,
        responses={201: shapes.OpportunityOut},
    )
    def post(self, request: Request) -> Response:
        """Make a deal with an account."""
        values = with_owner(self.valid(shapes.OpportunityIn, request))
        account = named(Account.objects.all(), values.pop("account"), "account")
        contact = named(Contact.objects.filter(account=account), values.pop("contact", None), "contact")
        stage = named(PipelineStage.objects.all(), values.pop("stage", None), "stage")
        given = {"owner_id": self.user_id, "stage_id": stage and stage.pk} | values
        deal = opportunities.create(
            account=account, contact=contact, values=OpportunityInput(**given), at=timezone.now()
        )
        return Response(shapes.OpportunityOut(deal).data, status=201)


class OpportunityDetail(SalesView):
    """One deal."""

    def found(self, public_id: UUID) -> Opportunity:
        """Return the deal if the caller may see it, else raise Http404."""
        return get_object_or_404(self.deals(), public_id=public_id)

    def answer(self, deal: Opportunity) -> Response:
        """Show the deal as it now is, also to a rep who has just given it away."""
        fresh = Opportunity.objects.select_related(*DEALS).get(pk=deal.pk)
        return Response(shapes.OpportunityOut(fresh).data, headers={"ETag": f'"{fresh.version}"'})

    @extend_schema(operation_id="opportunities_retrieve", responses=shapes.OpportunityOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show a deal."""
        return self.answer(self.found(public_id))

    @extend_schema(
        operation_id="opportunities_update",
        request=shapes.OpportunityPatch,
        responses=shapes.OpportunityOut,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change a deal; a version that is no longer current is refused with 409."""
        deal = self.found(public_id)
        values = with_owner(self.valid(shapes.OpportunityPatch, request))
        if "contact" in values:
            rows = Contact.objects.filter(account_id=deal.account_id)
            contact = named(rows, values.pop("contact"), "contact")
            values["contact_id"] = contact and contact.pk
        version = version_of(request, values)
        opportunities.edit(opportunity=deal, values=values, version=version, at=timezone.now())
        return self.answer(deal)


class OpportunityVerb(OpportunityDetail):
    """A step of a deal; each takes the version that was read, if the caller cares."""

    http_method_names = ["post", "options"]
    shape: type[shapes.VersionIn] = shapes.VersionIn

    def post(self, request: Request, public_id: UUID) -> Response:
        """Take the step."""
        deal = self.found(public_id)
        values = self.valid(self.shape, request)
        self.act(deal, version_of(request, values), values)
        return self.answer(deal)

    def act(self, deal: Opportunity, version: int | None, values: dict[str, Any]) -> None:
        """Do what the verb says."""
        raise NotImplementedError


class OpportunityMove(OpportunityVerb):
    """A deal's way through its pipeline."""

    shape = shapes.MoveIn

    @extend_schema(operation_id="opportunities_move", request=shapes.MoveIn, responses=shapes.OpportunityOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Put the deal into another stage."""
        return super().post(request, public_id)

    def act(self, deal: Opportunity, version: int | None, values: dict[str, Any]) -> None:
        """Move it."""
        stage = named(PipelineStage.objects.all(), values["stage"], "stage")
        opportunities.move(opportunity=deal, stage=stage, by=self.user_id, at=timezone.now(), version=version)


class OpportunityWon(OpportunityVerb):
    """A deal's good end."""

    @extend_schema(
        operation_id="opportunities_won", request=shapes.VersionIn, responses=shapes.OpportunityOut
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Close the deal as won."""
        return super().post(request, public_id)

    def act(self, deal: Opportunity, version: int | None, values: dict[str, Any]) -> None:
        """Win it."""
        opportunities.win(opportunity=deal, by=self.user_id, at=timezone.now(), version=version)


class OpportunityLost(OpportunityVerb):
    """A deal's other end."""

    shape = shapes.LostIn

    @extend_schema(operation_id="opportunities_lost", request=shapes.LostIn, responses=shapes.OpportunityOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Close the deal as lost, with a reason."""
        return super().post(request, public_id)

    def act(self, deal: Opportunity, version: int | None, values: dict[str, Any]) -> None:
        """Lose it."""
        reason = LostReason.objects.filter(slug=values["reason"]).first()
        if reason is None:
            text = str(_("This reason does not exist."))
            raise Invalid(text, errors=[{"path": "reason", "message": text}])
        opportunities.lose(
            opportunity=deal,
            reason=reason,
            note=values["note"],
            by=self.user_id,
            at=timezone.now(),
            version=version,
        )


class OpportunityReopen(OpportunityVerb):
    """A closed deal, fought for again."""

    @extend_schema(
        operation_id="opportunities_reopen", request=shapes.VersionIn, responses=shapes.OpportunityOut
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Open the deal again."""
        return super().post(request, public_id)

    def act(self, deal: Opportunity, version: int | None, values: dict[str, Any]) -> None:
        """Open it."""
        opportunities.reopen(opportunity=deal, at=timezone.now(), version=version)
