"""Settings: the rules of the filter, in order, each with its condition, what follows and what it would have done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from capture import rule_defaults, rule_pages
from capture.inbox import Line
from capture.models import FilterRule
from capture.rule_forms import RuleForm
from capture.services import rule_trial
from capture.services import rules as service
from conditions.editor import ConditionEditor
from conditions.nodes import Group
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from leads.views.moves import show_refusal
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.EDIT_FORMS)
def rule_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the rules in the order in which they are asked."""
    values = {"list": rule_pages.rule_list(at=timezone.now()), "page_title": _("Filter of inquiries")}
    return render(request, "capture/rules.html", values)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_FORMS)
def edit_rule(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Add or change a rule; the buttons of the condition's editor come back here with nothing saved."""
    rule = _rule(pk) if pk else None
    if rule is not None and rule.built_in in rule_defaults.ALWAYS:
        return _conflict(request, service.LOCKED)
    editor = _editor(request, rule)
    if wants_fragment(request) and editor.is_changing:
        return render(request, "components/conditions.html", {"editor": editor})
    form = RuleForm(request.POST if editor.is_submitted else None, rule=rule)
    if editor.is_changing:
        form.initial = {name: request.POST.get(name, "") for name in form.fields}
    status = 200
    if editor.is_submitted:
        saved, status = _save(request, rule, form, editor)
        if saved:
            return see_other("capture:rules", workspace=workspace)
    values = {
        "form": form,
        "editor": editor,
        "rule": rule,
        "back_url": reverse("capture:rules", kwargs={"workspace": workspace}),
        "preview_url": _preview_url(request, rule),
        "page_title": str(rule) if rule else _("New rule"),
    }
    return render(request, "capture/rule.html", values, status=status)


def _rule(pk: int) -> FilterRule:
    return get_object_or_404(FilterRule.objects.kept(), pk=pk)


def _editor(request: HttpRequest, rule: FilterRule | None) -> ConditionEditor:
    return ConditionEditor(
        rule_pages.registry(),
        tree=rule.condition if rule else None,
        data=request.POST if request.method == "POST" else None,
        refresh_url=request.path,
        unwraps=True,
    )


def _preview_url(request: HttpRequest, rule: FilterRule | None) -> str:
    url = reverse("capture:preview-rule", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    return f"{url}?rule={rule.pk}" if rule else url


def _save(
    request: HttpRequest, rule: FilterRule | None, form: RuleForm, editor: ConditionEditor
) -> tuple[FilterRule | None, int]:
    """Save what was filled in, or put onto the form why not; both parts are asked, so that every fault is shown."""
    if not all([form.is_valid(), editor.is_valid()]):
        return None, 422
    draft = form.draft(editor.tree)
    try:
        saved = service.save(
            rule=rule, draft=draft, registry=editor.registry, by=request.user.pk, at=timezone.now()
        )
    except DomainError as refusal:
        show_refusal(form, refusal)
        return None, refusal.status if refusal.status == 409 else 422
    toasts.add(request, _("“%(name)s” saved.") % {"name": saved})
    return saved, 200


@require_POST
@requires(Capability.EDIT_FORMS)
def preview_rule(request: HttpRequest, workspace: str) -> HttpResponse:
    """Tell what the rule that is being edited would have done with the latest inquiries; nothing is saved."""
    pk = request.GET.get("rule", "")
    rule = FilterRule.objects.kept().filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 15 else None
    editor = _editor(request, rule)
    node = editor.current_node
    trial = None
    if node is not None and not (isinstance(node, Group) and not node.children):
        trial = rule_trial.try_out(
            node=node, before=rule_pages.before(rule), registry=editor.registry, at=timezone.now()
        )
    values = {
        "trial": trial,
        "action": request.POST.get("action", ""),
        "lines": [Line(inquiry) for inquiry in trial.samples] if trial else [],
    }
    return render(request, "capture/_rule_preview.html", values)


@require_POST
@requires(Capability.EDIT_FORMS)
def move_rule(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask a rule earlier or later than its neighbor."""
    steps = -1 if request.POST.get("to") == "up" else 1
    service.move(rule=_rule(pk), steps=steps, by=request.user.pk, at=timezone.now())
    return see_other("capture:rules", workspace=workspace)


@require_POST
@requires(Capability.EDIT_FORMS)
def switch_rule(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Set a rule aside (``to`` = "off") or ask it again ("on")."""
    rule, is_active = _rule(pk), request.POST.get("to") == "on"
    try:
        service.switch(rule=rule, is_active=is_active, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return _conflict(request, refusal.message)
    said = _("“%(name)s” is asked again.") if is_active else _("“%(name)s” is set aside.")
    toasts.add(request, said % {"name": rule})
    return see_other("capture:rules", workspace=workspace)


@require_POST
@requires(Capability.EDIT_FORMS)
def remove_rule(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take a rule out of the filter; the toast brings it back."""
    rule = _rule(pk)
    try:
        service.remove(rule=rule, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return _conflict(request, refusal.message)
    undo_url = reverse("capture:restore-rule", kwargs={"workspace": workspace, "pk": pk})
    toasts.add(request, _("“%(name)s” removed.") % {"name": rule}, undo_url=undo_url)
    return see_other("capture:rules", workspace=workspace)


@require_POST
@requires(Capability.EDIT_FORMS)
def restore_rule(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Bring a removed rule back."""
    rule = get_object_or_404(FilterRule, pk=pk)
    service.restore(rule=rule, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("“%(name)s” is asked again.") % {"name": rule})
    return see_other("capture:rules", workspace=workspace)


def _conflict(request: HttpRequest, message: Any) -> HttpResponse:
    back_url = reverse("capture:rules", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    return render(request, "409.html", {"message": message, "back_url": back_url}, status=409)
