"""API keys: made, shown once, revoked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.errors import DomainError
from tenants import queries
from tenants.forms import ApiKeyForm
from tenants.permissions import Capability, requires
from tenants.services import api_keys
from tenants.views.errors import show_on_form


@require_GET
@requires(Capability.MANAGE_API_KEYS)
def key_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the keys and when each was last used."""
    return render(request, "tenants/api_keys.html", {"keys": queries.api_keys(), "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_API_KEYS)
def create_key(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a key; its secret is on this answer and nowhere else."""
    form = ApiKeyForm(request.POST or None)
    context = {"form": form, "secret": "", "key": None}
    if request.method == "POST" and form.is_valid():
        try:
            context["key"], context["secret"] = api_keys.create(
                **form.cleaned_data, by=request.user.pk, at=timezone.now()
            )
        except DomainError as refusal:
            show_on_form(form, refusal)
    return render(request, "tenants/api_key.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Capability.MANAGE_API_KEYS)
def revoke_key(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Make a key worthless at once."""
    key = get_object_or_404(queries.api_keys(), pk=pk)
    api_keys.revoke(key=key, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Key revoked. It stopped working just now."))
    return redirect("tenants:api_keys", workspace=workspace)
