"""The form by which a file of leads is brought in; columns and cells are posted by name (``import_pages``)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capture.import_choices import Basis, Origin
from capture.services.import_drafts import Told


Choices = Sequence[tuple[Any, Any]]


class UploadForm(forms.Form):
    """The file, and what a person says about it."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("CSV, Excel (xlsx), vCard or JSON, up to 10 MB and 100,000 rows."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx,.vcf,.json,.jsonl", "class": "input"}
        ),
    )
    name = forms.CharField(
        label=_("Name of the list"),
        max_length=120,
        required=False,
        help_text=_(
            "Such as “Fair in Valencia 2026”. Empty: the file's name. It is the source if you name none."
        ),
    )
    origin = forms.ChoiceField(label=_("Where it comes from"), choices=Origin.choices)
    basis = forms.ChoiceField(
        label=_("Why we may write to them"),
        choices=Basis.choices,
        initial=Basis.UNKNOWN,
    )
    consent_text = forms.CharField(
        label=_("The text they agreed to"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Word for word, as evidence of each new person's consent. Without it they get no marketing mail."
        ),
    )
    source_id = forms.TypedChoiceField(label=_("Source"), required=False, coerce=int, empty_value=None)
    source_name = forms.CharField(
        label=_("Or a new source"),
        max_length=120,
        required=False,
    )
    campaign_id = forms.TypedChoiceField(label=_("Campaign"), required=False, coerce=int, empty_value=None)
    tags = forms.CharField(
        label=_("Tags"),
        max_length=400,
        required=False,
        help_text=_("Separated by commas; put on everybody in the file."),
    )

    def __init__(self, *args: Any, sources: Choices, campaigns: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("source_id", sources), ("campaign_id", campaigns)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the text where people agreed to one."""
        given = super().clean() or {}
        if given.get("basis") == Basis.CONSENT and not given.get("consent_text", "").strip():
            self.add_error("consent_text", _("Write the text they agreed to."))
        return given

    @property
    def told(self) -> Told:
        """Return what the person says."""
        given = self.cleaned_data
        file_name = given["file"].name
        return Told(
            name=given["name"] or file_name.rpartition(".")[0] or file_name,
            origin=given["origin"],
            basis=given["basis"],
            consent_text=given["consent_text"],
            source_id=given["source_id"],
            source_name=given["source_name"],
            campaign_id=given["campaign_id"],
            tags=[tag.strip() for tag in given["tags"].split(",") if tag.strip()],
        )
