"""Pages about mail providers: the address to paste there, what proves that it is them, and what came last."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import inbox, mail_providers
from capture.mail_door_forms import CreateMailDoorForm, MailDoorKeyForm
from capture.mail_providers import KEY, USER
from capture.models import MailDoor
from capture.services import mail_doors
from capture.views import mail_door_public
from core import toasts
from core.answers import see_other
from tenants.permissions import Capability, requires


PAGE = "capture/mail_door.html"


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_FORMS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a provider's address; its page says what to paste where."""
    form = CreateMailDoorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = mail_doors.create(**form.cleaned_data, by=request.user.pk, at=timezone.now())
        return _to(made, workspace)
    context = {"form": form, "page_title": _("Add a mail provider"), "button": _("Make its address")}
    return render(request, "capture/mail_door_form.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Capability.EDIT_FORMS)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show a provider's address, and what came last."""
    return render(request, PAGE, _context(_door(pk)))


@require_POST
@requires(Capability.EDIT_FORMS)
def turn(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Make a password; the address with it is on this answer and nowhere else."""
    door = _door(pk)
    if mail_providers.BY_NAME[door.provider].proof == KEY:
        return _to(door, workspace)
    secret = mail_doors.turn(door=door, by=request.user.pk, at=timezone.now())
    scheme, _sep, rest = mail_door_public.address(door).partition("://")
    return render(request, PAGE, _context(_door(pk)) | {"full": f"{scheme}://{USER}:{secret}@{rest}"})


@require_POST
@requires(Capability.EDIT_FORMS)
def keep_key(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Keep the key that the provider shows."""
    door = _door(pk)
    provider = mail_providers.BY_NAME[door.provider]
    if provider.proof != KEY:
        return _to(door, workspace)
    form = MailDoorKeyForm(request.POST, label=provider.key_label)
    if not form.is_valid():
        return render(request, PAGE, _context(door) | {"form": form}, status=422)
    mail_doors.keep(door=door, secret=form.cleaned_data["key"], by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Saved."))
    return _to(door, workspace)


@require_POST
@requires(Capability.EDIT_FORMS)
def switch(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Switch the address on or off, as the button said that was pressed."""
    door, wanted = _door(pk), request.POST.get("to") == "on"
    mail_doors.switch(door=door, is_active=wanted, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Switched on.") if wanted else _("Switched off. What is posted now is refused."))
    return _to(door, workspace)


def _context(door: MailDoor) -> dict[str, Any]:
    provider = mail_providers.BY_NAME[door.provider]
    return {
        "door": door,
        "provider": provider,
        "address": mail_door_public.address(door),
        "form": MailDoorKeyForm(label=provider.key_label) if provider.proof == KEY else None,
        "latest": inbox.Line(door.latest) if door.latest else None,
    }


def _door(pk: int) -> MailDoor:
    # The bytes of the newest mail may be large, and the page does not show them.
    return get_object_or_404(MailDoor.objects.select_related("latest").defer("latest__raw"), pk=pk)


def _to(door: MailDoor, workspace: str) -> HttpResponse:
    return see_other("capture:mail-door", workspace=workspace, pk=door.pk)
