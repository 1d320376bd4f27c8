"""The definitions of green that teams hold beside a model's own: added, changed, put in another order, removed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conditions.editor import ConditionEditor
from scoring import queries, wording
from scoring.engine import editing
from scoring.engine.light import light_registry
from scoring.engine.reader import TEAM_FIELD, choosing_registry
from scoring.engine.spec import Text
from scoring.forms import DefinitionForm
from scoring.views.part_pages import Document, act, answer, document_or_404, model_or_404
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def definition(request: HttpRequest, workspace: str, key: str = "") -> HttpResponse:
    """Edit a definition of the model that the address names, or add one."""
    model = _model(request)
    model_key = model.get("key", "")
    found = _found(model, key) if key else {}
    data = request.POST if request.method == "POST" else None
    names = queries.registry()
    form = DefinitionForm(
        data, initial=_values(found, model), teams=list(wording.options(names, TEAM_FIELD).items())
    )
    # The first one's prefix is what the preview of who it is for reads.
    when = ConditionEditor(
        choosing_registry(names), tree=found.get("when"), data=data, refresh_url=request.get_full_path()
    )
    light = ConditionEditor(
        light_registry(names),
        tree=found.get("condition", model["light"]["condition"]),
        data=data,
        prefix="light",
        refresh_url=request.get_full_path(),
    )

    def edit(changed: Document) -> None:
        cleaned = form.cleaned_data
        values = {
            "label": {"en": cleaned["label_en"], "es": cleaned["label_es"]},
            "team": int(cleaned["team"]) if cleaned["team"] else None,
            "when": when.tree,
            "condition": light.tree,
            "near_points": cleaned["near_points"],
        }
        editing.put_definition(model_or_404(changed, model_key), key, values)

    values = {
        "page_title": _("Edit the definition") if key else _("Add a definition for some leads"),
        "part_key": key,
        "is_definition": True,
        "light_editor": light,
        "previews": True,
        "model_key": model_key,
        "of_model": str(Text(**model["label"])) if model_key else "",
    }
    return answer(request, form, edit, editors=[when, light], values=values, model=model_key)


@require_POST
@requires(Capability.EDIT_SCORING)
def move(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Ask for the definition earlier or later."""
    model_key = _owning(request, key)
    steps = -1 if request.POST.get("to") == "up" else 1

    def edit(changed: Document) -> None:
        editing.move(model_or_404(changed, model_key)["light"].get("teams", []), key, steps)

    return act(request, edit, _("The definitions are asked in another order."), model=model_key)


@require_POST
@requires(Capability.EDIT_SCORING)
def delete(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Take the definition out of the draft; its leads have the next one, or the model's own."""
    model_key = _owning(request, key)

    def edit(changed: Document) -> None:
        editing.remove_definition(model_or_404(changed, model_key), key)

    return act(request, edit, _("The definition is out of the draft."), model=model_key)


def _model(request: HttpRequest) -> Document:
    return model_or_404(document_or_404(), request.GET.get("model", ""))


def _owning(request: HttpRequest, key: str) -> str:
    model = _model(request)
    _found(model, key)
    owning: str = model.get("key", "")
    return owning


def _found(model: Document, key: str) -> Document:
    found = editing.definition_at(model, key)
    if found is None:
        raise Http404
    return found


def _values(found: Document, model: Document) -> dict[str, Any]:
    if not found:
        return {"near_points": model["light"]["near_points"]}
    return {
        "label_en": found["label"]["en"],
        "label_es": found["label"]["es"],
        "team": "" if found.get("team") is None else str(found["team"]),
        "near_points": found["near_points"],
    }
