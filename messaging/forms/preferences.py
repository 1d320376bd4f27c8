"""Forms of the public pages of a mail's reader."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


# What a person may say after leaving; the codes are kept, the words are shown.
WHY = (
    ("too_many", _("Too many e-mails")),
    ("not_relevant", _("They are not about what I need")),
    ("never_asked", _("I never asked for them")),
    ("no_longer", _("I no longer need it")),
)


class LeavingForm(forms.Form):
    """Why somebody unsubscribed; asked afterwards, never needed."""

    reason = forms.ChoiceField(label=_("Why?"), choices=WHY, required=False, widget=forms.RadioSelect)

    def note(self) -> str:
        """Return the reason's code."""
        return str(self.cleaned_data.get("reason", ""))


class PreferencesForm(forms.Form):
    """What the reader wants to hear about, and in which language."""

    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        if not topics:
            del self.fields["topics"]

    def topics_off(self) -> list[str]:
        """Return the topics the reader left out."""
        if "topics" not in self.fields:
            return []
        wanted = set(self.cleaned_data["topics"])
        return [slug for slug, _name in self.fields["topics"].choices if slug not in wanted]  # type: ignore[attr-defined]
