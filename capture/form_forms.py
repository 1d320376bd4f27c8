"""Forms of the pages about forms: made, asked, worded, translated, surrounded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from capture import templates
from capture.choices import FieldKind
from capture.services import handouts


Choices = Sequence[tuple[Any, Any]]


class CreateForm(forms.Form):
    """A new form."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Only you see it."))
    template = forms.ChoiceField(label=_("Start from"), widget=forms.RadioSelect, initial="contact")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            (name, label) for name, (label, _contents) in templates.TEMPLATES.items()
        ]


class AddFieldForm(forms.Form):
    """One more thing to ask."""

    name = forms.ChoiceField(label=_("Field"), widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = choices  # type: ignore[attr-defined]


class FieldForm(forms.Form):
    """How one thing is asked, or what is sent along unseen."""

    label = forms.CharField(label=_("Question"), max_length=200)
    hint = forms.CharField(label=_("Hint"), max_length=300, required=False)
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    is_hidden = forms.BooleanField(
        label=_("Hidden: nobody sees it, its value is sent along"),
        required=False,
        help_text=_("The value below, or what the page's address says: ?%(name)s=…"),
    )
    value = forms.CharField(label=_("Value of the hidden field"), max_length=200, required=False)

    def __init__(self, *args: Any, asked: Mapping[str, Any], possible: Choices, **kwargs: Any) -> None:
        stored = [option if isinstance(option, str) else option[0] for option in asked["options"]]
        chosen: Any = stored if possible else "\n".join(stored)
        kwargs["initial"] = {**asked, "options": chosen}
        super().__init__(*args, **kwargs)
        hidden = self.fields["is_hidden"]
        hidden.help_text = str(hidden.help_text) % {"name": asked["name"]}
        if possible:
            self.fields["options"] = _pick(possible)
        elif asked["kind"] == FieldKind.TEXT:
            self.fields["options"] = _lines()
        self.order_fields(["label", "hint", "is_required", "options", "is_hidden", "value"])

    def clean_options(self) -> list[str]:
        """Return the answers, each once."""
        given = self.cleaned_data["options"]
        lines = given.splitlines() if isinstance(given, str) else given
        found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if len(found) > MOST_OPTIONS or any(len(option) > 120 for option in found):
            raise forms.ValidationError(_("At most 100 answers of at most 120 characters."))
        return found

    @property
    def changed(self) -> dict[str, Any]:
        """Return what changes of the field; only a hidden one says that it is and what it sends."""
        given = dict(self.cleaned_data)
        hidden = {name: given.pop(name) for name in ("is_hidden", "value")}
        if not hidden["is_hidden"]:
            return given
        return {**given, **hidden, "is_required": False}


MOST_OPTIONS = 100


def _pick(possible: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Answers to choose from"),
        choices=possible,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )


def _lines() -> forms.CharField:
    return forms.CharField(
        label=_("Answers to choose from"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Empty: people write what they want."),
    )


class TextsForm(forms.Form):
    """What a form says."""

    title = forms.CharField(label=_("Title"), max_length=200)
    intro = forms.CharField(
        label=_("Introduction"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    button = forms.CharField(label=_("Button"), max_length=60)
    consent = forms.CharField(
        label=_("Consent to marketing mail"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Shown beside a box that is not ticked. Empty: the form does not ask. Every text is kept."
        ),
    )
    privacy_url = forms.URLField(
        label=_("Address of your privacy notice"), required=False, max_length=300, assume_scheme="https"
    )
    thanks_title = forms.CharField(label=_("Title of the thanks page"), max_length=200)
    thanks_text = forms.CharField(
        label=_("Text of the thanks page"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    redirect_url = forms.URLField(
        label=_("Or go on to this address"), required=False, max_length=300, assume_scheme="https"
    )


class SettingsForm(forms.Form):
    """What surrounds a form."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    source_id = forms.TypedChoiceField(label=_("Source"), required=False, coerce=int, empty_value=None)
    campaign_id = forms.TypedChoiceField(label=_("Campaign"), required=False, coerce=int, empty_value=None)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    allowed_origins = forms.CharField(
        label=_("Pages that may post by script"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One address a line, such as https://www.example.com. Plain HTML forms need none of this."
        ),
    )

    notified = forms.TypedMultipleChoiceField(
        label=_("Who is told of each inquiry"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the app and by mail, as each person chose under Notifications."),
    )
    confirms_consent = forms.BooleanField(
        label=_("Double opt-in"),
        required=False,
        help_text=_(
            "A mail asks to confirm. The consent counts from then on; the inquiry reaches you at once."
        ),
    )
    asks_proof = forms.BooleanField(
        label=_("Proof of work against robots"),
        required=False,
        help_text=_("The browser computes for a moment, unseen. What comes without it waits in quarantine."),
    )

    def __init__(
        self,
        *args: Any,
        sources: Choices,
        campaigns: Choices,
        topics: Choices,
        members: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("source_id", sources), ("campaign_id", campaigns), ("topic", topics)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        self.fields["notified"].choices = members  # type: ignore[attr-defined]

    def clean_allowed_origins(self) -> list[str]:
        """Return the lines."""
        return self.cleaned_data["allowed_origins"].split()


LONG_TEXTS = ("intro", "consent", "thanks_text")
TEXT_LABELS = {name: field.label for name, field in TextsForm.base_fields.items() if name in templates.TEXTS}


class TranslationForm(forms.Form):
    """What a form says in another language, each beside what it says in its own; empty: as in its own."""

    def __init__(
        self,
        *args: Any,
        texts: Mapping[str, str],
        fields: Sequence[Mapping[str, Any]],
        translation: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        told = translation.get("texts", {})
        for name, label in TEXT_LABELS.items():
            if texts.get(name):
                self._add(f"text:{name}", label, texts[name], told.get(name, ""), is_long=name in LONG_TEXTS)
        for field in fields:
            if not field.get("is_hidden"):
                self._add_field(field, translation.get("fields", {}).get(field["name"], {}))

    def _add(self, name: str, label: Any, original: str, initial: str, *, is_long: bool = False) -> None:
        about: dict[str, Any] = {"label": label, "help_text": original, "initial": initial, "required": False}
        if name.endswith("_url"):
            self.fields[name] = forms.URLField(max_length=300, assume_scheme="https", **about)
        else:
            widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput
            self.fields[name] = forms.CharField(max_length=2000 if is_long else 300, widget=widget, **about)

    def _add_field(self, field: Mapping[str, Any], told: Mapping[str, Any]) -> None:
        self._add(f"label:{field['name']}", _("Question"), field["label"], told.get("label", ""))
        if field["hint"]:
            self._add(f"hint:{field['name']}", _("Hint"), field["hint"], told.get("hint", ""))
        for value, label in field["options"]:
            known = told.get("options", {}).get(str(value), "")
            self._add(f"option:{field['name']}:{value}", _("Answer"), str(label), known)

    @property
    def translation(self) -> dict[str, Any]:
        """Return what was translated, in the shape of ``FormVersion.translations``; {} if nothing was."""
        texts: dict[str, str] = {}
        fields: dict[str, dict[str, Any]] = {}
        for key, value in self.cleaned_data.items():
            kind, _colon, name = key.partition(":")
            if not value:
                continue
            if kind == "text":
                texts[name] = value
            elif kind == "option":
                of, _colon, option = name.partition(":")
                fields.setdefault(of, {}).setdefault("options", {})[option] = value
            else:
                fields.setdefault(name, {})[kind] = value
        parts = {"texts": texts, "fields": fields}
        return {name: part for name, part in parts.items() if part}


class HandoutForm(forms.Form):
    """What a form gives for an inquiry: a file or a link, on the thanks page or by mail."""

    title = forms.CharField(
        label=_("Name of what you give"), max_length=200, help_text=_("Stands on the button.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        help_text=_("PDF, office documents, pictures, sound, video or zip, up to 10 MB."),
        widget=forms.ClearableFileInput(
            attrs={"class": "input", "accept": ",".join(f".{ending}" for ending in handouts.ENDINGS)}
        ),
    )
    url = forms.URLField(
        label=_("Or the address of a page"), required=False, max_length=1000, assume_scheme="https"
    )
    by_mail = forms.ChoiceField(
        label=_("How they get it"),
        choices=[("", _("On the thanks page, at once")), ("1", _("By mail, to the address they gave"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, has_one: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_one = has_one

    def clean(self) -> dict[str, Any]:
        """Ask for a file or an address, not both; nothing keeps what is given now."""
        cleaned = super().clean() or {}
        given = [name for name in ("file", "url") if cleaned.get(name)]
        if len(given) > 1:
            self.add_error("url", _("Give a file or an address, not both."))
        elif not given and not self._has_one and not self.errors:
            self.add_error("file", _("Give a file or an address."))
        return cleaned
