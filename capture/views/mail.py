"""Mails that came in: their files, and how they get here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from capture import mail_providers
from capture.models import Inquiry, Mailbox, MailDoor
from capture.services import mails
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.TRIAGE_INBOX)
def file(request: HttpRequest, workspace: str, pk: int, place: int) -> HttpResponse:
    """Hand out a file of a mail; one that may do harm is only listed."""
    found = mails.attachment(inquiry=get_object_or_404(Inquiry, pk=pk), place=place)
    if found is None or not found[0].is_safe:
        raise Http404
    about, content = found
    # Never shown in the browser, whatever it says it is.
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=about.name or "file"
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_GET
@requires(Capability.EDIT_FORMS)
def email_in(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the ways by which mails come, and what becomes of them."""
    context = {
        "mailboxes": Mailbox.objects.defer("password").order_by("username", "folder", "pk"),
        "doors": [
            {"door": door, "label": mail_providers.BY_NAME[door.provider].label}
            for door in MailDoor.objects.defer("secret").order_by("provider")
        ],
        "most_megabytes": mails.MOST_BYTES // 1024 // 1024,
    }
    return render(request, "capture/email_in.html", context)
