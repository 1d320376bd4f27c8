"""The hand-off page: who gets which leads, by when they answer, and what waits now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from conditions.describe import describe_html
from core import moments, navigation, toasts
from distribution import policy, queries
from distribution.forms.policy import PolicyForm
from distribution.models import Absence, HandOff, Pool, PoolMember, RejectReason, Route
from distribution.policy import Policy
from distribution.services import routing
from distribution.views.answering import answer
from leads import queries as lead_queries
from leads.views.people import People
from tenants.permissions import Capability, requires


WAITING = 50


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route as a sentence; None where its condition names something that is gone."""

    route: Route
    sentence: SafeString | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool and who takes turns in it."""

    pool: Pool
    members: list[tuple[str, int, bool]]


class PolicyPage:
    """Everything the page shows; its lists are short."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.at = timezone.now()
        self.people = People(request)

    @property
    def can_edit(self) -> bool:
        """Say whether the reader may change the policy."""
        return bool(self.request.membership.can("edit_routes"))  # type: ignore[attr-defined]

    @cached_property
    def policy(self) -> Policy:
        """Clock and calendar."""
        return policy.of(self.request.workspace)  # type: ignore[attr-defined]

    @cached_property
    def waiting(self) -> list[HandOff]:
        """The hand-offs that wait for an answer, latest clock first."""
        found = HandOff.objects.waiting().select_related("lead__rank", "owner", "route")
        return list(found.order_by("accept_due_at", "pk")[:WAITING])

    @cached_property
    def routes(self) -> list[RouteLine]:
        """The routes in their order, in words."""
        rows = list(Route.objects.select_related("pool").order_by("position", "pk"))
        registry = lead_queries.registry(with_scores=True) if any(row.condition for row in rows) else None
        return [
            RouteLine(row, self._sentence(row, registry), index == 0, index == len(rows) - 1)
            for index, row in enumerate(rows)
        ]

    def _sentence(self, route: Route, registry: Any) -> SafeString | None:
        if not route.condition:
            return SafeString(_("every lead"))
        node = queries.read_condition(route, registry)
        return describe_html(node, registry) if node else None

    @cached_property
    def absences(self) -> list[tuple[str, Absence]]:
        """Who is away, by name."""
        today = self.at.astimezone(self.policy.calendar.zone).date()
        rows = Absence.objects.on(today).order_by("until_on", "pk")
        return [(self.people.names.get(row.user_id, ""), row) for row in rows]

    @cached_property
    def pools(self) -> list[PoolLine]:
        """The pools with their people: name, turns, away or not."""
        away = {absence.user_id for _name, absence in self.absences}
        members = PoolMember.objects.order_by("pk")
        by_pool: dict[int, list[tuple[str, int, bool]]] = {}
        for member in members:
            line = (self.people.names.get(member.user_id, ""), member.weight, member.user_id in away)
            by_pool.setdefault(member.pool_id, []).append(line)
        return [PoolLine(pool, by_pool.get(pool.pk, [])) for pool in Pool.objects.order_by("name", "pk")]

    @cached_property
    def reasons(self) -> list[RejectReason]:
        """Why leads may be given back."""
        return list(RejectReason.objects.order_by("-is_active", "position", "pk"))

    @property
    def clock(self) -> list[tuple[str, str]]:
        """The clock in words."""
        fallback = self.people.names.get(self.policy.fallback_owner_id or 0)
        return [
            (_("Answer within"), moments.duration(self.policy.accept_minutes * 60)),
            (_("First contact within"), moments.duration(self.policy.contact_minutes * 60)),
            (
                _("Then it goes to"),
                _("the next of the pool, then %(name)s") % {"name": fallback or _("the first administrator")},
            ),
            (_("Public holidays"), _("do not count") if self.policy.skips_holidays else _("count")),
        ]

    @property
    def week(self) -> list[tuple[str, str]]:
        """The working hours of each day."""
        hours = self.request.workspace.working_hours  # type: ignore[attr-defined]
        return [
            (str(WEEKDAYS[day]), ", ".join("–".join(span) for span in hours.get(str(day), [])) or "–")
            for day in range(7)
        ]

    @property
    def definition_url(self) -> str | None:
        """Where the definition of a green lead is agreed."""
        return navigation.resolve("scoring:live", self.request)


@require_GET
@requires(Capability.HAND_OFF)
def show(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show routes, pools, clock, reasons, and what waits for an answer."""
    return render(
        request, "distribution/policy.html", {"page": PolicyPage(request), "page_title": _("Hand-off")}
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def edit(request: HttpRequest, workspace: str) -> HttpResponse:
    """Set the clock, the working week and the fallback owner."""
    tenant = request.workspace  # type: ignore[attr-defined]
    rules = policy.of(tenant)
    form = PolicyForm(
        request.POST if request.method == "POST" else None,
        people=People(request).owners,
        hours=tenant.working_hours,
        initial={
            "accept_minutes": rules.accept_minutes,
            "contact_minutes": rules.contact_minutes,
            "fallback_owner": rules.fallback_owner_id,
            "skips_holidays": rules.skips_holidays,
        },
    )

    def save(values: dict[str, Any]) -> None:
        known = ("accept_minutes", "contact_minutes", "working_hours", "fallback_owner", "skips_holidays")
        chosen = {name: values[name] for name in known}
        routing.save_policy(**chosen, by=request.user.pk, at=timezone.now())
        toasts.add(request, _("Clock saved. It holds for hand-offs from now on."))

    return answer(
        request,
        form,
        save,
        title=_("Clock and working hours"),
        template="distribution/clock.html",
        anchor="#clock",
    )
