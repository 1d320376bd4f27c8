"""The filter menu of the list: the same parameters as ``leads.filters.LeadFilter``, as people choose them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leads.choices import Grade, Light, Stage


Choices = Sequence[tuple[Any, str | Promise]]


class FilterForm(forms.Form):
    """Checkboxes for what may be several, menus for the workspace's own lists."""

    grade = forms.MultipleChoiceField(
        label=_("Grade"), choices=Grade.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    light = forms.MultipleChoiceField(
        label=_("Light"), choices=Light.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    stage = forms.MultipleChoiceField(
        label=_("Stage"), choices=Stage.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    min_score = forms.IntegerField(label=_("Points from"), required=False, min_value=0, max_value=100)
    created_after = forms.DateField(
        label=_("Arrived since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    # Nobody needs to be told that a filter is optional.
    use_required_attribute = False

    def __init__(
        self, *args: Any, owners: Choices, sources: Choices, campaigns: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Anybody")), ("me", _("Me")), ("none", _("Nobody")), *owners]
        self.fields["source"].choices = [("", _("Any")), *sources]
        self.fields["campaign"].choices = [("", _("Any")), *campaigns]
        if not campaigns:
            del self.fields["campaign"]
