"""Editing pools and absences."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import toasts
from core.errors import DomainError
from distribution.forms.policy import AbsenceForm, PoolForm
from distribution.models import Pool, PoolMember
from distribution.services import routing
from distribution.views.answering import answer, back, policy_url
from leads.views.people import People
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def edit(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Make a pool or change one and who takes turns in it."""
    pool = get_object_or_404(Pool, pk=pk) if pk else None
    form = PoolForm(
        request.POST if request.method == "POST" else None,
        people=People(request).owners,
        members=list(PoolMember.objects.filter(pool=pool)) if pool else [],
        initial={"name": pool.name, "takes_all_reps": pool.takes_all_reps} if pool else {},
    )

    def save(values: dict[str, Any]) -> None:
        routing.save_pool(
            pool=pool,
            name=values["name"],
            takes_all_reps=values["takes_all_reps"],
            weights=form.weights,
            by=request.user.pk,
            at=timezone.now(),
        )
        toasts.add(request, _("Pool “%(name)s” saved.") % {"name": values["name"]})

    title = _("Edit pool") if pool else _("New pool")
    return answer(
        request, form, save, title=title, template="distribution/pool.html", anchor="#pools", pool=pool
    )


@require_POST
@requires(Capability.EDIT_ROUTES)
def delete(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Remove a pool to which no route leads."""
    pool = get_object_or_404(Pool, pk=pk)
    try:
        routing.delete_pool(pool=pool, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        context = {"message": refusal.message, "back_url": policy_url(request)}
        return render(request, "409.html", context, status=409)
    toasts.add(request, _("Pool “%(name)s” removed.") % {"name": pool.name})
    return back(request, "#pools")


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def set_absence(request: HttpRequest, workspace: str) -> HttpResponse:
    """Leave a person out of every pool for a while."""
    people = People(request)
    form = AbsenceForm(request.POST if request.method == "POST" else None, people=people.owners)

    def save(values: dict[str, Any]) -> None:
        routing.set_absence(**values, by=request.user.pk, at=timezone.now())
        toasts.add(
            request, _("%(name)s gets no leads meanwhile.") % {"name": people.names[values["user_id"]]}
        )

    return answer(request, form, save, title=_("Somebody is away"), anchor="#pools")


@require_POST
@requires(Capability.EDIT_ROUTES)
def end_absence(request: HttpRequest, workspace: str, user: int) -> HttpResponse:
    """Bring a person back into their pools."""
    people = People(request)
    if user not in dict(people.owners):
        return back(request, "#pools")
    routing.set_absence(user_id=user, until_on=None, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("%(name)s takes turns again.") % {"name": people.names[user]})
    return back(request, "#pools")
