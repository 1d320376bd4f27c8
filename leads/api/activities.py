"""API by which an outside system reports behavior."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Invalid
from leads import normalize
from leads.api import serializers as shapes
from leads.api.base import LeadsView
from leads.models import Lead
from leads.services import behavior, matching
from tenants.permissions import Capability


MAX_DATA = 8 * 1024
# As large as programs hold exactly.
MOST_NUMBER = 9_000_000_000_000_000
CLOCK_SLACK = timedelta(minutes=5)


class ActivityList(LeadsView):
    """Behavior reported from outside."""

    scopes = (None, "activities:write")
    capabilities = (None, Capability.EDIT_LEADS)

    @extend_schema(
        operation_id="activities_create",
        request=shapes.ActivityIn,
        responses={201: shapes.ReportedOut, 200: shapes.ReportedOut},
    )
    def post(self, request: Request) -> Response:
        """Write what happened on the lead's timeline; a repeated ``id`` of the same day is answered with 200."""
        data = self.valid(shapes.ActivityIn, request)
        now = timezone.now()
        activity, is_new = behavior.report(
            lead=self._lead(data),
            kind=data["kind"],
            occurred_at=_moment(data.get("occurred_at"), now),
            data=_properties(data.get("data", {})),
            reported_id=data.get("id", ""),
        )
        shown = shapes.ReportedOut(activity, context={"created": is_new})
        return Response(shown.data, status=201 if is_new else 200)

    def _lead(self, data: dict[str, Any]) -> Lead:
        if "lead" in data:
            return self.lead(data["lead"])
        address = normalize.email(data.get("email", ""))
        if not address:
            message = _("Give the id of the lead or its e-mail address.")
            raise Invalid(message, errors=[{"path": "lead", "message": str(message)}])
        known = [lead.pk for lead in matching.of_addresses([address]).get(address, ())]
        found = self.leads().filter(pk__in=known).order_by("-is_open", "-pk").first()
        if found is None:
            raise Http404
        return found


def _moment(given: datetime | None, now: datetime) -> datetime:
    if given is None:
        return now
    if given > now + CLOCK_SLACK:
        message = _("This has not happened yet.")
        raise Invalid(message, errors=[{"path": "occurred_at", "message": str(message)}])
    return min(given, now)


def _properties(data: dict[str, Any]) -> dict[str, Any]:
    if len(json.dumps(data)) > MAX_DATA:
        message = _("At most 8 KB.")
        raise Invalid(message, errors=[{"path": "data", "message": str(message)}])
    for name, value in data.items():
        if not _is_bounded(value):
            message = _("This number is too large.")
            raise Invalid(message, errors=[{"path": f"data.{name}", "message": str(message)}])
    return data


def _is_bounded(value: Any) -> bool:
    """Say whether the numbers are of a size that rules and pages reckon with."""
    if isinstance(value, dict | list):
        return all(_is_bounded(item) for item in (value.values() if isinstance(value, dict) else value))
    return not isinstance(value, int | float) or abs(value) <= MOST_NUMBER
