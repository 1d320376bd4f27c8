"""Editing the parts of a draft's models: criteria, groups, weights, grid and light."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conditions.editor import ConditionEditor
from scoring import queries
from scoring.choices import GRADES
from scoring.engine import editing
from scoring.engine.document import keys_of
from scoring.engine.light import light_registry
from scoring.engine.reader import criteria_registry, slug
from scoring.engine.spec import Text
from scoring.forms import CriterionForm, GroupForm, SettingsForm
from scoring.views.part_pages import Document, act, answer, document_or_404, model_or_404, owner_or_404
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def criterion(request: HttpRequest, workspace: str, key: str = "") -> HttpResponse:
    """Edit a criterion of the draft, or add one to the group or the model that is asked for."""
    document = document_or_404()
    model = owner_or_404(document, key) if key else _model_asked(request, document)
    group, found = _criterion(model, key) if key else (_group_asked(request, model), None)
    data = request.POST if request.method == "POST" else None
    form = CriterionForm(data, groups=_group_choices(model), initial=_criterion_values(group, found))
    # Points for each activity ask for that activity alone, not for a list of one.
    editor = ConditionEditor(
        criteria_registry(queries.registry()),
        tree=(found or {}).get("condition"),
        data=data,
        refresh_url=request.get_full_path(),
        unwraps=True,
    )
    model_key = model.get("key", "")

    def edit(changed: Document) -> None:
        _put_criterion(changed, model_key, key, form.cleaned_data, editor.tree)

    title = _("Edit the criterion") if key else _("Add a criterion")
    values = {"page_title": title, "part_key": key, "of_model": _of_model(model)}
    return answer(request, form, edit, editors=[editor], values=values, model=model_key)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def group(request: HttpRequest, workspace: str, key: str = "") -> HttpResponse:
    """Edit a group of the draft, or add one to the model that is asked for."""
    document = document_or_404()
    model = owner_or_404(document, key) if key else _model_asked(request, document)
    found = _group(model, key) if key else None
    form = GroupForm(request.POST or None, initial=_group_values(found))
    model_key = model.get("key", "")

    def edit(changed: Document) -> None:
        _put_group(changed, model_key, key, form.cleaned_data)

    values = {
        "page_title": _("Edit the group") if key else _("Add a group"),
        "part_key": key,
        "is_group": True,
        "group": found,
        "of_model": _of_model(model),
    }
    return answer(request, form, edit, values=values, model=model_key)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def settings(request: HttpRequest, workspace: str) -> HttpResponse:
    """Edit a model's weights, its grid, and what turns the light green."""
    document = document_or_404()
    model = _model_asked(request, document)
    data = request.POST if request.method == "POST" else None
    initial = {
        "name": document["name"],
        "fit_weight": model["weights"]["fit"],
        "fit": model["grid"]["fit"],
        "engagement": model["grid"]["engagement"],
        "near_points": model["light"]["near_points"],
    }
    form = SettingsForm(data, initial=initial)
    editor = ConditionEditor(
        light_registry(queries.registry()),
        tree=model["light"]["condition"],
        data=data,
        refresh_url=request.get_full_path(),
    )
    model_key = model.get("key", "")

    def edit(changed: Document) -> None:
        _put_settings(changed, model_key, form.cleaned_data, editor.tree, request)

    values = {
        "page_title": _("Weights, grid and light"),
        "cells": _cell_rows(model["grid"], request),
        "is_settings": True,
        "of_model": _of_model(model),
    }
    return answer(request, form, edit, editors=[editor], values=values, model=model_key)


@require_POST
@requires(Capability.EDIT_SCORING)
def delete_criterion(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Take a criterion out of the draft."""

    def edit(changed: Document) -> None:
        owner, found = _criterion(owner_or_404(changed, key), key)
        owner["criteria"].remove(found)

    return act(request, edit, _("The criterion is out of the draft."), model=_model_key(key))


@require_POST
@requires(Capability.EDIT_SCORING)
def delete_group(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Take a group out of the draft, with its criteria."""

    def edit(changed: Document) -> None:
        model = owner_or_404(changed, key)
        model["groups"].remove(_group(model, key))

    return act(request, edit, _("The group is out of the draft."), model=_model_key(key))


def _model_asked(request: HttpRequest, document: Document) -> Document:
    """Return the model that the address names, by itself or by a group of it."""
    found = editing.owner_of(document, request.GET.get("group", ""))
    return found or model_or_404(document, request.GET.get("model", ""))


def _model_key(key: str) -> str:
    found: str = owner_or_404(document_or_404(), key).get("key", "")
    return found


def _of_model(model: Document) -> str:
    """Return what a special model is called; the default one needs no word."""
    return str(Text(**model["label"])) if "label" in model else ""


def _group(model: Document, key: str) -> Document:
    found = next((group for group in model["groups"] if group["key"] == key), None)
    if found is None:
        raise Http404
    return found


def _criterion(model: Document, key: str) -> tuple[Document, Document]:
    for group in model["groups"]:
        for criterion in group["criteria"]:
            if criterion["key"] == key:
                return group, criterion
    raise Http404


def _group_asked(request: HttpRequest, model: Document) -> Document | None:
    asked = request.GET.get("group", "")
    groups: list[Document] = model["groups"]
    return next((group for group in groups if group["key"] == asked), groups[0] if groups else None)


def _group_choices(model: Document) -> list[tuple[str, str]]:
    return [(group["key"], str(Text(**group["label"]))) for group in model["groups"]]


def _criterion_values(group: Document | None, found: Document | None) -> dict[str, Any]:
    if found is None:
        return {"group": group["key"] if group else "", "mode": "per_lead"}
    label = found["label"]
    return {
        **found,
        "label_en": label["en"],
        "label_es": label["es"],
        "group": group["key"] if group else "",
    }


def _group_values(found: Document | None) -> dict[str, Any]:
    if found is None:
        return {"dimension": "fit"}
    return {**found, "label_en": found["label"]["en"], "label_es": found["label"]["es"]}


def _put_criterion(document: Document, model_key: str, key: str, cleaned: dict[str, Any], tree: Any) -> None:
    model = model_or_404(document, model_key)
    value = {
        "key": key or slug(cleaned["label_en"] or cleaned["label_es"], taken=keys_of(document)),
        "label": {"en": cleaned["label_en"], "es": cleaned["label_es"]},
        "condition": tree,
        "points": float(cleaned["points"]),
        "mode": cleaned["mode"],
        "half_life_days": cleaned["half_life_days"],
        "window_days": cleaned["window_days"],
        "cap": None if cleaned["cap"] is None else float(cleaned["cap"]),
    }
    target = _group(model, cleaned["group"])
    if not key:
        target["criteria"].append(value)
        return
    owner, found = _criterion(model, key)
    if owner is target:
        owner["criteria"][owner["criteria"].index(found)] = value
    else:
        owner["criteria"].remove(found)
        target["criteria"].append(value)


def _put_group(document: Document, model_key: str, key: str, cleaned: dict[str, Any]) -> None:
    model = model_or_404(document, model_key)
    value = {
        "label": {"en": cleaned["label_en"], "es": cleaned["label_es"]},
        "dimension": cleaned["dimension"],
        "cap": None if cleaned["cap"] is None else float(cleaned["cap"]),
    }
    if key:
        _group(model, key).update(value)
        return
    new_key = slug(cleaned["label_en"] or cleaned["label_es"], taken=keys_of(document))
    model["groups"].append({"key": new_key, "criteria": [], **value})


def _put_settings(
    document: Document, model_key: str, cleaned: dict[str, Any], tree: Any, request: HttpRequest
) -> None:
    model = model_or_404(document, model_key)
    if not model_key:
        document["name"] = cleaned["name"]
    model["weights"] = {"fit": cleaned["fit_weight"], "engagement": 100 - cleaned["fit_weight"]}
    model["light"] |= {"condition": tree, "near_points": cleaned["near_points"]}
    former = {"cells": _posted_cells(model["grid"], request)}
    rows, columns = len(cleaned["fit"]) + 1, len(cleaned["engagement"]) + 1
    model["grid"] = {
        "fit": cleaned["fit"],
        "engagement": cleaned["engagement"],
        "cells": [
            [_nearest(former["cells"], row, column) for column in range(columns)] for row in range(rows)
        ],
    }


def _nearest(cells: list[list[str]], row: int, column: int) -> str:
    """Return the cell, for a new row or column that of the one before."""
    line = cells[min(row, len(cells) - 1)]
    return line[min(column, len(line) - 1)]


def _posted_cells(grid: Document, request: HttpRequest) -> list[list[str]]:
    return [
        [_posted_cell(request, row, column, cell) for column, cell in enumerate(cells)]
        for row, cells in enumerate(grid["cells"])
    ]


def _posted_cell(request: HttpRequest, row: int, column: int, otherwise: str) -> str:
    posted = request.POST.get(f"cell-{row}-{column}", otherwise)
    return posted if posted and posted in GRADES and len(posted) == 1 else otherwise


def _cell_rows(grid: Document, request: HttpRequest) -> dict[str, Any]:
    """Return the grid with a name for each cell, the best fit on top."""
    cells = _posted_cells(grid, request) if request.method == "POST" else grid["cells"]
    floors = [0, *grid["fit"]]
    rows = [
        {
            "from": floors[row],
            "cells": [
                {"name": f"cell-{row}-{column}", "value": value} for column, value in enumerate(cells[row])
            ],
        }
        for row in range(len(cells) - 1, -1, -1)
    ]
    return {"columns": [0, *grid["engagement"]], "rows": rows, "grades": list(GRADES)}
