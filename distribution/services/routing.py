"""Changing who gets leads: routes and their order, pools, absences, reasons, the clock. Each is audited."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from distribution import queries
from distribution.calendar import BadHours, read_week
from distribution.models import Absence, Pool, PoolMember, RejectReason, Route
from leads.services import ownership
from tenants.models import Workspace
from tenants.services import audit


class NameTaken(Invalid):
    """Another one has the name."""

    code = "name_taken"


class UnknownRoute(Invalid):
    """The order names a route that does not exist, or leaves one out."""

    code = "unknown_route"


class PoolInUse(DomainError):
    """A route leads to the pool."""

    code = "pool_in_use"


@transaction.atomic
def save_route(
    *,
    route: Route | None,
    name: str,
    pool_id: int,
    condition: Mapping[str, Any],
    is_active: bool,
    by: int | None,
    at: datetime,
) -> Route:
    """Make a route (last in order) or change one; ``condition`` was parsed by the caller."""
    last = Route.objects.aggregate(last=Max("position"))["last"] or 0
    route = route or Route(position=last + 1)
    route.name, route.pool_id, route.is_active = name, pool_id, is_active
    route.condition = {} if condition in ({"all": []}, {}) else dict(condition)
    is_new = route.pk is None
    route.save()
    action = "route.created" if is_new else "route.changed"
    audit.record(action=action, target=name, by=by, at=at, data={"condition": route.condition})
    return route


@transaction.atomic
def order_routes(*, route_ids: Sequence[int], by: int | None, at: datetime) -> None:
    """Put the routes in this order.

    Raises: UnknownRoute unless every route is named once.
    """
    routes = {route.pk: route for route in Route.objects.select_for_update(of=("self",)).order_by("pk")}
    if sorted(route_ids) != sorted(routes):
        raise UnknownRoute(
            _("Name every route exactly once."),
            errors=[{"path": "order", "message": str(_("Name every route exactly once."))}],
        )
    for position, route_id in enumerate(route_ids, start=1):
        routes[route_id].position = position
    Route.objects.bulk_update(routes.values(), ["position"])
    names = [routes[route_id].name for route_id in route_ids]
    audit.record(action="route.ordered", by=by, at=at, data={"order": names})


@transaction.atomic
def move_route(*, route: Route, steps: int, by: int | None, at: datetime) -> None:
    """Move a route up (-1) or down (1); at the end of the list nothing changes."""
    ids = list(Route.objects.order_by("position", "pk").values_list("pk", flat=True))
    place = ids.index(route.pk)
    ids.insert(min(max(place + steps, 0), len(ids) - 1), ids.pop(place))
    order_routes(route_ids=ids, by=by, at=at)


@transaction.atomic
def save_pool(
    *,
    pool: Pool | None,
    name: str,
    takes_all_reps: bool,
    weights: Mapping[int, int],
    by: int | None,
    at: datetime,
) -> Pool:
    """Make a pool or change it and its members; ``weights``: person → turns.

    Raises: NameTaken, NotAMember.
    """
    pool = pool or Pool()
    if Pool.objects.filter(name=name).exclude(pk=pool.pk).exists():
        message = _("Another pool has this name.")
        raise NameTaken(message, errors=[{"path": "name", "message": str(message)}])
    for user_id in weights:
        ownership.check_owner(user_id)
    is_new = pool.pk is None
    pool.name, pool.takes_all_reps = name, takes_all_reps
    pool.save()
    PoolMember.objects.filter(pool=pool).delete()
    PoolMember.objects.bulk_create(
        [PoolMember(pool=pool, user_id=user_id, weight=weight) for user_id, weight in weights.items()]
    )
    data = {"members": {str(user_id): weight for user_id, weight in weights.items()}}
    audit.record(action="pool.created" if is_new else "pool.changed", target=name, by=by, at=at, data=data)
    return pool


@transaction.atomic
def delete_pool(*, pool: Pool, by: int | None, at: datetime) -> None:
    """Remove a pool to which no route leads.

    Raises: PoolInUse.
    """
    if Route.objects.filter(pool=pool).exists():
        raise PoolInUse(_("A route leads to this pool. Send it elsewhere first."))
    pool.delete()
    audit.record(action="pool.deleted", target=pool.name, by=by, at=at)


@transaction.atomic
def set_absence(*, user_id: int, until_on: date | None, by: int | None, at: datetime) -> None:
    """Leave the person out of every pool up to the day; None brings them back now.

    Raises: NotAMember.
    """
    ownership.check_owner(user_id)
    if until_on is None:
        Absence.objects.filter(user_id=user_id).delete()
    else:
        Absence.objects.update_or_create(user_id=user_id, defaults={"until_on": until_on})
    day = until_on.isoformat() if until_on else None
    audit.record(action="absence.set", target=str(user_id), by=by, at=at, data={"until_on": day})


@transaction.atomic
def save_reason(
    *,
    reason: RejectReason | None,
    label: str,
    resume_days: int,
    track: str,
    is_active: bool,
    by: int | None,
    at: datetime,
    slug: str = "",
) -> RejectReason:
    """Make a reason to give leads back, or change one; its slug stays, since the history names it.

    Raises: NameTaken.
    """
    if reason is None:
        slug = slug or slugify(label)[:60] or "reason"
        if RejectReason.objects.filter(slug=slug).exists():
            message = _("There is such a reason already.")
            raise NameTaken(message, errors=[{"path": "label", "message": str(message)}])
        last = RejectReason.objects.aggregate(last=Max("position"))["last"] or 0
        reason = RejectReason(slug=slug, position=last + 1)
    is_new = reason.pk is None
    reason.label, reason.resume_days, reason.track, reason.is_active = label, resume_days, track, is_active
    reason.save()
    audit.record(action="reason.created" if is_new else "reason.changed", target=label, by=by, at=at)
    return reason


@transaction.atomic
def save_policy(
    *,
    accept_minutes: int,
    contact_minutes: int,
    working_hours: Mapping[str, Sequence[Sequence[str]]],
    fallback_owner: int | None,
    skips_holidays: bool,
    by: int | None,
    at: datetime,
) -> None:
    """Set the clock, the working week and the fallback owner; clocks that run keep their time.

    Raises: Invalid for hours that cannot be read, NotAMember.
    """
    try:
        read_week(working_hours)
    except BadHours as error:
        raise Invalid(_("These working hours cannot be read.")) from error
    if fallback_owner is not None:
        ownership.check_owner(fallback_owner)
    workspace = Workspace.objects.select_for_update(of=("self",)).get(pk=queries.workspace().pk)
    chosen = {"fallback_owner": fallback_owner, "skips_holidays": skips_holidays}
    values = {
        "accept_minutes": accept_minutes,
        "contact_minutes": contact_minutes,
        "working_hours": dict(working_hours),
        "settings": {**workspace.settings, "hand_off": chosen},
    }
    Workspace.objects.filter(pk=workspace.pk).update(**values, updated_at=at)
    audit.record(action="hand_off.policy_changed", by=by, at=at, data=values | {"settings": chosen})
