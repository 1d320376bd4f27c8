"""Settings: the ordered rules that sort leads by topic, phase and track."""

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.describe import describe_html
from conditions.editor import ConditionEditor
from conditions.faults import ConditionError
from conditions.parse import parse
from conditions.registry import Registry
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from leads import queries
from leads.choices import Phase
from leads.forms.catalog import RuleForm
from leads.models import ClassificationRule, Topic
from leads.services import catalog
from leads.views.moves import show_refusal
from leads.views.own_lists import tabs
from tenants.permissions import Capability, requires


IN_ORDER = ("kind", "position", "pk")


@require_GET
@requires(Capability.EDIT_CATALOG)
def rule_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the rules by what they decide, in the order in which they are asked."""
    registry = queries.registry()
    rules = list(ClassificationRule.objects.order_by(*IN_ORDER))
    labels = dict(Topic.objects.values_list("slug", "name")) | {str(k): str(v) for k, v in Phase.choices}
    groups = [
        (label, [_line(rule, registry, labels) for rule in rules if rule.kind == kind])
        for kind, label in ClassificationRule.Kind.choices
    ]
    values = {"groups": groups, "tabs": tabs(request, "rules"), "page_title": _("Classification")}
    return render(request, "leads/rules.html", values)


def _line(rule: ClassificationRule, registry: Registry, labels: dict[str, str]) -> dict[str, Any]:
    try:
        sentence: str = describe_html(parse(rule.condition, registry, check_choices=False), registry)
        broken = False
    except ConditionError as refusal:
        sentence, broken = refusal.message, True
    return {
        "rule": rule,
        "value": labels.get(rule.value, rule.value),
        "sentence": sentence,
        "is_broken": broken,
    }


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_CATALOG)
def edit_rule(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Add or change a rule; the buttons of the condition's editor come back here with nothing saved."""
    rule = get_object_or_404(ClassificationRule, pk=pk) if pk else None
    data = request.POST if request.method == "POST" else None
    editor = ConditionEditor(
        queries.registry(), tree=rule.condition if rule else None, data=data, refresh_url=request.path
    )
    if wants_fragment(request) and editor.is_changing:
        return render(request, "components/conditions.html", {"editor": editor})
    form = RuleForm(data if editor.is_submitted else None, item=rule)
    if editor.is_changing:
        form.initial = {name: request.POST.get(name, "") for name in form.fields}
    status = 200
    if editor.is_submitted:
        status = 422
        # Both are asked, so that every fault is shown at once.
        if all([form.is_valid(), editor.is_valid()]):
            try:
                _save(request, rule, form.values() | {"condition": editor.tree})
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return see_other("leads:rules", workspace=workspace)
    values = {
        "form": form,
        "editor": editor,
        "rule": rule,
        "back_url": reverse("leads:rules", kwargs={"workspace": workspace}),
        "page_title": str(rule) if rule else _("Create rule"),
    }
    return render(request, "leads/rule.html", values, status=status)


def _save(request: HttpRequest, rule: ClassificationRule | None, values: dict[str, Any]) -> None:
    by, at = request.user.pk, timezone.now()
    if rule is None:
        last = ClassificationRule.objects.filter(kind=values["kind"]).aggregate(at=Max("position"))["at"]
        values["position"] = 0 if last is None else last + 1
        saved = catalog.add(model=ClassificationRule, values=values, by=by, at=at)
    else:
        saved = catalog.change(item=rule, values=values, by=by, at=at)
    toasts.add(request, _("“%(name)s” saved.") % {"name": saved})


@require_POST
@requires(Capability.EDIT_CATALOG)
def toggle_rule(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Set a rule aside or bring it back."""
    rule = get_object_or_404(ClassificationRule, pk=pk)
    catalog.change(item=rule, values={"is_active": not rule.is_active}, by=request.user.pk, at=timezone.now())
    said = _("“%(name)s” is asked again.") if rule.is_active else _("“%(name)s” is set aside.")
    undo_url = reverse("leads:toggle-rule", kwargs={"workspace": workspace, "pk": pk})
    toasts.add(request, said % {"name": rule}, undo_url=undo_url)
    return see_other("leads:rules", workspace=workspace)


@require_POST
@requires(Capability.EDIT_CATALOG)
def move_rule(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask a rule earlier or later than its neighbor."""
    rule = get_object_or_404(ClassificationRule, pk=pk)
    rules = list(ClassificationRule.objects.filter(kind=rule.kind).order_by(*IN_ORDER))
    place = rules.index(rule)
    other = place - 1 if request.POST.get("to") == "up" else place + 1
    if 0 <= other < len(rules):
        rules[place], rules[other] = rules[other], rules[place]
        for position, one in enumerate(rules):
            catalog.change(item=one, values={"position": position}, by=request.user.pk, at=timezone.now())
    return see_other("leads:rules", workspace=workspace)
