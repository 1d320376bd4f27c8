"""Editing the parts of a draft: criteria, groups, weights, grid and light. Each edit is one of the whole document."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conditions.editor import ConditionEditor
from core import toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from scoring import queries
from scoring.choices import GRADES
from scoring.engine.light import light_registry
from scoring.engine.reader import criteria_registry, slug
from scoring.engine.spec import Text
from scoring.forms import CriterionForm, GroupForm, SettingsForm
from scoring.services import drafts
from scoring.views.draft_acts import refused
from tenants.permissions import Capability, requires


Document = dict[str, Any]
Edit = Callable[[Document], None]


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def criterion(request: HttpRequest, workspace: str, key: str = "") -> HttpResponse:
    """Edit a criterion of the draft, or add one."""
    document = _document()
    group, found = _criterion(document, key) if key else (_group_asked(request, document), None)
    data = request.POST if request.method == "POST" else None
    form = CriterionForm(data, groups=_group_choices(document), initial=_criterion_values(group, found))
    # Points for each activity ask for that activity alone, not for a list of one.
    editor = ConditionEditor(
        criteria_registry(queries.registry()),
        tree=(found or {}).get("condition"),
        data=data,
        refresh_url=request.path,
        unwraps=True,
    )

    def edit(changed: Document) -> None:
        _put_criterion(changed, key, form.cleaned_data, editor.tree)

    title = _("Edit the criterion") if key else _("Add a criterion")
    return _answer(request, form, edit, editor=editor, values={"page_title": title, "part_key": key})


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def group(request: HttpRequest, workspace: str, key: str = "") -> HttpResponse:
    """Edit a group of the draft, or add one."""
    found = _group(_document(), key) if key else None
    form = GroupForm(request.POST or None, initial=_group_values(found))

    def edit(changed: Document) -> None:
        _put_group(changed, key, form.cleaned_data)

    title = _("Edit the group") if key else _("Add a group")
    return _answer(
        request, form, edit, values={"page_title": title, "part_key": key, "is_group": True, "group": found}
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def settings(request: HttpRequest, workspace: str) -> HttpResponse:
    """Edit weights, grid, and what turns the light green."""
    document = _document()
    data = request.POST if request.method == "POST" else None
    initial = {
        "name": document["name"],
        "fit_weight": document["weights"]["fit"],
        "fit": document["grid"]["fit"],
        "engagement": document["grid"]["engagement"],
        "near_points": document["light"]["near_points"],
    }
    form = SettingsForm(data, initial=initial)
    editor = ConditionEditor(
        light_registry(queries.registry()),
        tree=document["light"]["condition"],
        data=data,
        refresh_url=request.path,
    )

    def edit(changed: Document) -> None:
        _put_settings(changed, form.cleaned_data, editor.tree, request)

    values = {
        "page_title": _("Weights, grid and light"),
        "cells": _cell_rows(document["grid"], request),
        "is_settings": True,
    }
    return _answer(request, form, edit, editor=editor, values=values)


@require_POST
@requires(Capability.EDIT_SCORING)
def delete_criterion(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Take a criterion out of the draft."""

    def edit(changed: Document) -> None:
        owner, found = _criterion(changed, key)
        owner["criteria"].remove(found)

    return _delete(request, edit, _("The criterion is out of the draft."))


@require_POST
@requires(Capability.EDIT_SCORING)
def delete_group(request: HttpRequest, workspace: str, key: str) -> HttpResponse:
    """Take a group out of the draft, with its criteria."""

    def edit(changed: Document) -> None:
        changed["groups"].remove(_group(changed, key))

    return _delete(request, edit, _("The group is out of the draft."))


def _document() -> Document:
    draft = queries.draft()
    if draft is None:
        raise Http404
    return queries.document_of(draft)


def _answer(
    request: HttpRequest,
    form: forms.Form,
    edit: Edit,
    *,
    values: dict[str, Any],
    editor: ConditionEditor | None = None,
) -> HttpResponse:
    """Show the form, or save what it says and go back to the draft."""
    if editor and editor.is_changing and wants_fragment(request):
        return render(request, "components/conditions.html", {"editor": editor})
    status = 200
    is_saving = request.method == "POST" and (editor is None or editor.is_submitted)
    if request.method == "POST" and not is_saving:
        form.errors.clear()  # half-filled is no fault while the condition is being built
    if is_saving:
        status = 422
        if form.is_valid() & (editor is None or editor.is_valid()):
            try:
                return _save(request, edit, _("Saved in the draft."))
            except DomainError as refusal:
                status = refusal.status
                for message in dict.fromkeys(
                    fault["message"] for fault in refusal.errors or [{"message": refusal.message}]
                ):
                    form.add_error(None, message)
    draft = queries.draft()
    context = {"form": form, "editor": editor, "revision": draft.revision if draft else 0}
    return render(request, "scoring/part.html", context | values, status=status)


def _save(request: HttpRequest, edit: Edit, text: str) -> HttpResponse:
    """Make the edit in the draft as it is now, if it still is what the person saw."""
    document = _document()
    edit(document)
    posted = request.POST.get("revision", "")
    revision = int(posted) if posted.isdecimal() and len(posted) < 10 else None
    drafts.save(document=document, by=request.user.pk, at=timezone.now(), revision=revision)
    toasts.add(request, text)
    return HttpResponseRedirect(reverse("scoring:draft", args=[request.workspace.slug]), status=303)  # type: ignore[attr-defined]


def _delete(request: HttpRequest, edit: Edit, text: str) -> HttpResponse:
    try:
        return _save(request, edit, text)
    except DomainError as refusal:
        return refused(request, refusal)


def _group(document: Document, key: str) -> Document:
    found = next((group for group in document["groups"] if group["key"] == key), None)
    if found is None:
        raise Http404
    return found


def _criterion(document: Document, key: str) -> tuple[Document, Document]:
    for group in document["groups"]:
        for criterion in group["criteria"]:
            if criterion["key"] == key:
                return group, criterion
    raise Http404


def _group_asked(request: HttpRequest, document: Document) -> Document | None:
    asked = request.GET.get("group", "")
    groups: list[Document] = document["groups"]
    return next((group for group in groups if group["key"] == asked), groups[0] if groups else None)


def _group_choices(document: Document) -> list[tuple[str, str]]:
    return [(group["key"], str(Text(**group["label"]))) for group in document["groups"]]


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


def _put_criterion(document: Document, key: str, cleaned: dict[str, Any], tree: Any) -> None:
    taken = [item["key"] for group in document["groups"] for item in (group, *group["criteria"])]
    value = {
        "key": key or slug(cleaned["label_en"] or cleaned["label_es"], taken=taken),
        "label": {"en": cleaned["label_en"], "es": cleaned["label_es"]},
        "condition": tree,
        "points": float(cleaned["points"]),
        "mode": cleaned["mode"],
        "half_life_days": cleaned["half_life_days"],
        "window_days": cleaned["window_days"],
        "cap": None if cleaned["cap"] is None else float(cleaned["cap"]),
    }
    target = _group(document, cleaned["group"])
    if not key:
        target["criteria"].append(value)
        return
    owner, found = _criterion(document, key)
    if owner is target:
        owner["criteria"][owner["criteria"].index(found)] = value
    else:
        owner["criteria"].remove(found)
        target["criteria"].append(value)


def _put_group(document: Document, key: str, cleaned: dict[str, Any]) -> None:
    taken = [item["key"] for group in document["groups"] for item in (group, *group["criteria"])]
    value = {
        "label": {"en": cleaned["label_en"], "es": cleaned["label_es"]},
        "dimension": cleaned["dimension"],
        "cap": None if cleaned["cap"] is None else float(cleaned["cap"]),
    }
    if key:
        _group(document, key).update(value)
        return
    new_key = slug(cleaned["label_en"] or cleaned["label_es"], taken=taken)
    document["groups"].append({"key": new_key, "criteria": [], **value})


def _put_settings(document: Document, cleaned: dict[str, Any], tree: Any, request: HttpRequest) -> None:
    document["name"] = cleaned["name"]
    document["weights"] = {"fit": cleaned["fit_weight"], "engagement": 100 - cleaned["fit_weight"]}
    document["light"] = {"condition": tree, "near_points": cleaned["near_points"]}
    former = {"cells": _posted_cells(document["grid"], request)}
    rows, columns = len(cleaned["fit"]) + 1, len(cleaned["engagement"]) + 1
    document["grid"] = {
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
