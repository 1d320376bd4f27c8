"""A mail as its reader will see it: beside the editor, in a frame that can do nothing, and sent to oneself."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from core import toasts
from core.answers import see_other
from core.csp import csp_override
from core.htmx import wants_fragment
from leads.models import Lead
from messaging import links, shelf
from messaging.engine.render import Rendered
from messaging.frames import SEALED_POLICY
from messaging.models import Template, TemplateVersion
from messaging.services import authoring, outbox, templates
from tenants.permissions import Capability, requires


def is_live(request: HttpRequest) -> bool:
    """Say whether the editor itself saves while somebody types."""
    return wants_fragment(request)


def choices(request: HttpRequest) -> dict[str, Any]:
    """Return what the editor offers to put in."""
    return {
        "tags": templates.known_tags(),
        "targets": links.choices(),
        "readers": shelf.readers(request.membership),  # type: ignore[attr-defined]
    }


def context(request: HttpRequest, template: Template, version: TemplateVersion | None) -> dict[str, Any]:
    """Return the mail as the chosen reader gets it, and what is wrong with it."""
    reader = _reader(request)
    faults = authoring.faults_of(version) if version else []
    return {
        "reader": reader,
        "version": version,
        "mail": rendered(version, reader) if version else None,
        "checks": faults,
        "is_ready": not any(not fault.is_warning for fault in faults),
    }


def beside(request: HttpRequest, template: Template, language: str) -> HttpResponse:
    """Answer a save while typing: the mail and its faults, and the draft's new stamp."""
    version = authoring.drafts(template).get(language=language)
    found = context(request, template, version)
    return render(
        request,
        "messaging/_template_beside.html",
        {"template": template, "language": language, "is_update": True, **found},
    )


def refusal(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    """Say beside the editor why nothing was saved."""
    text = message or _("This could not be saved. Shorten the text.")
    return render(request, "messaging/_template_refusal.html", {"message": text}, status=status)


def rendered(version: TemplateVersion, reader: Lead | None) -> Rendered:
    """Return the mail for the reader; without one with the defaults."""
    values = templates.values_for(lead_ids=[reader.pk], version=version)[reader.pk] if reader else {}
    return templates.render(version=version, values=values, message=None)


def _reader(request: HttpRequest) -> Lead | None:
    wished = request.POST.get("lead") or request.GET.get("lead") or ""
    visible = Lead.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    return visible.filter(pk=int(wished)).first() if wished.isdecimal() and len(wished) < 19 else None


@require_GET
@requires(Capability.EDIT_TEMPLATES)
@xframe_options_sameorigin
@csp_override(SEALED_POLICY)
def preview(request: HttpRequest, workspace: str, pk: int, language: str, number: int) -> HttpResponse:
    """Show one version's HTML by itself, for the frame."""
    version = get_object_or_404(TemplateVersion, template_id=pk, language=language, number=number)
    response = HttpResponse(rendered(version, _reader(request)).html)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@requires(Capability.EDIT_TEMPLATES)
def send_test(request: HttpRequest, workspace: str, pk: int, language: str) -> HttpResponse:
    """Send the text as it is written now to the person who asks, and to nobody else."""
    template = get_object_or_404(Template, pk=pk)
    tongue = shelf.tongues(template).get(language)
    if tongue is None or tongue.text is None:
        raise Http404
    version = TemplateVersion.objects.get(pk=tongue.text.pk)
    mail = rendered(version, _reader(request))
    outbox.enqueue_plain(
        key=f"test:{uuid4()}",
        user_id=int(request.user.pk or 0),
        subject=_("[Test] %(subject)s") % {"subject": mail.subject},
        text=mail.text,
        html=mail.html,
        at=timezone.now(),
    )
    toasts.add(request, _("Sent to %(email)s.") % {"email": request.user.email})  # type: ignore[union-attr]
    return see_other("messaging:template-text", workspace=workspace, pk=pk, language=language)
