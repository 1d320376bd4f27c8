"""Forms of the pages about templates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from messaging import starters


SPELL = {"spellcheck": "true", "autocomplete": "off"}


class CreateForm(forms.Form):
    """A new template."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Only you see it."))
    starter = forms.ChoiceField(
        label=_("Start from"), widget=forms.RadioSelect, initial="welcome", required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = [(key, f"{starter.name}: {starter.note}") for key, starter in starters.STARTERS.items()]
        self.fields["starter"].choices = [*texts, ("", _("An empty page"))]  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The text of one language. Nothing is refused: a draft may have faults, and the page says which."""

    subject = forms.CharField(
        label=_("Subject"), max_length=200, required=False, widget=forms.TextInput(attrs=SPELL)
    )
    preheader = forms.CharField(
        label=_("Preview line"),
        max_length=200,
        required=False,
        help_text=_("Shown after the subject in the inbox."),
        widget=forms.TextInput(attrs=SPELL),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, **SPELL}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def opened(self) -> datetime | None:
        """Return when the draft that the person saw was saved; None for none or for nonsense."""
        try:
            return datetime.fromisoformat(self.cleaned_data["stamp"])
        except ValueError:
            return None


class SettingsForm(forms.Form):
    """What surrounds a template."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    topic_id = forms.TypedChoiceField(
        label=_("Topic"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("People who switched the topic off do not get the mail."),
    )

    def __init__(self, *args: Any, topics: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic_id"].choices = [("", "–"), *topics]  # type: ignore[attr-defined]
