"""The models of a draft that only some leads have: added, copied, named, put in another order, removed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conditions.editor import ConditionEditor
from scoring import queries
from scoring.engine import editing
from scoring.engine.reader import choosing_registry
from scoring.engine.spec import Text
from scoring.forms import ModelForm
from scoring.views.part_pages import Document, act, answer, document_or_404, model_or_404
from tenants.permissions import Capability, requires


EMPTY, DEFAULT = "no-model", "default-model"  # no key has a hyphen


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def model(request: HttpRequest, workspace: str, key: str = "") -> HttpResponse:
    """Say which leads have the model and what it is called, or add one."""
    document = document_or_404()
    found = model_or_404(document, key) if key else None
    data = request.POST if request.method == "POST" else None
    initial = {"source": DEFAULT}
    if found:
        initial |= {"label_en": found["label"]["en"], "label_es": found["label"]["es"]}
    form = ModelForm(data, initial=initial, sources=None if found else _sources(document))
    editor = ConditionEditor(
        choosing_registry(queries.registry()),
        tree=found["condition"] if found else None,
        data=data,
        refresh_url=request.path,
    )
    new_key = [key]

    def edit(changed: Document) -> None:
        label = {"en": form.cleaned_data["label_en"], "es": form.cleaned_data["label_es"]}
        if key:
            model_or_404(changed, key).update(label=label, condition=editor.tree)
            return
        source = _source(changed, form.cleaned_data["source"])
        made = editing.add_model(changed, label=label, condition=editor.tree, source=source)
        new_key[0] = made["key"]

    values = {
        "page_title": _("Who has this model") if key else _("Add a model for some leads"),
        "part_key": key,
        "is_model": True,
        "previews": True,
    }
    return answer(request, form, edit, editors=[editor], values=values, model=lambda: new_key[0])


@require_POST
@requires(Capability.EDIT_SCORING)
def move(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Ask for the model earlier or later: a lead has the first whose condition holds."""
    if model_or_404(document_or_404(), key).get("key", "") == "":
        raise Http404
    steps = -1 if request.POST.get("to") == "up" else 1

    def edit(changed: Document) -> None:
        editing.move(changed.get("models", []), key, steps)

    return act(request, edit, _("The models are asked in another order."), model=key)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def delete(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Take the model out of the draft, with its criteria; first say what goes with it."""
    found = model_or_404(document_or_404(), key)
    if request.method == "GET":
        values = {
            "page_title": _("Remove the model “%(name)s”") % {"name": Text(**found["label"])},
            "criteria": sum(len(group["criteria"]) for group in found["groups"]),
            "definitions": len(found["light"].get("teams", [])),
            "part_key": key,
        }
        return render(request, "scoring/model_delete.html", values)

    def edit(changed: Document) -> None:
        editing.remove_model(changed, key)

    return act(request, edit, _("The model is out of the draft."))


def _sources(document: Document) -> list[tuple[str, str]]:
    copies = [(each["key"], _copy_of(str(Text(**each["label"])))) for each in document.get("models", [])]
    return [
        (DEFAULT, _copy_of(_("Default model"))),
        *copies,
        (EMPTY, _("No criteria, graded as the default model")),
    ]


def _copy_of(name: str) -> str:
    return _("A copy of “%(name)s”") % {"name": name}


def _source(document: Document, asked: str) -> dict[str, Any] | None:
    if asked == EMPTY:
        return None
    return model_or_404(document, "" if asked == DEFAULT else asked)
