"""What a version of a form shows in one of its languages: fields, texts and the public form made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

from capture import queries
from capture.forms import PublicForm
from capture.models import Form, FormVersion


Field = dict[str, Any]


def languages(form: Form, version: FormVersion) -> list[str]:
    """Return the languages the version speaks, the form's own first."""
    others = [code for code, _label in settings.LANGUAGES if code in version.translations]
    return list(dict.fromkeys([form.language, *others]))


def negotiate(form: Form, version: FormVersion, *, asked: str, accepts: str) -> str:
    """Return the language to show: the one asked for, else the reader's first that the form speaks, else its own."""
    spoken = languages(form, version)
    wanted = [asked, *(code.partition("-")[0] for code, _weight in parse_accept_lang_header(accepts))]
    return next((code for code in wanted if code in spoken), form.language)


@dataclass(frozen=True)
class Showing:
    """A version in a language. Reading ``fields`` may cost one query, of the workspace's topics."""

    form: Form
    version: FormVersion
    language: str

    @property
    def _translation(self) -> Mapping[str, Any]:
        return self.version.translations.get(self.language, {}) if self.language != self.form.language else {}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Return the texts; one that is not translated in the form's own language."""
        translated = self._translation.get("texts", {})
        return {**self.version.texts, **{name: text for name, text in translated.items() if text}}

    @cached_property
    def fields(self) -> list[Field]:
        """Return the fields in order, each with its options as (value, label)."""
        return [self._translated(field) for field in queries.shown_fields(self.version)]

    def _translated(self, field: Field) -> Field:
        told = self._translation.get("fields", {}).get(field["name"], {})
        labels = told.get("options", {})
        return {
            **field,
            "label": told.get("label") or field["label"],
            "hint": told.get("hint") or field["hint"],
            "options": [(value, labels.get(str(value)) or label) for value, label in field["options"]],
        }

    @property
    def title(self) -> str:
        """Return what stands on top."""
        return self.texts.get("title") or self.form.name

    @property
    def languages(self) -> list[str]:
        """Return the languages the version speaks."""
        return languages(self.form, self.version)

    def public_form(self, **kwargs: Any) -> PublicForm:
        """Return the form to fill in; a choice without options cannot be drawn and is left out."""
        drawn = [field for field in self.fields if queries.has_choices(field)]
        return PublicForm(fields=drawn, consent=self.texts.get("consent", ""), **kwargs)
