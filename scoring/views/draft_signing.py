"""Signing a draft for one's side, and whether the workspace wants that."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import toasts
from scoring.choices import Side
from scoring.forms import PolicyForm
from scoring.models import ScoringModel
from scoring.services import sign_off
from scoring.views.draft_acts import done, revision
from tenants.models import User
from tenants.permissions import Capability, requires


def signing_context(request: HttpRequest, draft: ScoringModel) -> dict[str, Any]:
    """Return how both sides stand to the draft, for its foot; nothing where nobody asks. Queries: one to three."""
    if not sign_off.is_wanted():
        return {"is_signed": True}
    standings = sign_off.standings(draft)
    given = [standing.signature or standing.voided for standing in standings]
    people = User.objects.in_bulk([signature.signed_by for signature in given if signature])
    mine = sign_off.SIDES.get(request.membership.role)  # type: ignore[attr-defined]
    return {
        "sides": [
            {
                "label": Side(standing.side).label,
                "signature": standing.signature,
                "voided": standing.voided,
                "person": people.get(signature.signed_by) if signature else None,
                "is_mine": standing.side == mine,
            }
            for standing, signature in zip(standings, given, strict=True)
        ],
        "can_sign": any(standing.side == mine and not standing.signature for standing in standings),
        "is_signed": all(standing.signature for standing in standings),
    }


@require_POST
@requires(Capability.SIGN_SCORING)
def sign(request: HttpRequest, workspace: str) -> HttpResponse:
    """Sign the draft as it was seen."""

    def do() -> None:
        sign_off.sign(revision=revision(request), by=int(request.user.pk or 0), at=timezone.now())
        toasts.add(request, _("You signed the draft."))

    return done(request, do, "scoring:draft")


@require_POST
@requires(Capability.SIGN_SCORING)
def withdraw(request: HttpRequest, workspace: str) -> HttpResponse:
    """Take one's signature back."""

    def do() -> None:
        sign_off.withdraw(by=int(request.user.pk or 0), revision=revision(request))
        toasts.add(request, _("Your side's signature is taken back."))

    return done(request, do, "scoring:draft")


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_WORKSPACE)
def policy(request: HttpRequest, workspace: str) -> HttpResponse:
    """Say whether both sides must sign."""
    form = PolicyForm(request.POST or None, initial={"needs_sign_off": sign_off.is_wanted()})
    if request.method == "POST":
        form = PolicyForm(request.POST)
        if form.is_valid():
            sign_off.set_policy(**form.cleaned_data, by=request.user.pk, at=timezone.now())
            toasts.add(request, _("Saved."))
            return redirect("scoring:live", workspace=workspace)
    return render(request, "scoring/policy.html", {"form": form, "page_title": _("Publishing a model")})
