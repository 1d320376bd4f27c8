"""Forms: the public one, built from a version's fields, and those of the pages about forms and inquiries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from capture import engine
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

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer, if the form leaves all of them open."""
        cleaned = super().clean() or {}
        ways = [name for name in ("email", "phone", "company") if name in self.fields]
        if not self.errors and not any(cleaned.get(name) for name in ways):
            raise ValidationError(
                _("Leave an e-mail address, a phone number or a company, so that we can answer.")
            )
        return cleaned
