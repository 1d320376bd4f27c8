"""Forms of the settings: pipelines, stages, lost reasons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conversion.forms.base import text


class NameForm(forms.Form):
    """A pipeline's name."""

    name = text(_("Name"), 80, is_needed=True)


class StageForm(NameForm):
    """A stage on the way."""

    probability = forms.IntegerField(
        label=_("Probability"),
        min_value=0,
        max_value=100,
        initial=50,
        help_text=_("In percent: how many of the deals that get here are won."),
    )


class ReasonForm(forms.Form):
    """Why deals are lost."""

    name = text(_("Name"), 120, is_needed=True)
