"""The settings page, one's own profile, and the workspace's settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import navigation, toasts
from tenants.forms import ProfileForm, WorkspaceForm
from tenants.permissions import Capability, open_to_members, requires
from tenants.services import people, workspaces


@require_GET
@open_to_members
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the settings this member may open."""
    return render(request, "tenants/settings.html", {"links": navigation.links(request, "settings")})


@require_http_methods(["GET", "POST"])
@open_to_members
def profile(request: HttpRequest, workspace: str) -> HttpResponse:
    """Let a person set their name and language."""
    user = request.membership.user  # type: ignore[attr-defined]
    initial = {
        "name": user.name,
        "language": user.language or request.workspace.language,  # type: ignore[attr-defined]
    }
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        people.edit_profile(user=user, at=timezone.now(), **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            toasts.add(request, _("Profile saved."))
        return redirect("tenants:profile", workspace=workspace)
    return render(request, "tenants/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_WORKSPACE)
def workspace_settings(request: HttpRequest, workspace: str) -> HttpResponse:
    """Let an administrator change name, language, time zone, currency and country."""
    here = request.workspace  # type: ignore[attr-defined]
    form = WorkspaceForm(
        request.POST or None, initial={name: getattr(here, name) for name in workspaces.EDITABLE}
    )
    if request.method == "POST" and form.is_valid():
        workspaces.edit(workspace=here, by=request.user.pk, at=timezone.now(), **form.cleaned_data)
        toasts.add(request, _("Workspace saved."))
        return redirect("tenants:workspace", workspace=workspace)
    return render(request, "tenants/workspace.html", {"form": form}, status=422 if form.errors else 200)
