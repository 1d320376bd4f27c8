"""Settings of sending: as whom, within which bounds, and the addresses nothing goes to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import BadCursor, paginate
from messaging import queries
from messaging.forms.sending import BlockForm, SendingForm
from messaging.services import recipients, sending
from tenants.permissions import Capability, requires
from tenants.views.errors import show_on_form


ORDER = ("-state_at", "-pk")


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_SENDING)
def policy(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show and change as whom and within which bounds mail leaves."""
    kept = recipients.policy()
    form = SendingForm(request.POST or None, initial={name: getattr(kept, name) for name in sending.FIELDS})
    if request.method == "POST" and form.is_valid():
        try:
            sending.change(values=form.cleaned_data, by=request.user.pk, at=timezone.now())
        except DomainError as refusal:
            show_on_form(form, refusal)
        else:
            toasts.add(request, _("Sending saved."))
            return see_other("messaging:sending", workspace=workspace)
    context = {"form": form, "policy": kept}
    return render(request, "messaging/sending.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Capability.MANAGE_SENDING)
def send_test(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send a mail to whoever asks."""
    pk = sending.send_test(user=request.user, at=timezone.now())  # type: ignore[arg-type]
    toasts.add(request, _("A test mail to %(email)s is on its way.") % {"email": request.user.email})  # type: ignore[union-attr]
    return see_other("messaging:message", workspace=workspace, pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_SENDING)
def blocked(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the addresses nothing goes to, and block one more."""
    form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sending.block(**form.cleaned_data, by=request.user.pk, at=timezone.now())
        except DomainError as refusal:
            show_on_form(form, refusal)
        else:
            toasts.add(request, _("Nothing goes to %(email)s any more.") % form.cleaned_data)
            return see_other("messaging:blocked", workspace=workspace)
    search = request.GET.get("search", "").strip().replace("\x00", "")[:320]
    rows = queries.closed_addresses(search)
    try:
        page = paginate(rows, order=ORDER, cursor=request.GET.get("cursor"))
    except BadCursor:
        page = paginate(rows, order=ORDER, cursor=None)
    context = {"form": form, "page": page, "search": search}
    return render(request, "messaging/blocked.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Capability.MANAGE_SENDING)
def reopen(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Let mails go to an address again."""
    row = queries.closed_address(pk)
    if recipients.reopen(recipient=row, note=_("Opened by hand"), at=timezone.now(), by=request.user.pk):
        toasts.add(request, _("Mails may go to %(email)s again.") % {"email": row.email})
    else:
        toasts.add(request, _("This address asked to be erased: it stays closed."), level=40)
    return see_other("messaging:blocked", workspace=workspace)
