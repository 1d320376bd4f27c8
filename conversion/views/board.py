"""Opportunities: the board, and the same as a list."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import DateField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from conversion import queries
from conversion.choices import DealState
from conversion.filters import OpportunityFilter
from conversion.forms.deals import DealFilterForm
from conversion.models import Opportunity, Pipeline, PipelineStage
from conversion.queries import Lane
from conversion.views.answers import address
from conversion.views.listing import page_of
from core import numbers
from core.tables import Column
from leads.views.people import People
from tenants.permissions import Capability, requires


CLOSED_DAYS = 30
NEVER = date(9999, 12, 31)
COLUMNS = (
    Column("name", gettext_lazy("Opportunity"), sort="name"),
    Column("account", gettext_lazy("Account")),
    Column("stage", pgettext_lazy("pipeline", "Stage")),
    Column("amount", gettext_lazy("Amount"), sort="amount", first="descending", numeric=True),
    Column("close_on", gettext_lazy("Closes"), sort="close_on"),
    Column("step", gettext_lazy("Next step")),
    Column("owner", gettext_lazy("Owner")),
    Column("created_at", gettext_lazy("Age"), sort="created_at", first="descending", numeric=True),
)
ORDERS = {
    f"{sign}{name}": [f"{sign}{path}", f"{sign}pk"]
    for name, path in {
        "created_at": "created_at",
        "name": "name",
        "amount": "amount_key",
        "close_on": "close_key",
    }.items()
    for sign in ("", "-")
}
KEPT = ("layout", "state", "pipeline", "ordering")


@dataclass(frozen=True, slots=True)
class Card:
    """One deal on the board, as components/board.html takes it."""

    deal: Opportunity
    lane: int
    move_url: str

    @property
    def id(self) -> int:
        """Return the deal's number."""
        return self.deal.pk


class Deals:
    """What one member asked of the opportunities."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.membership = request.membership  # type: ignore[attr-defined]
        self.is_list = request.GET.get("layout") == "list"
        state = request.GET.get("state", "open")
        self.state = state if state in {*DealState.values, "all"} else "open"
        asked = request.GET.get("ordering", "")
        self.ordering = asked if asked in ORDERS else "-created_at"

    @cached_property
    def pipelines(self) -> list[Pipeline]:
        """The workspace's pipelines."""
        return queries.pipelines()

    @cached_property
    def pipeline(self) -> Pipeline | None:
        """The pipeline on the board."""
        asked = self.request.GET.get("pipeline", "")
        return next((one for one in self.pipelines if str(one.pk) == asked), None) or next(
            iter(self.pipelines), None
        )

    @cached_property
    def stages(self) -> list[PipelineStage]:
        """The stages of that pipeline, in order."""
        return queries.stages([self.pipeline.pk]) if self.pipeline else []

    @cached_property
    def filter(self) -> OpportunityFilter:
        """The filters as asked for; pipeline and state are the layout's own."""
        asked = self.request.GET.copy()
        for name in ("pipeline", "state", *(() if self.is_list else ("stage",))):
            asked.pop(name, None)
        rows = Opportunity.objects.visible_to(self.membership)
        return OpportunityFilter(asked, queryset=rows, request=self.request)

    @cached_property
    def people(self) -> People:
        """The workspace's members."""
        return People(self.request)

    @cached_property
    def form(self) -> DealFilterForm:
        """The filter menu, as it is set now."""
        stages = [(str(stage.pk), stage.name) for stage in self.stages] if self.is_list else []
        given = self.request.GET.copy()
        if self.pipeline:
            given["pipeline"] = str(self.pipeline.pk)
        pipelines = [(one.pk, one.name) for one in self.pipelines]
        return DealFilterForm(given, owners=self.people.owners, pipelines=pipelines, stages=stages)

    @property
    def chips(self) -> list[dict[str, str]]:
        """The filters in force, each with the address without it."""
        found = []
        for name, value in self.filter.active().items():
            field = self.form.fields.get(name)
            labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
            shown = self.request.GET.get(name, "")
            if field:
                found.append(
                    {
                        "name": str(field.label),
                        "value": labels.get(shown, str(value)),
                        "url": self.without(name),
                    }
                )
        return found

    def without(self, name: str) -> str:
        """Return the address without one of the filters."""
        query = self.request.GET.copy()
        for gone in (name, "cursor"):
            query.pop(gone, None)
        return f"?{query.urlencode()}"

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter menu carries along."""
        names = [name for name in KEPT if name != "pipeline" or len(self.pipelines) < 2]
        return [(name, value) for name in names if (value := self.request.GET.get(name, ""))]

    @property
    def clear_url(self) -> str:
        """The page without filters."""
        return f"?{urlencode([pair for pair in self.keep if pair[0] != 'ordering'])}"

    @property
    def layouts(self) -> list[dict[str, Any]]:
        """Board or list, with the same filters."""
        kept = self.request.GET.copy()
        for gone in ("layout", "cursor", "state", "stage", "ordering"):
            kept.pop(gone, None)
        here = address(self.request, "opportunities")
        as_list = kept.copy()
        as_list["layout"] = "list"
        return [
            {
                "label": _("Board"),
                "icon": "square-kanban",
                "url": f"{here}?{kept.urlencode()}".rstrip("?"),
                "current": not self.is_list,
            },
            {
                "label": _("List"),
                "icon": "list",
                "url": f"{here}?{as_list.urlencode()}",
                "current": self.is_list,
            },
        ]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Open, won, lost and all, in the list."""
        labels = {
            "open": _("Open"),
            "won": _("Won"),
            "lost": _("Lost"),
            "all": pgettext("opportunities", "All"),
        }
        query = self.request.GET.copy()
        query.pop("cursor", None)
        found = []
        for state, label in labels.items():
            query["state"] = state
            found.append({"label": label, "url": f"?{query.urlencode()}", "current": state == self.state})
        return found

    # --- the board ---------------------------------------------------------------------------------------------
    @cached_property
    def lanes(self) -> list[Lane]:
        """The lanes of the board."""
        since = timezone.now() - timedelta(days=CLOSED_DAYS)
        return queries.board(self.filter.qs, self.stages, closed_since=since)

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The lanes as components/board.html draws them."""
        return [
            {
                "id": lane.stage.pk,
                "label": lane.stage.name,
                "count": lane.count,
                "note": self._note(lane),
                "cards": [self._card(deal) for deal in lane.deals],
                "more_url": self._more_url(lane),
            }
            for lane in self.lanes
        ]

    def _note(self, lane: Lane) -> str:
        total = self.money(lane.total)
        return total if lane.is_open else _("%(total)s in the last 30 days") % {"total": total}

    def _card(self, deal: Opportunity) -> Card:
        here = urlencode({"next": self.request.get_full_path()})
        return Card(
            deal=deal,
            lane=deal.stage_id,
            move_url=f"{address(self.request, 'move', pk=deal.pk)}?{here}",
        )

    def _more_url(self, lane: Lane) -> str:
        if lane.count <= len(lane.deals):
            return ""
        query = self.request.GET.copy()
        state = "all" if lane.is_open else lane.stage.kind
        query.update({"layout": "list", "stage": str(lane.stage.pk), "state": state})
        return f"?{query.urlencode()}"

    @property
    def summary(self) -> str:
        """What is open: how many, how much, and how much of it by the stages' probability."""
        lanes = [lane for lane in self.lanes if lane.is_open]
        return _("%(count)s open · %(total)s · %(weighted)s by probability") % {
            "count": numbers.plain(sum(lane.count for lane in lanes)),
            "total": self.money(sum(lane.total for lane in lanes)),
            "weighted": self.money(sum(lane.weighted for lane in lanes)),
        }

    def money(self, units: int) -> str:
        """Return whole units of the workspace's currency in words."""
        return numbers.money(units * 100, self.request.workspace.currency)  # type: ignore[attr-defined]

    # --- the list ----------------------------------------------------------------------------------------------
    def rows(self) -> Any:
        """Return the deals of the list; empty dates sort last, empty amounts as nothing."""
        rows = self.filter.qs if self.state == "all" else self.filter.qs.filter(state=self.state)
        if self.pipeline and len(self.pipelines) > 1:
            rows = rows.filter(pipeline=self.pipeline)
        never = Value(NEVER, output_field=DateField())
        rows = rows.annotate(amount_key=Coalesce("amount", 0), close_key=Coalesce("close_on", never))
        return rows.select_related("account", "stage", "owner")


@require_GET
@requires(Capability.VIEW_SALES)
def opportunities(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the deals this member may see, as a board or as a list."""
    asked = Deals(request)
    values: dict[str, Any] = {"deals": asked, "page_title": _("Opportunities")}
    if not asked.filter.is_valid():
        return render(request, "conversion/opportunities.html", values | {"fault": "filter"}, status=400)
    if not asked.is_list:
        values |= {"lanes": asked.columns, "is_empty": not any(lane.count for lane in asked.lanes)}
        return render(request, "conversion/opportunities.html", values)
    cursor = request.GET.get("cursor")
    page, fault = page_of(asked.rows(), order=ORDERS[asked.ordering], cursor=cursor)
    values |= {"page": page, "rows": page.items if page else [], "fault": fault, "columns": COLUMNS}
    return render(request, "conversion/opportunities.html", values)
