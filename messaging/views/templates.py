"""Pages about templates: the list, the editor of one language, what surrounds it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from core.csp import csp_override
from core.errors import DomainError
from core.pagination import paginate
from leads.models import Topic
from messaging import shelf, usage
from messaging.forms.templates import CreateForm, SettingsForm, TextForm
from messaging.frames import PAGE_POLICY
from messaging.models import Template, TemplateVersion
from messaging.services import authoring
from messaging.starters import Texts
from messaging.views import previews
from tenants.permissions import Capability, requires


BOTH = ["GET", "POST"]


@require_GET
@requires(Capability.EDIT_TEMPLATES)
def template_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the templates by name, or those put away."""
    is_archived = request.GET.get("view") == "archived"
    page = paginate(
        shelf.every(is_archived=is_archived), order=["name", "pk"], cursor=request.GET.get("cursor")
    )
    here = reverse("messaging:templates", kwargs={"workspace": workspace})
    context = {
        "page": page,
        "rows": shelf.rows(page.items, home=request.workspace.language),  # type: ignore[attr-defined]
        "is_archived": is_archived,
        "tabs": [
            {"url": here, "label": _("In use"), "current": not is_archived},
            {"url": f"{here}?view=archived", "label": _("Archived"), "current": is_archived},
        ],
    }
    return render(request, "messaging/templates.html", context)


@require_http_methods(BOTH)
@requires(Capability.EDIT_TEMPLATES)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a template from a starting text and go on writing it."""
    language = request.workspace.language  # type: ignore[attr-defined]
    form = CreateForm(request.POST or None, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        try:
            made = authoring.create(**form.cleaned_data, by=request.user.pk)
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            return _to(request, made, form.cleaned_data["language"])
    return render(request, "messaging/template_create.html", {"form": form}, status=_status(request))


@require_GET
@requires(Capability.EDIT_TEMPLATES)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Open the template in the workspace's language, or in the one it has."""
    template = _template(pk)
    found = shelf.tongues(template)
    home = request.workspace.language  # type: ignore[attr-defined]
    written = [code for code, tongue in found.items() if tongue.text]
    return _to(request, template, home if home in written else next(iter(written), home))


@require_http_methods(BOTH)
@requires(Capability.EDIT_TEMPLATES)
@csp_override(PAGE_POLICY)
def edit(request: HttpRequest, workspace: str, pk: int, language: str) -> HttpResponse:
    """Show the text of one language and keep what is written; what is sent changes only by publishing."""
    template = _template(pk)
    tongue = _tongue(template, language)
    if request.method == "GET":
        return _editor(request, template, tongue, TextForm(initial=_initial(tongue)))
    form = TextForm(request.POST)
    if not form.is_valid():
        return _editor(request, template, tongue, form, status=422)
    try:
        texts = Texts(*(form.cleaned_data[name] for name in ("subject", "preheader", "body")))
        authoring.save_draft(
            template=template, language=language, texts=texts, by=request.user.pk, opened=form.opened()
        )
    except DomainError as refusal:
        return _editor(request, template, tongue, form, fault=refusal.message, status=409)
    if request.POST.get("then") == "publish":
        return _publish(request, template, language)
    if previews.is_live(request):
        return previews.beside(request, template, language)
    toasts.add(request, _("Draft saved. What is sent has not changed."))
    return _to(request, template, language)


def _publish(request: HttpRequest, template: Template, language: str) -> HttpResponse:
    try:
        version = authoring.publish(
            template=template, language=language, at=timezone.now(), by=request.user.pk
        )
    except authoring.NotReady as refusal:
        # Not an error's answer: that would take the saved draft back too. The page itself lists the faults.
        toasts.add(request, refusal.message, level=messages.ERROR)
    else:
        toasts.add(request, _("Published as version %(number)s.") % {"number": version.number})
    return _to(request, template, language)


def _initial(tongue: shelf.Tongue) -> dict[str, Any]:
    text = tongue.text or TemplateVersion()
    stamp = tongue.draft.updated_at.isoformat() if tongue.draft else ""
    return {"subject": text.subject, "preheader": text.preheader, "body": text.body, "stamp": stamp}


def _editor(
    request: HttpRequest,
    template: Template,
    tongue: shelf.Tongue,
    form: TextForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if previews.is_live(request):
        return previews.refusal(request, str(more.get("fault", "")), status=status)
    context = {
        "template": template,
        "tongue": tongue,
        "form": form,
        "tabs": _tabs(request, template, tongue),
        "menu": _menu(request, template),
        "uses": usage.of([template.pk]).get(template.pk, []),
        **previews.choices(request),
        **previews.context(request, template, tongue.text),
        **more,
    }
    return render(request, "messaging/template.html", context, status=status)


def _tabs(request: HttpRequest, template: Template, current: shelf.Tongue) -> list[dict[str, Any]]:
    return [
        {
            "url": _url("template-text", request, template, language=code),
            "label": tongue.name,
            "current": code == current.code,
        }
        for code, tongue in shelf.tongues(template).items()
    ]


def _menu(request: HttpRequest, template: Template) -> list[dict[str, Any]]:
    away = _("Use again") if template.is_archived else _("Archive")
    return [
        {
            "label": _("Name and topic"),
            "url": _url("template-settings", request, template),
            "icon": "settings",
        },
        {
            "label": _("Duplicate"),
            "url": _url("duplicate-template", request, template),
            "icon": "copy",
            "post": True,
        },
        {"label": away, "url": _url("archive-template", request, template), "icon": "archive", "post": True},
    ]


@require_POST
@requires(Capability.EDIT_TEMPLATES)
def discard(request: HttpRequest, workspace: str, pk: int, language: str) -> HttpResponse:
    """Throw the draft away and go on from what is sent."""
    template = _template(pk)
    try:
        authoring.discard(template=template, language=_tongue(template, language).code)
    except DomainError as refusal:
        toasts.add(request, refusal.message)
    else:
        toasts.add(request, _("Draft thrown away."))
    return _to(request, template, language)


@require_GET
@requires(Capability.EDIT_TEMPLATES)
@csp_override(PAGE_POLICY)
def history(request: HttpRequest, workspace: str, pk: int, language: str) -> HttpResponse:
    """List what was ever sent in the language, and show one of the versions."""
    template = _template(pk)
    tongue = _tongue(template, language)
    versions = list(shelf.history(template, language)[:50])
    wished = request.GET.get("version", "")
    shown = next((v for v in versions if str(v.number) == wished), versions[0] if versions else None)
    context = {"template": template, "tongue": tongue, "versions": versions, "shown": shown}
    return render(request, "messaging/template_history.html", context)


@require_POST
@requires(Capability.EDIT_TEMPLATES)
def restore(request: HttpRequest, workspace: str, pk: int, language: str, number: int) -> HttpResponse:
    """Begin a draft with an earlier text."""
    template = _template(pk)
    version = get_object_or_404(shelf.history(template, language).defer(None), number=number)
    authoring.restore(version=version, by=request.user.pk)
    toasts.add(request, _("Version %(number)s is now the draft.") % {"number": number})
    return _to(request, template, language)


@require_http_methods(BOTH)
@requires(Capability.EDIT_TEMPLATES)
def settings(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change the template's name, purpose and topic."""
    template = _template(pk)
    topics = list(Topic.objects.order_by("name").values_list("pk", "name"))
    initial = {"name": template.name, "description": template.description, "topic_id": template.topic_id}
    form = SettingsForm(request.POST or None, initial=initial, topics=topics)
    if request.method == "POST" and form.is_valid():
        try:
            authoring.configure(template=template, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            toasts.add(request, _("Saved."))
            return _to(request, template, "")
    context = {"template": template, "form": form}
    return render(request, "messaging/template_settings.html", context, status=_status(request))


@require_POST
@requires(Capability.EDIT_TEMPLATES)
def duplicate(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Make a copy and open it."""
    template = _template(pk)
    copy = authoring.duplicate(template=template, by=request.user.pk)
    toasts.add(request, _("Copied. Nothing sends the copy yet."))
    return _to(request, copy, "")


@require_POST
@requires(Capability.EDIT_TEMPLATES)
def archive(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Put the template away, or take it back."""
    template = _template(pk)
    try:
        authoring.archive(template=template, is_archived=not template.is_archived)
    except DomainError as refusal:
        toasts.add(request, refusal.message)
        return _to(request, template, "")
    done = _("Put away.") if template.is_archived else _("In use again.")
    toasts.add(request, done, undo_url=_url("archive-template", request, template))
    return _to(request, template, "")


def _template(pk: int) -> Template:
    return get_object_or_404(Template.objects.select_related("topic"), pk=pk)


def _tongue(template: Template, language: str) -> shelf.Tongue:
    found = shelf.tongues(template).get(language)
    if found is None:
        raise Http404
    return found


def _url(name: str, request: HttpRequest, template: Template, **more: str) -> str:
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return reverse(f"messaging:{name}", kwargs={"workspace": slug, "pk": template.pk, **more})


def _to(request: HttpRequest, template: Template, language: str) -> HttpResponse:
    if not language:
        return see_other(_url("template", request, template))
    return see_other(_url("template-text", request, template, language=language))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
