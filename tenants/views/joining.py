"""Following an invitation's link."""

from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.scope import workspace_scope
from tenants.forms import JoinForm
from tenants.models import Workspace
from tenants.services import members, tokens
from tenants.views.errors import show_on_form


BACKEND = "tenants.accounts.Backend"


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person in; a dead link says so and what to do."""
    at = timezone.now()
    found = tokens.resolve(kind=members.INVITATION, token=token, at=at)
    workspace = found and Workspace.objects.filter(pk=found.workspace_id).first()
    if not found or not workspace:
        return render(request, "tenants/link_expired.html", status=410)
    with translation.override(translation.get_language() or workspace.language):
        try:
            with workspace_scope(workspace.pk):
                return _answer(request, workspace, members.find_invitation(token=found, at=at))
        except members.LinkExpired as refusal:
            return render(request, "tenants/link_expired.html", {"message": refusal.message}, status=410)


def _answer(request: HttpRequest, workspace: Workspace, found: members.Invitation) -> HttpResponse:
    signed_in = request.user if request.user.is_authenticated else None
    # Whoever has an account has nothing to fill in.
    shape = forms.Form if signed_in else JoinForm
    form = shape(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data or {"name": "", "password": ""}
        try:
            user = members.join(
                invitation=found,
                user=signed_in,  # type: ignore[arg-type]
                language=workspace.language,
                at=timezone.now(),
                **data,
            )
        except members.LinkExpired:
            raise
        except DomainError as refusal:
            show_on_form(form, refusal)
        else:
            if not signed_in:
                login(request, user, backend=BACKEND)
            return redirect("workspace-home", workspace=workspace.slug)
    context = {"form": form, "invitation": found, "workspace": workspace, "signed_in": signed_in}
    return render(request, "tenants/join.html", context, status=422 if form.is_bound and form.errors else 200)
