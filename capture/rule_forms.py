"""The form of a rule of the filter, beside its condition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capture import rule_defaults
from capture.choices import RuleAction
from capture.models import FilterRule
from capture.services.rules import Draft
from conditions.nodes import Json
from leads.models.tag import MAX_TAG


class RuleForm(forms.Form):
    """What a rule is called and what it does; reason and tag count only for the action that needs them."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Shown to whoever judges what it holds back."),
    )
    action = forms.ChoiceField(label=pgettext_lazy("rule", "Then"), choices=RuleAction.choices)
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(str(code), code.label) for code in rule_defaults.REASONS],
        required=False,
        help_text=_("For what is held back."),
    )
    tag = forms.CharField(
        label=_("Tag"), max_length=MAX_TAG, required=False, help_text=_("For what is tagged.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, rule: FilterRule | None = None, **kwargs: Any) -> None:
        if rule is not None:
            kwargs["initial"] = {name: getattr(rule, name) for name in self.base_fields}
        else:
            kwargs.setdefault("initial", {"is_active": True})
        super().__init__(*args, **kwargs)

    def draft(self, condition: Json) -> Draft:
        """Return the rule as it was filled in."""
        return Draft(condition=condition, **self.cleaned_data)
