"""The outline of a workflow and its edits: each is one of the draft, made by a button or a small form in place."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.editor import ConditionEditor
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from leads import queries
from leads.views.moves import show_refusal
from nurturing import drawing, editing, lines, offers
from nurturing.choices import Reentry, StepKind
from nurturing.forms.steps import FORMS, StepForm
from nurturing.forms.workflows import EntryForm
from nurturing.models import Workflow
from nurturing.services import outline as wording
from nurturing.services import workflows
from nurturing.views.one import Shown, get_workflow, lock_workflow, refused, version_shown
from tenants.permissions import Capability, requires


SALT = "nurturing.step"
PAGE = "nurturing/edit.html"


@require_GET
@requires(Capability.VIEW_NURTURE)
def edit(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the outline: who enters, every step with its faults, who leaves, and the map."""
    return render(request, PAGE, _context(request, get_workflow(pk)))


def _context(request: HttpRequest, workflow: Workflow) -> dict[str, Any]:
    shown = Shown(request, workflow)
    version = shown.version
    return {
        "shown": shown,
        "workflow": workflow,
        "version": version,
        "rows": [(line, shown.texts.get(line.template, "")) for line in shown.lines],
        "lines": shown.lines,
        "map": drawing.draw(shown.lines),
        "kinds": _kinds(),
        "entry": wording.condition(version.entry, shown.known) if version.entry else "",
        "exit": wording.condition(version.exit_condition, shown.known) if version.exit_condition else "",
        "reentry": _reentry(version.reentry, version.reentry_days),
        "page_title": workflow.name,
    }


def _kinds() -> list[dict[str, Any]]:
    return [{"kind": kind, "label": label, "icon": lines.ICONS[kind]} for kind, label in StepKind.choices]


def _reentry(reentry: str, days: int) -> str:
    if reentry == Reentry.AFTER:
        return _("may come again after %(days)s days") % {"days": days}
    return _("may come again at any time") if reentry == Reentry.ALWAYS else _("comes once")


def _outline(request: HttpRequest, workflow: Workflow) -> HttpResponse:
    """Answer an edit: with the outline for htmx, else with the way back to the page."""
    if not wants_fragment(request):
        return see_other(Shown(request, workflow).url("edit-workflow"))
    response = render(request, f"{PAGE}#outline", _context(request, workflow))
    response["HX-Retarget"], response["HX-Reswap"] = "#outline", "outerHTML"
    return response


Change = Callable[[workflows.Text], workflows.Text]


def _save(request: HttpRequest, workflow: Workflow, change: Change) -> None:
    text = change(workflows.text_of(workflows.current(workflow)))
    workflows.save_draft(workflow=workflow, text=text, by=request.user.pk, at=timezone.now())


def _press(
    request: HttpRequest, workflow: Workflow, change: Change, *, said: str = "", undo_url: str = ""
) -> HttpResponse:
    """Make the change that a button asks for and answer with the outline, or say why not."""
    try:
        _save(request, workflow, change)
    except DomainError as refusal:
        return refused(request, refusal, back_url=Shown(request, workflow).url("edit-workflow"))
    if said:
        toasts.add(request, said, undo_url=undo_url)
    return _outline(request, workflow)


def _step_of(steps: Any, step_id: str) -> Mapping[str, Any]:
    found = next((step for step in steps if step.get("id") == step_id), None)
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def add_step(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Add a step of a kind (``kind``) below another (``after``); nothing is kept before its form is right."""
    kind, after = request.GET.get("kind", ""), request.GET.get("after", "")
    if kind not in FORMS:
        raise Http404
    workflow = lock_workflow(pk) if request.method == "POST" else get_workflow(pk)
    step = {"id": editing.fresh_id(version_shown(workflow).steps), "kind": kind}

    def insert(text: workflows.Text, made: Mapping[str, Any]) -> workflows.Text:
        return replace(text, steps=editing.insert(text.steps, made, after=after))

    query = urlencode({"kind": kind, "after": after})
    return _step_form(
        request, workflow, step, insert, place=after, action=f"{request.path}?{query}", is_new=True
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def edit_step(request: HttpRequest, workspace: str, pk: int, step: str) -> HttpResponse:
    """Change what a step says."""
    workflow = lock_workflow(pk) if request.method == "POST" else get_workflow(pk)
    found = _step_of(version_shown(workflow).steps, step)

    def put(text: workflows.Text, made: Mapping[str, Any]) -> workflows.Text:
        return replace(text, steps=editing.replace(text.steps, step, made))

    return _step_form(request, workflow, found, put, place=step, action=request.path)


def _step_form(
    request: HttpRequest,
    workflow: Workflow,
    step: Mapping[str, Any],
    put: Callable[[workflows.Text, Mapping[str, Any]], workflows.Text],
    *,
    place: str,
    action: str,
    is_new: bool = False,
) -> HttpResponse:
    """Show the form of a step, or save it; a condition's buttons come back here with nothing saved."""
    shown = Shown(request, workflow)
    data = request.POST if request.method == "POST" else None
    editor = (
        _editor(shown, step.get("condition"), data, action) if step["kind"] == StepKind.BRANCH_IF else None
    )
    if editor and editor.is_changing and wants_fragment(request):
        return render(request, "components/conditions.html", {"editor": editor})
    is_saving = data is not None and (editor is None or editor.is_submitted)
    form = FORMS[step["kind"]](
        data if is_saving else None, step=step, offers=offers.of(shown.lines, shown.known, place, step)
    )
    status = 200
    if editor and editor.is_changing and data is not None:
        form.initial.update({name: data.get(name, "") for name in form.fields})
    if is_saving:
        status = 422
        if all([form.is_valid(), editor is None or editor.is_valid()]):
            made = _made(step, form, editor)
            try:
                _save(request, workflow, lambda text: put(text, made))
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return _outline(request, workflow)
    values = {
        "shown": shown,
        "workflow": workflow,
        "form": form,
        "editor": editor,
        "step": step,
        "kind": StepKind(step["kind"]),
        "icon": lines.ICONS[step["kind"]],
        "is_new": is_new,
        "action": action,
        "page_title": StepKind(step["kind"]).label,
    }
    template = "nurturing/_step_form.html" if wants_fragment(request) else "nurturing/step.html"
    return render(request, template, values, status=status)


def _made(step: Mapping[str, Any], form: StepForm, editor: ConditionEditor | None) -> dict[str, Any]:
    made = {"id": step["id"], "kind": str(step["kind"]), **form.values()}
    return made | {"condition": editor.tree} if editor else made


def _editor(shown: Shown, tree: Any, data: Any, url: str) -> ConditionEditor:
    registry = shown.known.registry or queries.registry(with_scores=True)
    return ConditionEditor(registry, tree=tree or None, data=data, refresh_url=url)


@require_POST
@requires(Capability.EDIT_NURTURE)
def move_step(request: HttpRequest, workspace: str, pk: int, step: str) -> HttpResponse:
    """Do a step one line earlier or later."""
    workflow = lock_workflow(pk)
    _step_of(version_shown(workflow).steps, step)
    is_up = request.POST.get("to") == "up"
    return _press(
        request, workflow, lambda text: replace(text, steps=editing.move(text.steps, step, is_up=is_up))
    )


@require_POST
@requires(Capability.EDIT_NURTURE)
def delete_step(request: HttpRequest, workspace: str, pk: int, step: str) -> HttpResponse:
    """Take a step out; the toast brings it back."""
    workflow = lock_workflow(pk)
    steps = version_shown(workflow).steps
    _step_of(steps, step)
    left, removed = editing.remove(steps, step)
    token = signing.dumps(removed, salt=SALT, compress=True)
    undo_url = Shown(request, workflow).url("restore-step", token=token)
    return _press(
        request,
        workflow,
        lambda text: replace(text, steps=left),
        said=_("The step is out."),
        undo_url=undo_url,
    )


@require_POST
@requires(Capability.EDIT_NURTURE)
def restore_step(request: HttpRequest, workspace: str, pk: int, token: str) -> HttpResponse:
    """Put a step back where it was taken out."""
    try:
        removed = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    workflow = lock_workflow(pk)
    return _press(
        request,
        workflow,
        lambda text: replace(text, steps=editing.restore(text.steps, removed)),
        said=_("The step is back."),
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def entry(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say who enters and whether somebody may come again; the page counts while one edits."""
    workflow = lock_workflow(pk) if request.method == "POST" else get_workflow(pk)
    text = workflows.text_of(workflows.current(workflow))
    initial = {"reentry": text.reentry, "reentry_days": text.reentry_days}

    def put(cleaned: dict[str, Any], tree: Any) -> workflows.Text:
        return replace(text, entry=tree, **cleaned)

    return _rule(request, workflow, text.entry, put, title=_("Who enters"), initial=initial)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_NURTURE)
def leaving(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say who leaves at once, wherever they stand."""
    workflow = lock_workflow(pk) if request.method == "POST" else get_workflow(pk)
    text = workflows.text_of(workflows.current(workflow))

    def put(_cleaned: dict[str, Any], tree: Any) -> workflows.Text:
        return replace(text, exit_condition=tree)

    return _rule(request, workflow, text.exit_condition, put, title=_("Who leaves early"))


def _rule(
    request: HttpRequest,
    workflow: Workflow,
    tree: Any,
    put: Callable[[dict[str, Any], Any], workflows.Text],
    *,
    title: str,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the editor of a condition of the version, or save it; an empty one is no condition."""
    shown = Shown(request, workflow)
    data = request.POST if request.method == "POST" else None
    editor = _editor(shown, tree, data, request.path)
    if editor.is_changing and wants_fragment(request):
        return render(request, "components/conditions.html", {"editor": editor})
    form = EntryForm(data if editor.is_submitted else None, initial=initial) if initial else None
    if form and editor.is_changing and data is not None:
        form.initial = {name: data.get(name, "") for name in form.fields}
    status = 200
    if editor.is_submitted:
        status = 422
        if all([form is None or form.is_valid(), editor.is_valid()]):
            kept = {} if editor.tree in ({"all": []}, {"any": []}) else editor.tree
            try:
                _save(request, workflow, lambda _text: put(form.cleaned_data if form else {}, kept))
            except DomainError as refusal:
                if form is None:
                    return refused(request, refusal, back_url=request.path)
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return see_other(shown.url("edit-workflow"))
    values = {
        "shown": shown,
        "workflow": workflow,
        "form": form,
        "editor": editor,
        "back_url": shown.url("edit-workflow"),
        "page_title": title,
    }
    return render(request, "nurturing/rule.html", values, status=status)
