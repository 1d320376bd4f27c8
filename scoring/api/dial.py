"""The API of the dial: what each setting of a definition would mean, and putting the draft on one."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Invalid
from scoring import dial_words
from scoring.api import dial_shapes as shapes
from scoring.api.what_if import IF_MATCH, TAGS, DraftView
from scoring.engine.dial_history import Share
from scoring.engine.spec import Address, Definition
from scoring.models import ScoringModel
from scoring.services import dial_draft, impact
from scoring.services.dial_draft import Place, Reading
from tenants.permissions import Capability


WHICH = (
    OpenApiParameter("model", str, description="Key of the model; empty for the default one."),
    OpenApiParameter("definition", str, description="Key of a definition of the model; empty for its own."),
)


class Dial(DraftView):
    """A definition's dial."""

    capabilities = (Capability.VIEW_DRAFT, Capability.EDIT_SCORING)

    @extend_schema(
        operation_id="scoring_draft_dial",
        parameters=[*WHICH, IF_MATCH],
        responses=shapes.DialOut,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Return what each setting would mean; above 50,000 leads as it was last counted. Asking starts nothing."""
        form = shapes.AddressIn(data={name: request.query_params.get(name, "") for name in Address._fields})
        form.is_valid(raise_exception=True)
        reading = dial_draft.read(
            draft=self.draft(request), address=Address(**form.validated_data), at=timezone.now()
        )
        return Response(shapes.DialOut(dial_of(reading)).data)

    @extend_schema(
        operation_id="scoring_draft_dial_turn",
        parameters=[IF_MATCH],
        request=shapes.TurnIn,
        responses=shapes.DialOut,
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Put the draft on a line or on a setting, all else as it is; ``If-Match`` refuses to lose an edit."""
        form = shapes.TurnIn(data=request.data)
        form.is_valid(raise_exception=True)
        address = Address(form.validated_data["model"], form.validated_data["definition"])
        draft, at = self.draft(request), timezone.now()
        key = _key(draft, address, form.validated_data, at)
        changed, _former, _line = dial_draft.use(
            address=address, key=key, by=self.user_id, at=at, revision=draft.revision
        )
        reading = dial_draft.read(draft=changed, address=address, at=at)
        return Response(
            shapes.DialOut(dial_of(reading)).data,
            headers={"ETag": f'"{changed.revision}"'},
        )


class DialCount(DraftView):
    """Counting what the settings would mean."""

    scopes = (None, "scoring:write")

    @extend_schema(
        operation_id="scoring_draft_dial_count",
        parameters=[IF_MATCH],
        request=shapes.AddressIn,
        responses={200: shapes.DialOut, 202: shapes.DialOut},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Count: at once, or above 50,000 leads by a job; then 202, and the dial says how far it is."""
        form = shapes.AddressIn(data=request.data or {})
        form.is_valid(raise_exception=True)
        address, at = Address(**form.validated_data), timezone.now()
        draft, status = self.draft(request), 200
        if impact.is_large():
            dial_draft.ask(address=address, by=self.user_id, at=at)
            status = 202
        reading = dial_draft.read(draft=draft, address=address, at=at)
        return Response(shapes.DialOut(dial_of(reading)).data, status=status)


def dial_of(reading: Reading) -> dict[str, Any]:
    """Return the dial as ``DialOut`` shows it."""
    history, job = reading.history, reading.job
    turned = reading.turning.dial if reading.turning else None
    state = {"state": "done" if history else "none", "finished": 0, "total": 0}
    if job:
        state = {"state": job.state, "finished": job.finished, "total": job.total}
    return {
        "revision": reading.draft.revision,
        "definition": _definition(reading.definition, reading),
        "definitions": [_definition(each, reading) for each in reading.definitions],
        "fixed": reading.fixed,
        "scale": None if turned is None else "grade" if turned.by_grade else "score",
        "line": turned.line.key if turned else None,
        "counted_at": reading.counted_at,
        "newcomers": {
            "days": history.days,
            "looked_at": history.came,
            "one_in": history.every,
            "wanting": history.wanting,
        }
        if history
        else None,
        "places": [_place(each) for each in reading.places()],
        **state,
    }


def _definition(found: Definition, reading: Reading) -> dict[str, Any]:
    return {**found.address._asdict(), "name": dial_words.definition(found, reading.definitions)}


def _place(place: Place) -> dict[str, Any]:
    figures = place.figures
    return {
        "line": place.line.key,
        "asks": dial_words.line(place.line),
        "setting": place.setting or None,
        "is_draft": place.is_draft,
        "is_live": place.is_live,
        "hand_offs_a_week": round(figures.a_week, 1),
        "accepted": _share(figures.accepted),
        "won": _share(figures.won),
        "days_to_green": {
            "median": figures.ripening.median,
            "share": _rounded(figures.ripening.share),
            "within": figures.ripening.within,
        },
    }


def _share(found: Share) -> dict[str, Any]:
    low, high = found.interval or (None, None)
    return {
        "share": _rounded(found.value),
        "low": _rounded(low),
        "high": _rounded(high),
        "hand_offs": found.cases,
        "wanting": found.wanting,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _key(draft: ScoringModel, address: Address, given: dict[str, Any], at: Any) -> str:
    """Return the line that was asked for, by its key or by the name of a setting."""
    if ("line" in given) == ("setting" in given):
        raise Invalid(_("Give either a line or a setting."))
    if "line" in given:
        return str(given["line"])
    return dial_draft.line_of(draft=draft, address=address, setting=given["setting"], at=at).key
