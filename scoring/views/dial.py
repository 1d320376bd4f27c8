"""The dial of a draft's definition: each setting with what it would mean, and putting the draft on one of them."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from conditions.describe import describe_html
from core import toasts
from core.errors import DomainError
from core.htmx import render_part
from scoring import dial_words, queries
from scoring.engine.light import light_registry
from scoring.engine.spec import Address
from scoring.services import dial_draft
from scoring.services.dial_draft import NoSuchDefinition, Reading
from scoring.views.draft_acts import refused, revision
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember
from work.models import Job


@require_GET
@requires(Capability.VIEW_DRAFT)
def show(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what each setting would mean, by this workspace's own history."""
    draft = queries.draft()
    if draft is None:
        raise Http404
    try:
        reading = dial_draft.read(draft=draft, address=_address(request.GET), at=timezone.now())
    except NoSuchDefinition:
        raise Http404 from None
    job = reading.job
    values: dict[str, Any] = {
        "page_title": _("The dial"),
        "draft": draft,
        "reading": reading,
        "why": dial_words.WHY[reading.fixed] if reading.fixed else "",
        "job": job,
        "poll_url": request.get_full_path() if job and job.state == Job.State.RUNNING else "",
        "can_edit": request.membership.can(Capability.EDIT_SCORING),  # type: ignore[attr-defined]
        "tabs": _tabs(request, reading),
        "edit_url": _edit_url(request, reading.definition.address),
    }
    if reading.turning:
        registry = light_registry(reading.turning.names)
        was = reading.turning.dial.read(request.GET.get("was", ""))
        values |= {
            "rows": dial_words.rows(reading, was),
            "counted": dial_words.source(reading),
            "besides": [describe_html(node, registry) for node in reading.turning.dial.kept.requirements],
        }
    return render_part(request, "scoring/dial.html", "dial", values)


@require_POST
@requires(Capability.VIEW_DRAFT)
def start(request: HttpRequest, workspace: str) -> HttpResponse:
    """Have a worker count, where there are too many leads for the page to wait for."""
    address = _address(request.POST)
    try:
        dial_draft.ask(address=address, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    return remember(_to(request, address))


@require_POST
@requires(Capability.EDIT_SCORING)
def use(request: HttpRequest, workspace: str) -> HttpResponse:
    """Put the draft on the setting that was chosen."""
    address = _address(request.POST)
    key = request.POST.get("line", "")
    try:
        _draft, former, line = dial_draft.use(
            address=address, key=key, by=request.user.pk, at=timezone.now(), revision=revision(request)
        )
    except DomainError as refusal:
        return refused(request, refusal)
    toasts.add(request, _("The draft asks for it now: %(line)s.") % {"line": dial_words.line(line)})
    return _to(request, address, was=former.key)


def _tabs(request: HttpRequest, reading: Reading) -> list[dict[str, Any]]:
    """Return the definitions to choose from; none where there is only one."""
    if len(reading.definitions) == 1:
        return []
    return [
        {
            "url": _url(request, found.address),
            "label": dial_words.definition(found, reading.definitions),
            "current": found.address == reading.definition.address,
        }
        for found in reading.definitions
    ]


def _edit_url(request: HttpRequest, address: Address) -> str:
    """Return where a person changes the definition."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    page = (
        reverse("scoring:definition", args=[slug, address.definition])
        if address.definition
        else reverse("scoring:settings", args=[slug])
    )
    return f"{page}?{urlencode({'model': address.model})}" if address.model else page


def _address(given: QueryDict) -> Address:
    return Address(given.get("model", ""), given.get("definition", ""))


def _url(request: HttpRequest, address: Address, **more: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in (address._asdict() | more).items() if value})
    page = reverse("scoring:dial", args=[request.workspace.slug])  # type: ignore[attr-defined]
    return f"{page}?{query.urlencode()}" if query else page


def _to(request: HttpRequest, address: Address, **more: str) -> HttpResponse:
    return HttpResponseRedirect(_url(request, address, **more), status=303)
