"""Verbs for the chosen rows of the list, each with its way back."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core import toasts
from leads.forms.work import BulkAssignForm
from leads.models import LeadRank
from leads.services import ownership
from leads.views.access import next_url
from leads.views.people import People
from tenants.permissions import Capability, requires


MOST = 200
UNDO = "undo"
KEPT = 5


@require_POST
@requires(Capability.ASSIGN_LEADS)
def assign(request: HttpRequest, workspace: str) -> HttpResponse:
    """Give the chosen leads, at most 200, to one person or to nobody."""
    people = People(request)
    chosen = request.POST.getlist("lead")[: MOST + 1]
    form = BulkAssignForm(request.POST, people=people.owners, lead_ids=chosen)
    if not form.is_valid() or len(chosen) > MOST:
        toasts.add(request, _("Choose 1 to 200 leads and a person."), level=messages.ERROR)
        return _back(request)
    owner_id = form.cleaned_data["owner_id"]
    former = _owners(request, form.cleaned_data["lead"])
    changed = ownership.assign_each(
        owners=dict.fromkeys(former, owner_id), by=request.user.pk, at=timezone.now()
    )
    token = _remember(request, {pk: former[pk] for pk in changed}, owner_id)
    name = people.names[owner_id] if owner_id else _("Nobody")
    said = ngettext("%(n)s lead assigned to %(name)s.", "%(n)s leads assigned to %(name)s.", len(changed))
    undo_url = reverse("leads:bulk-undo", kwargs={"workspace": workspace, "token": token}) if changed else ""
    sentence = said % {"n": len(changed), "name": name}
    if owner_id is None and len(changed) < len(former):
        kept = _("Leads in the hands of Sales keep their owner.")
        sentence = f"{sentence} {kept}"
    toasts.add(request, sentence, undo_url=undo_url)
    return _back(request)


@require_POST
@requires(Capability.ASSIGN_LEADS)
def undo(request: HttpRequest, workspace: str, token: str) -> HttpResponse:
    """Give the leads back to whom they belonged; those that changed hands since stay where they are."""
    kept = request.session.get(UNDO, {})
    deed = kept.pop(token, None)
    request.session[UNDO] = kept
    if deed is None or deed["workspace"] != request.workspace.pk:  # type: ignore[attr-defined]
        toasts.add(request, _("This can no longer be undone."), level=messages.ERROR)
        return _back(request)
    now_owned = _owners(request, [int(pk) for pk in deed["owners"]])
    back = {
        int(pk): owner for pk, owner in deed["owners"].items() if now_owned.get(int(pk), -1) == deed["to"]
    }
    try:
        ownership.assign_each(owners=back, by=request.user.pk, at=timezone.now(), reason="undo")
    except ownership.NotAMember as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _back(request)
    left = len(deed["owners"]) - len(back)
    said = ngettext("%(n)s lead is back where it was.", "%(n)s leads are back where they were.", len(back))
    sentence = said % {"n": len(back)}
    if left:
        changed = ngettext(
            "%(n)s changed hands since and stays.", "%(n)s changed hands since and stay.", left
        )
        sentence = f"{sentence} {changed % {'n': left}}"
    toasts.add(request, sentence)
    return _back(request)


def _owners(request: HttpRequest, lead_ids: list[int]) -> dict[int, int | None]:
    """Return who owns each lead the member may see, their rows locked."""
    ranks = LeadRank.objects.visible_to(request.membership).filter(lead_id__in=lead_ids)  # type: ignore[attr-defined]
    locked = ranks.order_by("pk").select_for_update(of=("self",))
    return dict(locked.values_list("lead_id", "owner_id"))


def _remember(request: HttpRequest, owners: dict[int, int | None], to: int | None) -> str:
    """Keep the inverse in the session, the last few only."""
    token = secrets.token_urlsafe(8)
    kept: dict[str, Any] = dict(list(request.session.get(UNDO, {}).items())[-(KEPT - 1) :])
    kept[token] = {
        "workspace": request.workspace.pk,  # type: ignore[attr-defined]
        "owners": {str(pk): owner for pk, owner in owners.items()},
        "to": to,
    }
    request.session[UNDO] = kept
    return token


def _back(request: HttpRequest) -> HttpResponse:
    here = reverse("leads:list", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    response = HttpResponseRedirect(next_url(request) or here)
    response.status_code = 303
    return response
