"""What a form asks and says: changed by buttons, seen at once in the preview; each change a new version."""

from typing import Any

from django.conf import settings
from django.forms import Form as DjangoForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import form_pages, queries
from capture.form_forms import AddFieldForm, FieldForm, TextsForm, TranslationForm
from capture.forms import TRAP
from capture.models import Form, FormVersion
from capture.services import forms as services
from capture.showing import Showing
from capture.views.forms import BOTH, find, show, status_of, to_form
from core import toasts
from core.errors import DomainError
from tenants.permissions import Capability, requires


Content = dict[str, Any]


@require_GET
@requires(Capability.EDIT_FORMS)
def preview(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the form as the public will see it, with a button that does nothing."""
    form = find(pk)
    version = services.current_version(form)
    showing = Showing(form, version, _spoken(form, request.GET.get("lang", "")))
    with translation.override(showing.language):
        context = {
            "form": showing.public_form(),
            "texts": showing.texts,
            "page_title": showing.title,
            "brand_name": request.workspace.name,  # type: ignore[attr-defined]
            "preview": True,
            "trap_name": TRAP,
        }
        return render(request, "capture/public_form.html", context)


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def texts(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change what the form says."""
    shown, version = _shown(pk)
    form = TextsForm(request.POST or None, initial=version.texts)
    return _edit(request, shown, version, form, title=_("Texts"))


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def translate(request: HttpRequest, workspace: str, pk: int, language: str) -> HttpResponse:
    """Say in another language what the form says; whoever reads that language sees it so."""
    shown, version = _shown(pk)
    if language == shown.language or language not in dict(settings.LANGUAGES):
        raise Http404
    form = TranslationForm(
        request.POST or None,
        texts=version.texts,
        fields=queries.shown_fields(version),
        translation=version.translations.get(language, {}),
    )
    title = _("Translation: %(language)s") % {"language": dict(settings.LANGUAGES)[language]}
    return _edit(request, shown, version, form, title=title, language=language)


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def field(request: HttpRequest, workspace: str, pk: int, name: str) -> HttpResponse:
    """Change how one thing is asked."""
    shown, version, asked = _asked(pk, name)
    form = FieldForm(request.POST or None, asked=asked, possible=queries.possible_options(name))
    return _edit(request, shown, version, form, title=str(asked["label"]), name=name)


def _edit(
    request: HttpRequest,
    shown: Form,
    version: FormVersion,
    form: DjangoForm,
    *,
    title: str,
    language: str = "",
    name: str = "",
) -> HttpResponse:
    """Show the page on which something of the form is changed; keep the change, or show how it would look."""
    is_draft = request.GET.get("draft") == "1"
    is_good = request.method == "POST" and form.is_valid()
    content = _content(version, form, name=name, language=language) if is_good else {}
    if is_good and not is_draft:
        try:
            _save(shown, request, **content)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            toasts.add(request, _("Saved."))
            return to_form(request, shown, moved=name)
    draft = FormVersion(form=shown, **{**_content_of(version), **content})
    showing = Showing(shown, draft, language or shown.language)
    with translation.override(showing.language):
        seen = form_pages.preview(showing)
    context = {"form_object": shown, "form": form, "page_title": title, "preview": seen}
    if is_draft:
        return render(request, "capture/_preview.html", context)
    return render(request, "capture/edit_content.html", context, status=status_of(request))


def _content_of(version: FormVersion) -> Content:
    return {"fields": version.fields, "texts": version.texts, "translations": version.translations}


def _content(version: FormVersion, form: DjangoForm, *, name: str, language: str) -> Content:
    """Return what the form will consist of with what was entered."""
    content = _content_of(version)
    if isinstance(form, TranslationForm):
        others = {code: told for code, told in version.translations.items() if code != language}
        content["translations"] = others | ({language: form.translation} if form.translation else {})
    elif isinstance(form, FieldForm):
        bare = {
            item["name"]: {key: value for key, value in item.items() if key not in ("is_hidden", "value")}
            for item in version.fields
        }
        content["fields"] = [
            {**bare[name], **form.changed} if item["name"] == name else item for item in version.fields
        ]
    else:
        content["texts"] = {**version.texts, **form.cleaned_data}
    return content


@require_POST
@requires(Capability.EDIT_FORMS)
def add_field(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask one more thing, at the end."""
    shown, version = _shown(pk)
    form = AddFieldForm(request.POST, choices=queries.addable(version))
    if not form.is_valid():
        return show(request, shown, fault=_("Choose a field."), status=422)
    with translation.override(shown.language):
        added = queries.field_named(form.cleaned_data["name"])
    _save(shown, request, fields=[*version.fields, added], texts=version.texts)
    return to_form(request, shown, moved=added["name"])


@require_POST
@requires(Capability.EDIT_FORMS)
def move_field(request: HttpRequest, workspace: str, pk: int, name: str) -> HttpResponse:
    """Ask one thing earlier or later."""
    shown, version, asked = _asked(pk, name)
    fields = list(version.fields)
    at = fields.index(asked)
    to = max(at - 1, 0) if request.POST.get("to") == "up" else min(at + 1, len(fields) - 1)
    fields.insert(to, fields.pop(at))
    _save(shown, request, fields=fields, texts=version.texts)
    return to_form(request, shown, moved=name)


@require_POST
@requires(Capability.EDIT_FORMS)
def remove_field(request: HttpRequest, workspace: str, pk: int, name: str) -> HttpResponse:
    """Ask one thing less; refused if nobody could be reached then."""
    shown, version, asked = _asked(pk, name)
    fields = [item for item in version.fields if item is not asked]
    try:
        _save(shown, request, fields=fields, texts=version.texts)
    except DomainError as refusal:
        return show(request, shown, fault=refusal.message, status=422)
    return to_form(request, shown)


def _shown(pk: int) -> tuple[Form, FormVersion]:
    shown = find(pk)
    return shown, services.current_version(shown)


def _asked(pk: int, name: str) -> tuple[Form, FormVersion, Content]:
    shown, version = _shown(pk)
    asked = version.field_named(name)
    if asked is None:
        raise Http404
    return shown, version, asked


def _spoken(form: Form, asked: str) -> str:
    return asked if asked in dict(settings.LANGUAGES) else form.language


def _save(form: Form, request: HttpRequest, **content: Any) -> None:
    services.save(form=form, by=request.user.pk, at=timezone.now(), **content)
