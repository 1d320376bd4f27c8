"""Forms of the verbs for many leads; ``params`` is what the deed keeps of them."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from leads import tagging
from leads.forms.offers import Choices, offer
from leads.forms.work import AssignForm, CloseForm


class AssignManyForm(AssignForm):
    """Who is responsible for the chosen leads."""

    def params(self) -> dict[str, Any]:
        """Return the person with the name that the sentence afterwards says."""
        owner_id = self.cleaned_data["owner_id"]
        names = dict(self.fields["owner_id"].choices)  # type: ignore[attr-defined]
        return {"owner_id": owner_id, "name": str(names[owner_id]) if owner_id else ""}


class TagManyForm(forms.Form):
    """Tags that exist, and new ones."""

    known = forms.MultipleChoiceField(
        label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    names = forms.CharField(
        label=_("New tags"),
        required=False,
        max_length=600,
        help_text=_("Several with commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, tags: Choices, may_add: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "known", tags)
        if not list(tags):
            del self.fields["known"]
        if not may_add:
            del self.fields["names"]

    def clean_names(self) -> list[str]:
        """Return the new tags."""
        try:
            return tagging.read(tagging.split(self.cleaned_data["names"]))
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal

    @property
    def chosen(self) -> list[str]:
        """Return all the tags."""
        return [*self.cleaned_data.get("known", []), *self.cleaned_data.get("names", [])]

    def params(self) -> dict[str, Any]:
        """Return the tags."""
        return {"tags": self.chosen}


class ChooseTagsForm(TagManyForm):
    """At least one tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.fields) == 1:
            next(iter(self.fields.values())).required = True

    def clean(self) -> dict[str, Any]:
        """Ask for a tag where none was chosen."""
        given = super().clean() or {}
        if not self.errors and not self.chosen:
            self.add_error(
                "names" if "names" in self.fields else "known", _("Choose a tag, or write a new one.")
            )
        return given


class CloseManyForm(CloseForm):
    """Why the chosen leads leave the road."""

    def params(self) -> dict[str, Any]:
        """Return stage, reason and note."""
        return dict(self.cleaned_data)


class ExportForm(forms.Form):
    """What a file holds, and how it is written."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("csv", _("CSV")), ("xlsx", _("Excel (XLSX)"))],
        widget=forms.RadioSelect,
        initial="csv",
    )
    which = forms.ChoiceField(
        label=_("Columns"),
        choices=[("shown", _("Those of this list")), ("all", _("Everything that is known of a lead"))],
        widget=forms.RadioSelect,
        initial="shown",
    )
    columns = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def params(self) -> dict[str, Any]:
        """Return what the file is made by, and a name for it that nobody can guess."""
        shown = [name for name in self.cleaned_data["columns"].split(",") if name]
        return {
            "format": self.cleaned_data["format"],
            "columns": shown if self.cleaned_data["which"] == "shown" else [],
            "language": get_language() or "en",
            "token": secrets.token_urlsafe(24),
        }


class ViewForm(forms.Form):
    """What a saved view is called, and who sees it."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    visibility = forms.ChoiceField(label=_("Who sees it"), widget=forms.RadioSelect, choices=())
    query = forms.CharField(required=False, widget=forms.HiddenInput)
    columns = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, visibilities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "visibility", visibilities)

    def clean_name(self) -> str:
        """Return the name on one line."""
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError(gettext("Give the view a name."))
        return name
