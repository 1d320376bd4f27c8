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
# What our pages carry along: when they were shown, a trap, the version and the language that the person saw.
STAMP, TRAP, VERSION, LANGUAGE = "_stamp", "_url", "_version", "language"
# What the browser found out, where the form asks for a proof of work.
PROOF = "_proof"
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
# One of these must be shown, and one of them filled in.
CONTACT = ("email", "phone", "company")


def check_email(value: str) -> None:
    """Refuse what is no e-mail address."""
    if engine.normal_email(value) is None:
        raise ValidationError(_("Enter an e-mail address such as name@example.com."))


def check_phone(value: str) -> None:
    """Refuse what has too few digits to be dialed."""
    if sum(char.isdigit() for char in value) < DIGITS:
        raise ValidationError(_("Enter a phone number such as 600 123 456."))


def _text(field: Field, **options: Any) -> forms.Field:
    if field["options"]:
        return _choice(field)
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


def _hidden(field: Field) -> forms.Field:
    return forms.CharField(
        required=False, max_length=1000, widget=forms.HiddenInput, initial=field.get("value", "")
    )


class PublicForm(forms.Form):
    """The hosted form. Only for what a person can put right at once; everything else the filter judges later."""

    def __init__(self, *args: Any, fields: Sequence[Field], consent: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in fields:
            if field.get("is_hidden"):
                self.fields[field["name"]] = _hidden(field)
                continue
            made = BUILDERS.get(field["kind"], _text)(field)
            made.label, made.help_text = field["label"], field["hint"]
            made.required = made.widget.is_required = bool(field["is_required"])
            made.error_messages["required"] = _("This is needed.")
            self.fields[field["name"]] = made
        if consent:
            self.fields["consent"] = forms.BooleanField(label=consent, required=False)

        self._kinds = {
            field["name"]: "" if field["kind"] == FieldKind.TEXT and field["options"] else field["kind"]
            for field in fields
        }

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
        ways = [field.name for field in self.visible_fields() if field.name in CONTACT]
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
