"""What the forms of a draft's parts share: each edit is one of the whole document, made in the draft as it was seen."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.editor import ConditionEditor
from core import toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from scoring import queries
from scoring.engine import editing
from scoring.services import drafts
from scoring.views.draft_acts import refused, revision


Document = dict[str, Any]
Edit = Callable[[Document], None]


def document_or_404() -> Document:
    """Return the draft's document."""
    draft = queries.draft()
    if draft is None:
        raise Http404
    return queries.document_of(draft)


def model_or_404(document: Document, key: str) -> Document:
    """Return the model of that key, the default one for ""."""
    found = editing.model_at(document, key)
    if found is None:
        raise Http404
    return found


def owner_or_404(document: Document, key: str) -> Document:
    """Return the model that has this group or criterion."""
    found = editing.owner_of(document, key)
    if found is None:
        raise Http404
    return found


def answer(
    request: HttpRequest,
    form: forms.Form,
    edit: Edit,
    *,
    values: dict[str, Any],
    editors: Sequence[ConditionEditor] = (),
    model: str | Callable[[], str] = "",
) -> HttpResponse:
    """Show the form, or save what it says and go back to the draft, to the model of that key.

    A new model's key is known once the edit is made, so ``model`` may be asked afterwards.
    """
    pressed = next((editor for editor in editors if editor.is_changing), None)
    if pressed and wants_fragment(request):
        return render(request, "components/conditions.html", {"editor": pressed})
    status = 200
    if request.method == "POST" and pressed:
        form.errors.clear()  # half-filled is no fault while a condition is being built
    if request.method == "POST" and not pressed:
        status = 422
        # All are asked, so that every fault is shown at once.
        if all([form.is_valid(), *(editor.is_valid() for editor in editors)]):
            try:
                return save(request, edit, _("Saved in the draft."), model=model)
            except DomainError as refusal:
                status = refusal.status
                for message in dict.fromkeys(
                    fault["message"] for fault in refusal.errors or [{"message": refusal.message}]
                ):
                    form.add_error(None, message)
    draft = queries.draft()
    context = {
        "form": form,
        "editor": editors[0] if editors else None,
        "revision": draft.revision if draft else 0,
        "draft_url": draft_url(request, model),
    }
    return render(request, "scoring/part.html", context | values, status=status)


def save(request: HttpRequest, edit: Edit, text: str, *, model: str | Callable[[], str] = "") -> HttpResponse:
    """Make the edit in the draft as it is now, if it still is what the person saw."""
    document = document_or_404()
    edit(document)
    drafts.save(document=document, by=request.user.pk, at=timezone.now(), revision=revision(request))
    toasts.add(request, text)
    return HttpResponseRedirect(draft_url(request, model), status=303)


def act(request: HttpRequest, edit: Edit, text: str, *, model: str = "") -> HttpResponse:
    """Make an edit that has no form; a refusal is a page of its own."""
    try:
        return save(request, edit, text, model=model)
    except DomainError as refusal:
        return refused(request, refusal)


def draft_url(request: HttpRequest, model: str | Callable[[], str]) -> str:
    """Return the address of the draft, showing one of its models."""
    key = model() if callable(model) else model
    url = reverse("scoring:draft", args=[request.workspace.slug])  # type: ignore[attr-defined]
    return f"{url}?{urlencode({'model': key})}" if key else url
