"""Pages about mailboxes: added, tested, switched, and how their reading goes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import inbox
from capture.mailbox_forms import MailboxForm
from capture.models import Mailbox
from capture.services import mailboxes, mails
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from tenants.permissions import Capability, requires
from tenants.views.errors import show_on_form


BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Add a mailbox, switched off; a worker tests it at once."""
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = mailboxes.create(settings=form.settings, by=request.user.pk, at=timezone.now())
        except DomainError as refusal:
            show_on_form(form, refusal)
        else:
            return _to(made, workspace)
    context = {"form": form, "page_title": _("Add a mailbox")}
    return render(request, "capture/mailbox_form.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Capability.EDIT_FORMS)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show how a mailbox is read, and how the last reading went."""
    return render(request, "capture/mailbox.html", _context(_mailbox(pk)))


@require_GET
@requires(Capability.EDIT_FORMS)
def status(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say how the test ended; asked again until it has."""
    return render(request, "capture/_mailbox_status.html", _context(_mailbox(pk)))


def _context(mailbox: Mailbox) -> dict[str, Any]:
    return {
        "mailbox": mailbox,
        "latest": inbox.Line(mailbox.latest) if mailbox.latest else None,
        "most_megabytes": mails.MOST_BYTES // 1024 // 1024,
    }


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def settings(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change a mailbox; a worker tests it at once."""
    mailbox = _mailbox(pk)
    form = MailboxForm(request.POST or None, mailbox=mailbox)
    if request.method == "POST" and form.is_valid():
        try:
            mailboxes.configure(
                mailbox=mailbox, settings=form.settings, by=request.user.pk, at=timezone.now()
            )
        except DomainError as refusal:
            show_on_form(form, refusal)
        else:
            toasts.add(request, _("Saved."))
            return _to(mailbox, workspace)
    context = {"form": form, "mailbox": mailbox, "page_title": _("Change the mailbox")}
    return render(request, "capture/mailbox_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Capability.EDIT_FORMS)
def switch(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Switch the reading on or off, as the button said that was pressed."""
    mailbox, wanted = _mailbox(pk), request.POST.get("to") == "on"
    mailboxes.switch(mailbox=mailbox, is_active=wanted, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Switched on.") if wanted else _("Switched off. Mails stay in the mailbox."))
    return _to(mailbox, workspace)


@require_POST
@requires(Capability.EDIT_FORMS)
def test(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Have a worker test the mailbox, and read it if it is on."""
    mailbox = _mailbox(pk)
    mailboxes.ask(mailbox=mailbox)
    return _to(mailbox, workspace)


@require_POST
@requires(Capability.EDIT_FORMS)
def remove(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Forget the mailbox and its password."""
    mailboxes.remove(mailbox=_mailbox(pk), by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Mailbox removed. What came stays."))
    return see_other("capture:email-in", workspace=workspace)


def _mailbox(pk: int) -> Mailbox:
    # The bytes of the newest mail may be large, and the page does not show them.
    return get_object_or_404(Mailbox.objects.select_related("latest").defer("latest__raw", "password"), pk=pk)


def _to(mailbox: Mailbox, workspace: str) -> HttpResponse:
    return see_other("capture:mailbox", workspace=workspace, pk=mailbox.pk)
