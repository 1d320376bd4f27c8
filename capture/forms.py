"""Forms: the public one, built from a version's fields, and those of the pages about forms and inquiries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from capture import engine, templates
from capture.choices import FieldKind


Field = Mapping[str, Any]
Choices = Sequence[tuple[str, Any]]
STAMP, TRAP = "_stamp", "_url"
LIMITS = {
    "email": 320,
    "phone": 60,
    "full_name": 240,
    "company": 200,
    "job_title": 160,
    "website": 300,
    "country": 80,
}
AUTOCOMPLETE = {
    "full_name": "name",
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "company": "organization",
    "job_title": "organization-title",
    "website": "url",
    "country": "country-name",
    "region": "address-level1",
    "city": "address-level2",
}
DIGITS = 5


def check_email(value: str) -> None:
    """Refuse what is no e-mail address."""
    if engine.normal_email(value) is None:
        raise ValidationError(_("Enter an e-mail address such as name@example.com."))


def check_phone(value: str) -> None:
    """Refuse what has too few digits to be dialed."""
    if sum(char.isdigit() for char in value) < DIGITS:
        raise ValidationError(_("Enter a phone number such as 600 123 456."))


def _text(field: Field, **options: Any) -> forms.Field:
    attrs = {"autocomplete": AUTOCOMPLETE.get(field["name"], "off"), **options.pop("attrs", {})}
    widget = options.pop("widget", forms.TextInput)
    return forms.CharField(
        max_length=LIMITS.get(field["name"], options.pop("limit", 120)), widget=widget(attrs=attrs), **options
    )


def _choice(field: Field) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Choose")), *_options(field)])


def _choices(field: Field) -> forms.Field:
    return forms.MultipleChoiceField(choices=_options(field), widget=forms.CheckboxSelectMultiple)


BUILDERS: dict[str, Callable[[Field], forms.Field]] = {
    FieldKind.TEXT: _text,
    FieldKind.EMAIL: lambda field: _text(
        field, widget=forms.EmailInput, validators=[check_email], attrs={"inputmode": "email"}
    ),
    FieldKind.PHONE: lambda field: _text(
        field, validators=[check_phone], attrs={"type": "tel", "inputmode": "tel"}
    ),
    FieldKind.LONG: lambda field: _text(field, widget=forms.Textarea, limit=5000, attrs={"rows": 4}),
    FieldKind.URL: lambda field: _text(field, attrs={"inputmode": "url"}),
    FieldKind.NUMBER: lambda field: forms.DecimalField(max_digits=15, decimal_places=2, localize=True),
    FieldKind.DATE: lambda field: forms.DateField(widget=forms.DateInput(attrs={"type": "date"})),
    FieldKind.BOOLEAN: lambda field: forms.BooleanField(),
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
}


def _options(field: Field) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in field["options"]]


class PublicForm(forms.Form):
    """The hosted form. Only for what a person can put right at once; everything else the filter judges later."""

    def __init__(self, *args: Any, fields: Sequence[Field], consent: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in fields:
            made = BUILDERS.get(field["kind"], _text)(field)
            made.label, made.help_text = field["label"], field["hint"]
            made.required = made.widget.is_required = bool(field["is_required"])
            made.error_messages["required"] = _("This is needed.")
            self.fields[field["name"]] = made
        if consent:
            self.fields["consent"] = forms.BooleanField(label=consent, required=False)

        self._kinds = {field["name"]: field["kind"] for field in fields}

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields line by line: two short texts that follow one another share a line."""
        lines: list[list[forms.BoundField]] = []
        for field in self.visible_fields():
            is_short = self._kinds.get(field.name) == FieldKind.TEXT
            if (
                is_short
                and lines
                and len(lines[-1]) == 1
                and self._kinds.get(lines[-1][0].name) == FieldKind.TEXT
            ):
                lines[-1].append(field)
            else:
                lines.append([field])
        return lines

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer, if the form leaves all of them open."""
        cleaned = super().clean() or {}
        ways = [name for name in ("email", "phone", "company") if name in self.fields]
        if not self.errors and not any(cleaned.get(name) for name in ways):
            raise ValidationError(
                _("Leave an e-mail address, a phone number or a company, so that we can answer.")
            )
        return cleaned


class AcceptForm(forms.Form):
    """What a person puts right when letting an inquiry through."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=320,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    @property
    def corrections(self) -> dict[str, str]:
        """Return the values to use instead of those that came."""
        email = self.cleaned_data["email"].strip()
        return {"email": email} if email else {}


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
    """How one thing is asked."""

    label = forms.CharField(label=_("Question"), max_length=200)
    hint = forms.CharField(label=_("Hint"), max_length=300, required=False)
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)


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

    def __init__(
        self, *args: Any, sources: Choices, campaigns: Choices, topics: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("source_id", sources), ("campaign_id", campaigns), ("topic", topics)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean_allowed_origins(self) -> list[str]:
        """Return the lines."""
        return self.cleaned_data["allowed_origins"].split()
