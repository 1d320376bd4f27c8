"""Pages about forms: made from a template, changed by buttons, published, embedded."""

from typing import Any

from django.conf import settings as django_settings
from django.forms import Form as DjangoForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import queries
from capture.forms import (
    TRAP,
    AddFieldForm,
    CreateForm,
    FieldForm,
    PublicForm,
    SettingsForm,
    TextsForm,
)
from capture.models import Form, FormVersion
from capture.services import forms as services
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
        return _to(request, made)
    return render(request, "capture/create_form.html", {"form": form}, status=_status(request))


@require_GET
@requires(Capability.EDIT_FORMS)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what a form asks and says, how to embed it, and what it brought."""
    return _detail(request, _form(pk))


def _detail(request: HttpRequest, form: Form, *, fault: str = "", status: int = 200) -> HttpResponse:
    version = services.current_version(form)
    context = {
        "form_object": form,
        "version": version,
        "fields": queries.shown_fields(version),
        "add_form": AddFieldForm(choices=queries.addable(version)),
        "fault": fault,
        "count": queries.submissions([form.pk]).get(form.pk, 0),
        "public_url": _public_url(form),
        "embed_code": _embed_code(form, version),
    }
    return render(request, "capture/form.html", context, status=status)


def _public_url(form: Form) -> str:
    return django_settings.PUBLIC_URL + reverse("public:form", kwargs={"token": form.token})


def _embed_code(form: Form, version: FormVersion) -> str:
    with translation.override(form.language):
        context = {
            "form": _public_form(version),
            "texts": version.texts,
            "url": _public_url(form),
            "trap_name": TRAP,
        }
        return render_to_string("capture/embed.html", context).strip()


def _public_form(version: FormVersion) -> PublicForm:
    fields = [field for field in queries.shown_fields(version) if queries.has_choices(field)]
    return PublicForm(fields=fields, consent=version.text("consent"))


@require_POST
@requires(Capability.EDIT_FORMS)
def publish(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Open the form to the public."""
    form = _form(pk)
    try:
        services.publish(form=form, is_active=True, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return _detail(request, form, fault=refusal.message, status=422)
    toasts.add(request, _("The form is open to the public."), undo_url=_url("close-form", form, workspace))
    return _to(request, form)


@require_POST
@requires(Capability.EDIT_FORMS)
def close(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take the form back from the public."""
    form = _form(pk)
    services.publish(form=form, is_active=False, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("The form is closed."), undo_url=_url("publish-form", form, workspace))
    return _to(request, form)


@require_GET
@requires(Capability.EDIT_FORMS)
def preview(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the form as the public will see it, with a button that does nothing."""
    form = _form(pk)
    version = services.current_version(form)
    with translation.override(form.language):
        context = {
            "form": _public_form(version),
            "texts": version.texts,
            "page_title": version.text("title") or form.name,
            "brand_name": request.workspace.name,  # type: ignore[attr-defined]
            "preview": True,
            "trap_name": TRAP,
        }
        return render(request, "capture/public_form.html", context)


@require_GET
@requires(Capability.EDIT_FORMS)
def waiting(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say whether the first inquiry has come; asked again until it has."""
    form = _form(pk)
    count = queries.submissions([form.pk]).get(form.pk, 0)
    return render(request, "capture/_waiting.html", {"form_object": form, "count": count})


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def texts(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change what the form says."""
    shown = _form(pk)
    version = services.current_version(shown)
    form = TextsForm(request.POST or None, initial=version.texts)
    if request.method == "POST" and form.is_valid():
        _save(shown, version.fields, {**version.texts, **form.cleaned_data}, request)
        toasts.add(request, _("Saved."))
        return _to(request, shown)
    return _edit(request, shown, form, _("Texts"))


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def settings(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change where the form's leads are counted and which pages may post to it."""
    shown = _form(pk)
    form = SettingsForm(request.POST or None, initial=_settings_of(shown), **queries.attribution())
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
            return _to(request, shown)
    return _edit(request, shown, form, _("Settings"))


def _settings_of(form: Form) -> dict[str, Any]:
    return {
        "name": form.name,
        "language": form.language,
        "source_id": form.source_id,
        "campaign_id": form.campaign_id,
        "topic": form.topic,
        "allowed_origins": "\n".join(form.allowed_origins),
    }


@require_POST
@requires(Capability.EDIT_FORMS)
def add_field(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask one more thing, at the end."""
    shown = _form(pk)
    version = services.current_version(shown)
    form = AddFieldForm(request.POST, choices=queries.addable(version))
    if not form.is_valid():
        return _detail(request, shown, fault=_("Choose a field."), status=422)
    with translation.override(shown.language):
        added = queries.field_named(form.cleaned_data["name"])
    _save(shown, [*version.fields, added], version.texts, request)
    return _to(request, shown)


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def field(request: HttpRequest, workspace: str, pk: int, name: str) -> HttpResponse:
    """Change how one thing is asked."""
    shown, version, asked = _asked(pk, name)
    form = FieldForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        changed = {**asked, **form.cleaned_data}
        fields = [changed if item["name"] == name else item for item in version.fields]
        _save(shown, fields, version.texts, request)
        toasts.add(request, _("Saved."))
        return _to(request, shown)
    return _edit(request, shown, form, str(asked["label"]))


@require_POST
@requires(Capability.EDIT_FORMS)
def move_field(request: HttpRequest, workspace: str, pk: int, name: str) -> HttpResponse:
    """Ask one thing earlier or later."""
    shown, version, asked = _asked(pk, name)
    fields = list(version.fields)
    at = fields.index(asked)
    to = max(at - 1, 0) if request.POST.get("to") == "up" else min(at + 1, len(fields) - 1)
    fields.insert(to, fields.pop(at))
    _save(shown, fields, version.texts, request)
    return _to(request, shown)


@require_POST
@requires(Capability.EDIT_FORMS)
def remove_field(request: HttpRequest, workspace: str, pk: int, name: str) -> HttpResponse:
    """Ask one thing less; refused if nobody could be reached then."""
    shown, version, asked = _asked(pk, name)
    fields = [item for item in version.fields if item is not asked]
    try:
        _save(shown, fields, version.texts, request)
    except DomainError as refusal:
        return _detail(request, shown, fault=refusal.message, status=422)
    return _to(request, shown)


def _asked(pk: int, name: str) -> tuple[Form, FormVersion, dict[str, Any]]:
    shown = _form(pk)
    version = services.current_version(shown)
    asked = version.field_named(name)
    if asked is None:
        raise Http404
    return shown, version, asked


def _save(form: Form, fields: Any, texts: Any, request: HttpRequest) -> None:
    services.save(form=form, fields=fields, texts=texts, by=request.user.pk, at=timezone.now())


def _form(pk: int) -> Form:
    return get_object_or_404(Form.objects.select_related("source", "campaign"), pk=pk)


def _edit(request: HttpRequest, shown: Form, form: DjangoForm, title: str) -> HttpResponse:
    context = {"form_object": shown, "form": form, "page_title": title}
    return render(request, "capture/edit_form.html", context, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _url(name: str, form: Form, workspace: str) -> str:
    return reverse(f"capture:{name}", kwargs={"workspace": workspace, "pk": form.pk})


def _to(request: HttpRequest, form: Form) -> HttpResponse:
    return see_other(_url("form", form, request.workspace.slug))  # type: ignore[attr-defined]
