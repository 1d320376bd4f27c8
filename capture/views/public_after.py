"""What follows a form: the thanks, what it hands out, and the consent that waits to be confirmed.

A GET changes nothing, since programs open every link of a mail; each deed is a button on the page.
"""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from capture.models import Handout, Inquiry
from capture.public_pages import PublicPage, lead_on, manner_of, refuse, showing_of
from capture.services import consents, forms, handouts
from capture.services.forms import Found
from core.answers import see_other
from core.errors import DomainError
from core.networks import ip_class
from core.scope import workspace_scope


BOTH = ["GET", "POST"]


@require_GET
def thanks(request: HttpRequest, token: str, public_id: UUID) -> HttpResponse:
    """Say that the inquiry arrived, with a reference to quote."""
    found = forms.find(token=token, at=timezone.now())
    if found is None:
        raise Http404
    with workspace_scope(found.workspace_id):
        inquiry: Inquiry = get_object_or_404(
            Inquiry.objects.select_related("form", "form_version"), public_id=public_id, form_id=found.form_id
        )
        version = inquiry.form_version or forms.current_version(inquiry.form)
        showing = showing_of(request, inquiry.form, version)
        with translation.override(showing.language):
            response = PublicPage(request, showing, manner_of(request)).thanks(inquiry)
    patch_cache_control(response, no_store=True)
    return response


def _find(token: str) -> Found:
    found = forms.find(token=token, at=timezone.now())
    if found is None:
        raise Http404
    return found


@csrf_exempt  # the signed address is the proof; strangers have no session
@require_http_methods(BOTH)
def handout(request: HttpRequest, token: str, signed: str) -> HttpResponseBase:
    """Show what waits to be fetched, and hand it out at the press of the button."""
    found = _find(token)
    with workspace_scope(found.workspace_id):
        try:
            inquiry, thing = handouts.read(form_id=found.form_id, signed=signed)
            with translation.override(consents.spoken(inquiry, inquiry.form)):
                response = _hand_out(request, inquiry, thing)
        except DomainError as refusal:
            return refuse(request, refusal.status, refusal.code, refusal.message)
    patch_cache_control(response, no_store=True)
    return response


def _hand_out(request: HttpRequest, inquiry: Inquiry, thing: Handout) -> HttpResponseBase:
    if request.method == "POST":
        return _fetch(inquiry, thing)
    context = {"handout": thing, "page_title": thing.title, "brand_name": consents.house()}
    return lead_on(render(request, "capture/public_handout.html", context), thing.url)


def _fetch(inquiry: Inquiry, thing: Handout) -> HttpResponseBase:
    path = None if thing.url else handouts.path_of(thing)
    handouts.fetch(inquiry=inquiry, handout=thing, at=timezone.now())
    if path is None:
        return see_other(thing.url)
    # Never shown in the browser, whatever it says it is.
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=thing.file_name,
        content_type="application/octet-stream",
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@csrf_exempt  # the signed address is the proof; strangers have no session
@require_http_methods(BOTH)
def confirm(request: HttpRequest, token: str, signed: str) -> HttpResponse:
    """Show the text that waits for the person's word, and write it down at the press of the button."""
    found = _find(token)
    with workspace_scope(found.workspace_id):
        try:
            inquiry = consents.read(form_id=found.form_id, signed=signed)
            if request.method == "POST":
                network = ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
                consents.confirm(inquiry=inquiry, ip_class=network, at=timezone.now())
        except DomainError as refusal:
            return refuse(request, refusal.status, refusal.code, refusal.message)
        with translation.override(consents.spoken(inquiry, inquiry.form)):
            is_done = request.method == "POST"
            context = {
                "text": consents.text_of(inquiry),
                "is_done": is_done,
                "page_title": _("Confirmed") if is_done else _("May we write to you?"),
                "brand_name": consents.house(),
            }
            response = render(request, "capture/public_confirm.html", context)
    patch_cache_control(response, no_store=True)
    return response
