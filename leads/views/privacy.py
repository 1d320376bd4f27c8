"""What is held of a person, and what they may ask for: a copy, to be left alone, to be forgotten."""

import json
import re
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from leads import privacy
from leads.forms.privacy import EraseForm, LiftForm, RestrictForm
from leads.models import ConsentRecord, Erasure, Lead, Restriction
from leads.services import erasing, holdings, personal_export, restricting
from leads.services.people_known import person_of
from leads.views.access import get_lead, lead_url, posted
from leads.views.people import People
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember
from work.models import Job


MOST_SHOWN = 200
MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(Z|[+-]\d\d:\d\d)$")


@require_GET
@requires(Capability.MANAGE_PRIVACY)
def show(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what is held of the person behind the lead, their consents, and what can be done."""
    lead = get_lead(request, pk)
    person = person_of([pk])
    job = personal_export.latest(lead_id=pk, by=request.user.pk or 0)
    ledger = ConsentRecord.objects.filter(lead_id__in=person.lead_ids).order_by("-at", "-pk")[:MOST_SHOWN]
    pauses = Restriction.objects.filter(lead_id=pk).order_by("-at", "-pk")[:20]
    values = {
        "lead": lead,
        "person": person,
        "held": holdings.counted(person),
        "ledger": ledger,
        "pauses": pauses,
        "people": People(request).names,
        "is_restricted": any(one.ended_at is None for one in pauses),
        "is_erased": lead.closed_reason == erasing.REASON,
        "job": job,
        "has_file": job is not None and personal_export.path_of(job, at=timezone.now()) is not None,
        "page_title": _("Privacy"),
    }
    return render(request, "leads/privacy.html", values)


@require_POST
@requires(Capability.MANAGE_PRIVACY)
def export(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Begin to put everything together that is held of the person."""
    lead = get_lead(request, pk)
    job = personal_export.start(lead=lead, by=request.user.pk, at=timezone.now())
    return remember(see_other("tenants:job", workspace=workspace, pk=job.pk))


@require_GET
@requires(Capability.MANAGE_PRIVACY)
def download(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Send the file to who asked for it, for a day; to others it does not exist."""
    path = personal_export.path_of(_job(request, pk), at=timezone.now())
    if path is None:
        raise Http404
    name = f"person-{workspace}-{pk}.json"
    response: Any = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/json"
    )
    return response


@require_GET
@requires(Capability.MANAGE_PRIVACY)
def copy(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the same file to be read and printed."""
    path = personal_export.path_of(_job(request, pk), at=timezone.now())
    if path is None:
        raise Http404
    document = json.loads(path.read_text(encoding="utf-8"))
    lead = get_lead(request, pk)
    values = {
        "lead": lead,
        "held": [
            {"label": held["label"], "rows": [_said_row(row) for row in held["rows"]]}
            for held in document["held"]
        ],
        "page_title": _("What we hold of %(name)s") % {"name": lead.title},
    }
    return render(request, "leads/privacy_copy.html", values)


def _said_row(row: dict[str, Any]) -> dict[str, str]:
    """Return a row as people read it: without keys, names of columns as words."""
    return {
        name.replace("_", " ").capitalize(): _said(value)
        for name, value in row.items()
        if name != "id" and not name.endswith(("_id", "_key"))
    }


def _said(value: Any) -> str:
    """Return a value of the file in one line, whatever is in it; moments to the minute."""
    match value:
        case None:
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case dict():
            return " · ".join(f"{name.replace('_', ' ')}: {_said(one)}" for name, one in value.items())
        case list():
            return ", ".join(_said(one) for one in value)
    return MOMENT.sub(r"\1 \2", str(value))


def _job(request: HttpRequest, pk: int) -> Job:
    get_lead(request, pk)
    job = personal_export.latest(lead_id=pk, by=request.user.pk or 0)
    if job is None:
        raise Http404
    return job


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_PRIVACY)
def restrict(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Leave the person's data alone from now on."""
    form = RestrictForm(posted(request))
    return _paused(
        request,
        pk,
        form,
        restricting.restrict,
        title=_("Restrict processing"),
        said=_("Processing is restricted."),
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_PRIVACY)
def lift(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Let the person's data be worked with again."""
    form = LiftForm(posted(request))
    return _paused(
        request,
        pk,
        form,
        restricting.lift,
        title=_("Lift the restriction"),
        said=_("The restriction is lifted."),
    )


def _paused(request: HttpRequest, pk: int, form: Any, act: Any, *, title: str, said: str) -> HttpResponse:
    lead, status = get_lead(request, pk), 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            act(lead_id=pk, reason=form.cleaned_data["reason"], by=request.user.pk, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
        else:
            toasts.add(request, said)
            return see_other(lead_url(request, pk, "privacy"))
    return _verb(request, lead, form, title=title, button=title, status=status)


def _verb(
    request: HttpRequest, lead: Lead, form: Any, *, title: str, button: str, **values: Any
) -> HttpResponse:
    status = values.pop("status")
    context = {
        "lead": lead,
        "form": form,
        "page_title": title,
        "button": button,
        "action": request.path,
        "back_url": lead_url(request, lead.pk, "privacy"),
        **values,
    }
    return render(request, "leads/verb.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Capability.MANAGE_PRIVACY)
def erase(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Erase the person, once who asks typed their name; the answer is the certificate."""
    lead = get_lead(request, pk)
    form = EraseForm(posted(request), name=lead.title)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        wish = {name: form.cleaned_data[name] for name in ("request", "reference")}
        try:
            erasure = erasing.start(lead=lead, **wish, by=request.user.pk, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
        else:
            return remember(see_other("leads:certificate", workspace=workspace, pk=erasure.pk))
    title = _("Erase %(name)s") % {"name": lead.title}
    return _verb(request, lead, form, title=title, button=_("Erase for good"), is_danger=True, status=status)


@require_GET
@requires(Capability.MANAGE_PRIVACY)
def certificates(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the erasures, newest first."""
    page = paginate(Erasure.objects.all(), order=("-at", "-pk"), cursor=request.GET.get("cursor"), size=50)
    values = {"page": page, "people": People(request).names, "page_title": _("Erasures")}
    return render(request, "leads/certificates.html", values)


@require_GET
@requires(Capability.MANAGE_PRIVACY)
def certificate(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show one certificate, to be printed."""
    erasure = get_object_or_404(Erasure, pk=pk)
    labels = {holding.name: holding.label for holding in privacy.every()}
    labels |= {f"files.{one.name}": one.label for one in privacy.every_file()}
    values = {
        "erasure": erasure,
        "counts": [(labels.get(name, name), rows) for name, rows in erasure.counts.items()],
        "people": People(request).names,
        "page_title": _("Certificate of erasure"),
    }
    return render(request, "leads/certificate.html", values)
