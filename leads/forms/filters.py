"""The filter menu of the list: the same parameters as ``leads.filters.LeadFilter``, as people choose them."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leads.choices import Grade, Light, Stage
from leads.forms.offers import Choices, offer


class FilterForm(forms.Form):
    """Checkboxes for what may be several, menus for the workspace's own lists.

    Only ever shown, never validated: ``LeadFilter`` reads the same parameters. So nothing is marked optional.
    """

    grade = forms.MultipleChoiceField(
        label=_("Grade"), choices=Grade.choices, widget=forms.CheckboxSelectMultiple
    )
    light = forms.MultipleChoiceField(
        label=_("Light"), choices=Light.choices, widget=forms.CheckboxSelectMultiple
    )
    stage = forms.MultipleChoiceField(
        label=_("Stage"), choices=Stage.choices, widget=forms.CheckboxSelectMultiple
    )
    owner = forms.ChoiceField(label=_("Owner"))
    source = forms.ChoiceField(label=_("Source"))
    campaign = forms.ChoiceField(label=_("Campaign"))
    segment = forms.ChoiceField(label=_("Segment"))
    tag = forms.ChoiceField(label=_("Tag"))
    min_score = forms.IntegerField(label=_("Points from"), min_value=0, max_value=100)
    created_after = forms.DateField(
        label=_("Arrived since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    use_required_attribute = False

    def __init__(
        self,
        chosen: QueryDict,
        *,
        owners: Choices,
        sources: Choices,
        campaigns: Choices,
        segments: Choices = (),
        tags: Choices = (),
    ) -> None:
        several = {name: _words(chosen.getlist(name)) for name in ("grade", "light", "stage")}
        super().__init__(initial=chosen.dict() | several)
        offer(self, "owner", [("", _("Anybody")), ("me", _("Me")), ("none", _("Nobody")), *owners])
        offer(self, "source", [("", _("Any")), *sources])
        offer(self, "campaign", [("", _("Any")), *campaigns])
        offer(self, "segment", [("", _("Any")), *segments])
        offer(self, "tag", [("", _("Any")), *tags])
        for name, found in (("campaign", campaigns), ("segment", segments), ("tag", tags)):
            if not found:
                del self.fields[name]


def _words(values: Sequence[str]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",")]
