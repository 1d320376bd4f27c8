"""Pages about forms: listed, made from a template, published, surrounded by settings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import form_pages, queries
from capture.form_forms import CreateForm, HandoutForm, SettingsForm
from capture.models import Form
from capture.services import forms as services
from capture.services import handouts
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from tenants.permissions import Capability, requires


BOTH = ["GET", "POST"]


@require_GET
@requires(Capability.EDIT_FORMS)
def form_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the forms, newest first."""
    every = Form.objects.select_related("source")
    page = paginate(every, order=["-created_at", "-pk"], cursor=request.GET.get("cursor"))
    counts = queries.submissions([form.pk for form in page.items])
    rows = [{"form": form, "count": counts.get(form.pk, 0)} for form in page.items]
    return render(request, "capture/forms.html", {"page": page, "rows": rows})


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a form from a template; publishing is the next click."""
    language = request.workspace.language  # type: ignore[attr-defined]
    form = CreateForm(request.POST or None, initial={"language": language, "name": _("Contact")})
    if request.method == "POST" and form.is_valid():
        made = services.create(**form.cleaned_data, by=request.user.pk, at=timezone.now())
        return to_form(request, made)
    return render(request, "capture/create_form.html", {"form": form}, status=status_of(request))


@require_GET
@requires(Capability.EDIT_FORMS)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what a form asks and says, how to embed it, and what it brought."""
    return show(request, find(pk))


def show(request: HttpRequest, form: Form, *, fault: str = "", status: int = 200) -> HttpResponse:
    """Show the page of a form, with what was refused just now."""
    context = form_pages.detail(form, fault=fault, moved=request.GET.get("moved", ""))
    return render(request, "capture/form.html", context, status=status)


@require_POST
@requires(Capability.EDIT_FORMS)
def publish(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Open the form to the public."""
    form = find(pk)
    try:
        services.publish(form=form, is_active=True, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return show(request, form, fault=refusal.message, status=422)
    toasts.add(request, _("The form is open to the public."), undo_url=_url("close-form", form, workspace))
    return to_form(request, form)


@require_POST
@requires(Capability.EDIT_FORMS)
def close(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take the form back from the public."""
    form = find(pk)
    services.publish(form=form, is_active=False, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("The form is closed."), undo_url=_url("publish-form", form, workspace))
    return to_form(request, form)


@require_GET
@requires(Capability.EDIT_FORMS)
def waiting(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say whether the first inquiry has come; asked again until it has."""
    form = find(pk)
    count = queries.submissions([form.pk]).get(form.pk, 0)
    return render(request, "capture/_waiting.html", {"form_object": form, "count": count})


@require_GET
@requires(Capability.EDIT_FORMS)
def versions(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show everything the form ever asked people to agree to, and how many saw it."""
    form = find(pk)
    context = {"form_object": form, "rows": form_pages.versions(form)}
    return render(request, "capture/form_versions.html", context)


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def settings(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change where the form's leads are counted, who is told, and which pages may post to it."""
    shown = find(pk)
    lists = {**queries.attribution(), "members": queries.who_may_be_told()}
    form = SettingsForm(request.POST or None, initial=_settings_of(shown), **lists)
    if request.method == "POST" and form.is_valid():
        try:
            services.configure(
                form=shown,
                settings=services.Settings(**form.cleaned_data),
                by=request.user.pk,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("allowed_origins", refusal.message)
        else:
            toasts.add(request, _("Saved."))
            return to_form(request, shown)
    context = {"form_object": shown, "form": form, "page_title": _("Settings")}
    return render(request, "capture/edit_form.html", context, status=status_of(request))


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def handout(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say what the form gives for an inquiry."""
    shown = find(pk)
    held = shown.handout
    initial = {"title": held.title if held else "", "by_mail": "1" if shown.mails_handout else ""}
    form = HandoutForm(request.POST or None, request.FILES or None, initial=initial, has_one=held is not None)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, shown, form.cleaned_data)
        except DomainError as refusal:
            form.add_error("file", refusal.message)
        else:
            toasts.add(request, _("Saved."))
            return to_form(request, shown)
    context = {"form_object": shown, "form": form, "held": held}
    return render(request, "capture/form_handout.html", context, status=status_of(request))


def _give(request: HttpRequest, form: Form, told: dict[str, Any]) -> None:
    common: dict[str, Any] = {
        "form": form,
        "title": told["title"],
        "by_mail": bool(told["by_mail"]),
        "at": timezone.now(),
        "by": request.user.pk,
    }
    if told["file"] or told["url"]:
        handouts.give(upload=told["file"] or None, url=told["url"], **common)
    else:
        handouts.change(**common)


@require_POST
@requires(Capability.EDIT_FORMS)
def stop_handout(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Give nothing any more; links that were sent stay good."""
    shown = find(pk)
    handouts.stop(form=shown, at=timezone.now())
    toasts.add(request, _("The form gives nothing any more. Links that were sent stay good."))
    return to_form(request, shown)


def _settings_of(form: Form) -> dict[str, Any]:
    names = ("name", "language", "source_id", "campaign_id", "topic", "notified")
    values = {name: getattr(form, name) for name in (*names, "confirms_consent", "asks_proof")}
    return {**values, "allowed_origins": "\n".join(form.allowed_origins)}


def find(pk: int) -> Form:
    """Return the form, or answer that there is none."""
    return get_object_or_404(Form.objects.select_related("source", "campaign", "handout"), pk=pk)


def status_of(request: HttpRequest) -> int:
    """Return the status of a page whose post, if it was one, is to be put right."""
    return 422 if request.method == "POST" else 200


def _url(name: str, form: Form, workspace: str) -> str:
    return reverse(f"capture:{name}", kwargs={"workspace": workspace, "pk": form.pk})


def to_form(request: HttpRequest, form: Form, *, moved: str = "") -> HttpResponse:
    """Go on to the form's page; ``moved`` is the field that keeps the keyboard."""
    url = _url("form", form, request.workspace.slug)  # type: ignore[attr-defined]
    return see_other(f"{url}?moved={moved}" if moved else url)
