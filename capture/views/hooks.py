"""Pages about hooks: made from a preset, mapped from what came, and what came with its outcome."""

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import hook_pages, inbox, queries
from capture.hook_forms import CreateHookForm, HookSettingsForm
from capture.models import Hook, Inquiry
from capture.parsers.hooks import presets
from capture.services import hook_posts, hooks
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.pagination import paginate
from tenants.permissions import Capability, requires


BOTH = ["GET", "POST"]


@require_GET
@requires(Capability.EDIT_FORMS)
def hook_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the hooks, newest first."""
    every = Hook.objects.select_related("source")
    page = paginate(every, order=["-created_at", "-pk"], cursor=request.GET.get("cursor"))
    counts = hook_pages.counts([hook.pk for hook in page.items])
    rows = [
        {"hook": hook, "preset": presets.known(hook.preset), "told": counts.get(hook.pk, {})}
        for hook in page.items
    ]
    return render(request, "capture/hooks.html", {"page": page, "rows": rows})


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a hook; its page says what to paste where."""
    form = CreateHookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = hooks.create(**form.cleaned_data, by=request.user.pk, at=timezone.now())
        return _to(request, made)
    context = {"form": form, "page_title": _("Add an address"), "button": _("Add an address")}
    return render(request, "capture/hook_form.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Capability.EDIT_FORMS)
def detail(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show a hook's address, what to paste where, and what came."""
    hook = _hook(pk)
    page = paginate(hook_pages.posts(hook), order=["-received_at", "-pk"], cursor=request.GET.get("cursor"))
    context = {
        "hook": hook,
        "preset": presets.known(hook.preset),
        "address": _address(hook),
        "page": page,
        "lines": [inbox.Line(one) for one in page.items],
        "has_posts": bool(page.items),
        "mapped": len(hook.mapping.get("fields", {})),
    }
    return render(request, "capture/hook.html", context)


@require_GET
@requires(Capability.EDIT_FORMS)
def waiting(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say whether the first post has come; asked again until it has."""
    hook = _hook(pk)
    context = {"hook": hook, "has_posts": hook_pages.posts(hook).exists()}
    return render(request, "capture/_hook_waiting.html", context)


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def settings(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change name, preset, secret and attribution."""
    hook = _hook(pk)
    lists = queries.attribution()
    form = HookSettingsForm(
        request.POST or None,
        initial={
            "name": hook.name,
            "preset": hook.preset,
            "source_id": hook.source_id,
            "campaign_id": hook.campaign_id,
            "return_hosts": "\n".join(hook.return_hosts),
        },
        sources=lists["sources"],
        campaigns=lists["campaigns"],
    )
    if request.method == "POST" and form.is_valid():
        hooks.configure(hook=hook, settings=form.settings, by=request.user.pk, at=timezone.now())
        toasts.add(request, _("Saved."))
        return _to(request, hook)
    context = {"form": form, "hook": hook, "page_title": _("Settings"), "button": _("Save")}
    return render(request, "capture/hook_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Capability.EDIT_FORMS)
def switch(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Switch the hook on or off, as the button said that was pressed."""
    hook, wanted = _hook(pk), request.POST.get("to") == "on"
    hooks.switch(hook=hook, is_active=wanted, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Switched on.") if wanted else _("Switched off. What is posted now is refused."))
    return _to(request, hook)


@require_http_methods(BOTH)
@requires(Capability.EDIT_FORMS)
def mapping(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the values of a post, each with where it goes, and keep what a person chose."""
    hook = _hook(pk)
    inquiry = hook_pages.to_map(hook, request.GET.get("of", ""))
    if inquiry is None:
        return render(request, "capture/hook_mapping.html", {"hook": hook, "shown": None})
    fault = ""
    if request.method == "POST":
        try:
            _save(request, hook, inquiry)
        except DomainError as refusal:
            fault = refusal.message
        else:
            toasts.add(request, _("Saved. What comes from now on is read so."))
            return _to(request, hook)
    context = {
        "hook": hook,
        "shown": hook_pages.shown(hook, inquiry, mapping=hook.mapping),
        "items": hook.mapping.get("items", ""),
        "fault": fault,
    }
    return render(request, "capture/hook_mapping.html", context, status=422 if fault else 200)


def _save(request: HttpRequest, hook: Hook, inquiry: Inquiry) -> None:
    items = request.POST.get("items", "")
    wanted = hook_pages.chosen(request.POST)  # type: ignore[arg-type]
    hooks.map_fields(
        hook=hook,
        items=items,
        fields=hook_pages.changed(hook, inquiry, wanted, items),
        by=request.user.pk,
        at=timezone.now(),
    )


@require_POST
@requires(Capability.EDIT_FORMS)
def preview(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the lead that the chosen targets would make of the post; keeps nothing."""
    hook = _hook(pk)
    inquiry = hook_pages.to_map(hook, request.GET.get("of", ""))
    shown = None
    if inquiry is not None:
        kept: Any = hook.mapping.get("fields", {})
        wanted = {
            "items": request.POST.get("items", ""),
            "fields": {**kept, **hook_pages.chosen(request.POST)},  # type: ignore[arg-type]
        }
        shown = hook_pages.shown(hook, inquiry, mapping=wanted)
    return render(request, "capture/_hook_preview.html", {"shown": shown})


@require_POST
@requires(Capability.EDIT_FORMS)
def replay(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Read again whatever is held back, by the mapping and the secret of now."""
    hook = _hook(pk)
    count = hook_posts.replay_held(hook=hook, by=request.user.pk, at=timezone.now())
    message = ngettext("%(count)d post is read again.", "%(count)d posts are read again.", count)
    toasts.add(request, message % {"count": count})
    return _to(request, hook)


def _hook(pk: int) -> Hook:
    return get_object_or_404(Hook.objects.select_related("source", "campaign"), pk=pk)


def _address(hook: Hook) -> str:
    return django_settings.PUBLIC_URL + reverse("public:hook", kwargs={"token": hook.token})


def _to(request: HttpRequest, hook: Hook) -> HttpResponse:
    url = reverse("capture:hook", kwargs={"workspace": request.workspace.slug, "pk": hook.pk})  # type: ignore[attr-defined]
    return see_other(url)
