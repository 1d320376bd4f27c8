"""Members, invitations and teams."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.errors import DomainError
from tenants import queries
from tenants.choices import Role
from tenants.forms import InviteForm, MemberForm, TeamForm
from tenants.models import Invitation, Team
from tenants.permissions import Capability, requires
from tenants.services import members
from tenants.views.errors import show_on_form


ROLE_SENTENCES = {  # what each can and cannot
    Role.ADMIN: gettext_lazy("Everything, settings and people included."),
    Role.MARKETER: gettext_lazy(
        "Inbox, forms, leads, scoring drafts. Cannot publish a scoring model or work deals."
    ),
    Role.MANAGER: gettext_lazy("All leads and deals, assignments, routes. Cannot change forms or scoring."),
    Role.REP: gettext_lazy(
        "Their own and their team's leads and deals. Does not see leads still with Marketing."
    ),
    Role.VIEWER: gettext_lazy("Reads leads, scores and deals. Changes nothing."),
}


@require_GET
@requires(Capability.MANAGE_MEMBERS)
def member_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show people, open invitations and teams."""
    context = {
        "members": queries.members(),
        "invitations": queries.open_invitations(),
        "teams": Team.objects.order_by("name", "pk"),
        "now": timezone.now(),
    }
    return render(request, "tenants/members.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_MEMBERS)
def invite(request: HttpRequest, workspace: str) -> HttpResponse:
    """Invite a person; the link is shown once."""
    form = InviteForm(request.POST or None, initial={"role": Role.REP})
    link = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _invitation, token = members.invite(
                email=data["email"],
                role=data["role"],
                team_id=data["team"],
                by=request.user.pk,
                at=timezone.now(),
            )
            link = request.build_absolute_uri(reverse("join:invitation", args=[token]))
        except DomainError as refusal:
            show_on_form(form, refusal)
    context = {
        "form": form,
        "link": link,
        "roles": [(role.label, text) for role, text in ROLE_SENTENCES.items()],
    }
    return render(request, "tenants/invite.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Capability.MANAGE_MEMBERS)
def revoke_invitation(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Close an open door."""
    invitation = get_object_or_404(Invitation, pk=pk)
    members.revoke(invitation=invitation, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Invitation revoked."))
    return redirect("tenants:members", workspace=workspace)


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_MEMBERS)
def edit_member(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change a member's role or team, or switch them off."""
    membership = get_object_or_404(queries.members(), pk=pk)
    initial = {"role": membership.role, "team": membership.team_id or "", "is_active": membership.is_active}
    form = MemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            members.change(
                membership=membership,
                role=data["role"],
                team_id=data["team"],
                is_active=data["is_active"],
                by=request.user.pk,
                at=timezone.now(),
            )
            toasts.add(request, _("Member saved."))
            return redirect("tenants:members", workspace=workspace)
        except DomainError as refusal:
            show_on_form(form, refusal)
    context = {
        "form": form,
        "member": membership,
        "roles": [(role.label, text) for role, text in ROLE_SENTENCES.items()],
    }
    return render(request, "tenants/member.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_MEMBERS)
def edit_team(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Make or rename a team."""
    team = get_object_or_404(Team, pk=pk) if pk else None
    form = TeamForm(request.POST or None, initial={"name": team.name if team else ""})
    if request.method == "POST" and form.is_valid():
        try:
            members.save_team(
                name=form.cleaned_data["name"], team=team, by=request.user.pk, at=timezone.now()
            )
            toasts.add(request, _("Team saved."))
            return redirect("tenants:members", workspace=workspace)
        except DomainError as refusal:
            show_on_form(form, refusal)
    return render(
        request, "tenants/team.html", {"form": form, "team": team}, status=422 if form.errors else 200
    )


@require_POST
@requires(Capability.MANAGE_MEMBERS)
def delete_team(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Dissolve a team; its members stay."""
    members.delete_team(team=get_object_or_404(Team, pk=pk), by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Team deleted."))
    return redirect("tenants:members", workspace=workspace)
