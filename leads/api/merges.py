"""API of merging: two leads become one, and two again."""

from uuid import UUID

from django.db.models import F
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from leads.api import serializers as shapes
from leads.api.base import LeadsView
from leads.api.serializers import Strict
from leads.api.versions import version_of
from leads.models import LikelyPair, MergeRecord
from leads.services import merging, unmerging
from tenants.permissions import Capability


IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The version of the lead that stays, as it was read.",
)


class MergeIn(Strict):
    """Which lead becomes part of this one, and which of its facts are taken."""

    other = serializers.UUIDField(help_text="The lead that goes.")
    take = serializers.ListField(
        child=serializers.CharField(max_length=80),
        required=False,
        allow_null=True,
        default=None,
        max_length=100,
        help_text="Facts that come from the lead that goes; left out: those that the lead that stays lacks.",
    )
    version = serializers.IntegerField(required=False, min_value=1)


class UnmergeIn(Strict):
    """Which lead is to be one of its own again."""

    other = serializers.UUIDField(help_text="The lead that went.")


class UnmergeOut(serializers.Serializer):
    """Both leads, and what had changed since and was left as it was."""

    lead = serializers.UUIDField(source="winner.public_id")
    restored = serializers.UUIDField(source="loser.public_id")
    left = serializers.ListField(child=serializers.CharField())


class LikelyOut(serializers.Serializer):
    """A lead that is likely the same."""

    lead = serializers.UUIDField()
    title = serializers.CharField()
    score = serializers.IntegerField(help_text="0 to 100.")
    reasons = serializers.ListField(child=serializers.CharField())


class LikelyPage(serializers.Serializer):
    """The only page of leads that are likely the same."""

    results = LikelyOut(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class LeadDuplicates(LeadsView):
    """Who is likely the same."""

    capabilities = (LeadsView.capabilities[0], None)

    @extend_schema(operation_id="leads_duplicates", responses=LikelyPage)
    def get(self, request: Request, public_id: UUID) -> Response:
        """List the leads that are likely the same as this one, the likeliest first; at most fifty."""
        lead = self.lead(public_id)
        pairs = LikelyPair.objects.of(lead.pk).open().visible_to(self.membership)
        pairs = pairs.select_related("first", "second")
        found = []
        for pair in pairs.order_by("-score", "-pk")[:50]:
            other = pair.second if pair.first_id == lead.pk else pair.first
            found.append(
                {"lead": other.public_id, "title": other.title, "score": pair.score, "reasons": pair.reasons}
            )
        return Response({"results": LikelyOut(found, many=True).data, "next": None, "previous": None})


class LeadMerge(LeadsView):
    """Two leads that are one."""

    capabilities = (None, Capability.EDIT_LEADS)

    @extend_schema(
        operation_id="leads_merge", request=MergeIn, responses=shapes.LeadOut, parameters=[IF_MATCH]
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Merge the other lead into this one; the other id answers 301 from now on."""
        data = self.valid(MergeIn, request)
        winner, loser = self.lead(public_id), self.lead(data["other"])
        version = version_of(request, data.get("version"))
        merging.merge(
            winner=winner,
            loser=loser,
            taken=data["take"],
            versions={winner.pk: version} if version is not None else {},
            by=self.user_id,
            at=timezone.now(),
        )
        return self.answer(winner.pk)


class LeadUnmerge(LeadsView):
    """A merge, taken back."""

    capabilities = (None, Capability.EDIT_LEADS)

    @extend_schema(operation_id="leads_unmerge", request=UnmergeIn, responses=UnmergeOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Bring the other lead back as it was; what changed since the merge is named and left."""
        lead = self.lead(public_id)
        other = self.valid(UnmergeIn, request)["other"]
        # The one that stands, else the latest, which is refused as undone already.
        merges = MergeRecord.objects.filter(winner=lead, loser_public_id=other)
        record = merges.order_by(F("undone_at").desc(nulls_first=True)).first()
        if record is None:
            raise Http404
        undone = unmerging.unmerge(record=record, by=self.user_id, at=timezone.now())
        return Response(UnmergeOut(undone).data)
