"""Settings: what admins infer of leads, with how many leads it holds for and how often it was right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.describe import describe_html
from conditions.editor import ConditionEditor
from conditions.faults import ConditionError
from conditions.nodes import Node
from conditions.parse import parse
from conditions.registry import Registry
from core import numbers, toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from leads import clues, inferences, queries, segments
from leads.factsheet import Fact
from leads.forms.clues import InferenceForm
from leads.inferences import Counts
from leads.models import Inference, LeadRank
from leads.services import inferences as service
from leads.services import inferring
from leads.views.lead_page import workspace_facts
from leads.views.moves import show_refusal
from leads.views.own_lists import tabs
from tenants.permissions import Capability, requires


@dataclass(frozen=True, slots=True)
class Line:
    """One inference as a sentence, and what became of what it said."""

    item: Inference
    sentence: SafeString | str
    answer: str
    counts: Counts
    is_broken: bool = False

    @property
    def tried(self) -> int:
        """How many times somebody said what it really was."""
        return self.counts.hits + self.counts.misses

    @property
    def confidence(self) -> int:
        """The confidence in use."""
        return clues.corrected(self.item.confidence, hits=self.counts.hits, misses=self.counts.misses)

    @property
    def shares(self) -> tuple[str, str]:
        """The confidence in use and the admin's own, as read."""
        return numbers.percent(self.confidence / 100), numbers.percent(self.item.confidence / 100)


@require_GET
@requires(Capability.EDIT_CATALOG)
def inference_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the inferences in the order in which they are asked."""
    registry = queries.certain_registry()
    facts = {fact.key: fact for fact in clues.questions(workspace_facts())}
    counts, currency = inferences.counts(), request.workspace.currency  # type: ignore[attr-defined]
    lines = [
        _line(item, registry, facts.get(item.question), counts.get(item.pk, Counts()), currency)
        for item in Inference.objects.order_by("position", "pk")
    ]
    values = {"lines": lines, "tabs": tabs(request, "inferences"), "page_title": _("Inferences")}
    return render(request, "leads/inferences.html", values)


def _line(item: Inference, registry: Registry, fact: Fact | None, counts: Counts, currency: str) -> Line:
    try:
        sentence: SafeString | str = describe_html(
            parse(item.condition, registry, check_choices=False), registry
        )
    except ConditionError as refusal:
        return Line(item, refusal.message, "", counts, is_broken=True)
    if fact is None:
        return Line(item, _("This question does not exist."), "", counts, is_broken=True)
    text = clues.amount(item.value, fact, is_at_least=item.is_at_least, currency=currency)
    answer = format_html("{} <var>{}</var>", fact.label, text)
    return Line(item, sentence, answer, counts)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_CATALOG)
def edit_inference(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Add or change an inference; the buttons of the condition's editor come back here with nothing saved."""
    item = get_object_or_404(Inference, pk=pk) if pk else None
    facts = clues.questions(workspace_facts())
    fact = _fact(facts, item.question if item else request.GET.get("question", "budget"))
    editor = _editor(request, item)
    if wants_fragment(request) and editor.is_changing:
        return render(request, "components/conditions.html", {"editor": editor})
    form = _form(request, editor, item, fact)
    status = 200
    if editor.is_submitted:
        status = 422
        # Both are asked, so that every fault is shown at once.
        if all([form.is_valid(), editor.is_valid()]):
            try:
                _save(request, item, form.values() | {"condition": editor.tree, "question": fact.key})
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return see_other(_list_url(request))
    values = {
        "form": form,
        "editor": editor,
        "item": item,
        "fact": fact,
        "questions": [] if item else facts,
        "preview": _preview(request, editor, form, fact),
        "back_url": _list_url(request),
        "page_title": str(item) if item else _("Create inference"),
    }
    return render(request, "leads/inference.html", values, status=status)


def _list_url(request: HttpRequest) -> str:
    return reverse("leads:inferences", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]


def _fact(facts: list[Fact], key: str) -> Fact:
    for fact in facts:
        if fact.key == key:
            return fact
    raise Http404


def _editor(request: HttpRequest, item: Inference | None) -> ConditionEditor:
    return ConditionEditor(
        queries.certain_registry(),
        tree=item.condition if item else None,
        data=request.POST if request.method == "POST" else None,
        refresh_url=request.get_full_path(),
    )


def _form(request: HttpRequest, editor: ConditionEditor, item: Inference | None, fact: Fact) -> InferenceForm:
    known = {} if item is None else {name: getattr(item, name) for name in service.COLUMNS}
    form = InferenceForm(request.POST if editor.is_submitted else None, initial=known, fact=fact)
    if editor.is_changing:
        form.initial = {name: request.POST.get(name, "") for name in form.fields}
    return form


def _save(request: HttpRequest, item: Inference | None, values: dict[str, Any]) -> None:
    by, at = request.user.pk, timezone.now()
    if item is None:
        saved = service.add(values=values, by=by, at=at)
    else:
        saved = service.change(item=item, values=values, by=by, at=at)
    toasts.add(request, _("“%(name)s” saved. The leads follow in a moment.") % {"name": saved})


@require_POST
@requires(Capability.EDIT_CATALOG)
def preview_inference(request: HttpRequest, workspace: str) -> HttpResponse:
    """Say for how many leads the condition holds and how well the answer fits those that are known; saves nothing."""
    facts = clues.questions(workspace_facts())
    fact = _fact(facts, request.POST.get("question", ""))
    form = InferenceForm(request.POST, fact=fact)
    values = {"preview": _preview(request, _editor(request, None), form, fact)}
    return render(request, "leads/_inference_preview.html", values)


def _preview(
    request: HttpRequest, editor: ConditionEditor, form: InferenceForm, fact: Fact
) -> dict[str, Any]:
    node = editor.current_node
    if node is None:
        return {"is_readable": False}
    today = timezone.now().date()
    ranks = LeadRank.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    found: dict[str, Any] = {
        "is_readable": True,
        **_trial(node, editor.registry, _answer(form, fact), fact, today),
    }
    found["leads"] = segments.samples(ranks, node, editor.registry, today=today)
    return found


def _trial(
    node: Node, registry: Registry, answer: tuple[Any, bool] | None, fact: Fact, today: date
) -> dict[str, Any]:
    """Return what the inference would say, or why that is not told; nothing without an answer."""
    if answer is None:
        return {}
    try:
        trial = inferring.try_out(node=node, question=fact.key, answer=answer, registry=registry, today=today)
    except ConditionError as refusal:
        return {"fault": refusal.message}
    if trial is None:
        return {"fault": _("Counting takes too long. Narrow the conditions.")}
    return {"trial": trial, "share": numbers.percent(trial.agree / trial.known) if trial.known else ""}


def _answer(form: InferenceForm, fact: Fact) -> tuple[Any, bool] | None:
    """Return the answer that is being edited and whether more will do; None while it cannot be read."""
    if form.is_bound:
        form.is_valid()
        value = form.cleaned_data.get("value")
        return None if value in (None, "") else (value, bool(form.cleaned_data.get("is_at_least")))
    value = form.initial.get("value")
    if value in (None, ""):
        return None
    probe = InferenceForm(_probe(form.initial), fact=fact)
    probe.is_valid()
    value = probe.cleaned_data.get("value")
    return None if value in (None, "") else (value, bool(form.initial.get("is_at_least")))


def _probe(initial: Mapping[str, Any]) -> QueryDict:
    """Return what was stored as if it had been posted."""
    data = QueryDict(mutable=True)
    value = initial["value"]
    data["value"] = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return data


@require_POST
@requires(Capability.EDIT_CATALOG)
def toggle_inference(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Switch an inference off or on again."""
    item = service.toggle(item=get_object_or_404(Inference, pk=pk), by=request.user.pk, at=timezone.now())
    said = _("“%(name)s” is asked again.") if item.is_active else _("“%(name)s” is set aside.")
    undo_url = reverse("leads:toggle-inference", kwargs={"workspace": workspace, "pk": pk})
    toasts.add(request, said % {"name": item}, undo_url=undo_url)
    return see_other(_list_url(request))


@require_POST
@requires(Capability.EDIT_CATALOG)
def move_inference(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Ask an inference before or after its neighbor."""
    item = get_object_or_404(Inference, pk=pk)
    service.move(item=item, is_up=request.POST.get("to") == "up", by=request.user.pk, at=timezone.now())
    return see_other(_list_url(request))
