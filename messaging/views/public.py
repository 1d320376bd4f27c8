"""What a reader of our mails opens without signing in: a link, the way out, the preferences (E5, E6)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.answers import see_other
from core.networks import ip_class
from core.scope import workspace_scope
from leads.choices import Consent
from leads.models import Lead, Topic
from leads.services import matching
from messaging import tokens
from messaging.choices import RecipientState
from messaging.forms.preferences import LeavingForm, PreferencesForm
from messaging.models import Message, Recipient
from messaging.services import clicks
from messaging.services import preferences as services
from messaging.tokens import Kind
from tenants.models import Workspace


BOTH = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a link belongs to, and the mail it came with, if that is still kept."""

    workspace: Workspace
    recipient: Recipient
    message: Message | None
    lead: Lead | None

    @property
    def language(self) -> str:
        """Return the reader's language, else that of the mail, else the workspace's."""
        spoken = dict(settings.LANGUAGES)
        wished = [self.lead.language if self.lead else "", self.message.language if self.message else ""]
        return next(
            (lang for text in wished if (lang := text[:2].lower()) in spoken), self.workspace.language
        )

    @property
    def masked(self) -> str:
        """Return the address so that its owner knows it and nobody else learns it."""
        local, _at, host = self.recipient.email.rpartition("@")
        return f"{local[:1]}***@{host}"

    @property
    def gets_mail(self) -> bool:
        """Say whether marketing mail goes to the address now."""
        agreed = self.lead is None or self.lead.marketing_consent == Consent.GIVEN
        return self.recipient.state == RecipientState.OPEN and agreed

    @property
    def evidence(self) -> str:
        """Return what proves the act: the mail, and the moment, since one mail may serve twice."""
        mail = (
            f"message:{self.message.public_id}" if self.message else f"recipient:{self.recipient.public_id}"
        )
        return f"{mail}@{int(timezone.now().timestamp() * 1000)}"


@require_safe
def click(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on to where the link of a mail leads; nothing in the request says where that is."""
    numbers = tokens.read(Kind.CLICK, token)
    if numbers is None or len(numbers) != 3:
        raise Http404
    workspace_id, message_id, place = numbers
    asked = clicks.Request(request.method or "", request.headers, _network(request))
    with workspace_scope(workspace_id):
        url = clicks.follow(message_id=message_id, place=place, request=asked, at=timezone.now())
        url = clicks.carried(url, token) if url else url
    if url is None:
        raise Http404
    if not url:
        return _private(render(request, "messaging/public_nothing.html"))
    return _private(HttpResponseRedirect(url))


@csrf_exempt  # a mail program posts here for its user, without cookies (RFC 8058); the token is the right
@require_http_methods(BOTH)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; take the reader off when it, or a mail program, posts. Opening it changes nothing (E5)."""
    workspace_id, recipient_id, message_id = _numbers(Kind.UNSUBSCRIBE, token)
    with workspace_scope(workspace_id):
        reader = _reader(workspace_id, recipient_id, message_id)
        if reader is None:
            return _gone(request)
        with translation.override(reader.language):
            if request.method != "POST":
                return _page(request, "messaging/public_unsubscribe.html", reader)
            return _leave(request, reader)


def _leave(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = LeavingForm(request.POST)
    note = form.note() if form.is_valid() else ""
    services.unsubscribe(
        recipient=reader.recipient,
        at=timezone.now(),
        note=note,
        evidence=reader.evidence,
        ip_class=_network(request),
    )
    if note:
        services.say_why(recipient=reader.recipient, note=note, at=timezone.now())
    return _page(
        request, "messaging/public_unsubscribed.html", reader, form=LeavingForm(), has_said_why=bool(note)
    )


@require_http_methods(BOTH)
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Let the reader choose topics and language, leave, or come back."""
    workspace_id, recipient_id, message_id = _numbers(Kind.PREFERENCES, token)
    with workspace_scope(workspace_id):
        reader = _reader(workspace_id, recipient_id, message_id)
        if reader is None:
            return _gone(request)
        with translation.override(reader.language):
            if _is_old(reader):
                return _page(request, "messaging/public_old.html", reader, status=410)
            if request.method != "POST":
                return _choices(request, reader, _form(reader))
            return _choose(request, reader)


def _choose(request: HttpRequest, reader: Reader) -> HttpResponse:
    at = timezone.now()
    how = {"evidence": reader.evidence, "ip_class": _network(request), "at": at}
    if "stop" in request.POST:
        services.unsubscribe(recipient=reader.recipient, **how)  # type: ignore[arg-type]
    elif "subscribe" in request.POST:
        services.subscribe(recipient=reader.recipient, language=reader.language, **how)  # type: ignore[arg-type]
    else:
        form = _form(reader, request)
        if not form.is_valid():
            return _choices(request, reader, form, status=422)
        services.set_topics(recipient=reader.recipient, topics_off=form.topics_off(), at=at)
        services.set_language(recipient=reader.recipient, language=form.cleaned_data["language"], at=at)
    return _private(see_other(request.path + "?saved=1"))


def _form(reader: Reader, request: HttpRequest | None = None) -> PreferencesForm:
    topics = list(Topic.objects.filter(is_active=True).order_by("name").values_list("slug", "name"))
    off = set(reader.recipient.topics_off)
    initial = {"topics": [slug for slug, _name in topics if slug not in off], "language": reader.language}
    return PreferencesForm(request.POST if request else None, initial=initial, topics=topics)


def _choices(
    request: HttpRequest, reader: Reader, form: PreferencesForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "has_topics": "topics" in form.fields,
        "is_saved": "saved" in request.GET,
        "consent_text": services.consent_text(reader.language),
        "may_return": reader.recipient.state in services.OWN,
    }
    return _page(request, "messaging/public_preferences.html", reader, status=status, **context)


def _numbers(kind: Kind, token: str) -> tuple[int, int, int]:
    numbers = tokens.read(kind, token)
    if numbers is None or len(numbers) != 3:
        raise Http404
    return numbers[0], numbers[1], numbers[2]


def _reader(workspace_id: int, recipient_id: int, message_id: int) -> Reader | None:
    """Return whose link it is; None if the address was erased or is no longer kept."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    recipient = Recipient.objects.filter(pk=recipient_id).exclude(email="").first()
    if workspace is None or recipient is None or recipient.state == RecipientState.ERASED:
        return None
    message = Message.objects.filter(pk=message_id, recipient=recipient).first()
    return Reader(workspace, recipient, message, matching.of_address(recipient.email))


def _is_old(reader: Reader) -> bool:
    if reader.message is None:
        return True
    return timezone.now() - reader.message.created_at > timedelta(days=settings.PREFERENCE_LINK_DAYS)


def _gone(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "messaging/public_gone.html", status=410))


def _page(
    request: HttpRequest, template: str, reader: Reader, *, status: int = 200, **context: Any
) -> HttpResponse:
    mail = reader.message.pk if reader.message else 0
    names = (reader.workspace.pk, reader.recipient.pk, mail)
    context |= {
        "reader": reader,
        "brand_name": reader.workspace.name,
        "preferences_url": reverse("messages:preferences", args=[tokens.make(Kind.PREFERENCES, *names)]),
        "unsubscribe_url": reverse("messages:unsubscribe", args=[tokens.make(Kind.UNSUBSCRIBE, *names)]),
    }
    return _private(render(request, template, context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Tell no other site where the reader came from, and let nothing keep the page.

    Not ``no-referrer``: browsers then hide the origin from our own forms too, and CSRF protection refuses them.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, no_store=True, private=True)
    return response


def _network(request: HttpRequest) -> str:
    return ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
