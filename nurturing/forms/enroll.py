"""The form that asks for a workflow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.offers import offer
from nurturing.choices import WorkflowState
from nurturing.models import Workflow


class EnrollForm(forms.Form):
    """Which workflow; only active ones take anybody in."""

    workflow = forms.ChoiceField(label=_("Workflow"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Workflow.objects.filter(state=WorkflowState.ACTIVE).order_by("position", "pk")
        self.workflows = {str(item.pk): item for item in active}
        offer(self, "workflow", [(key, item.name) for key, item in self.workflows.items()])

    @property
    def chosen(self) -> Workflow:
        """The workflow, after ``is_valid``."""
        return self.workflows[self.cleaned_data["workflow"]]

    def params(self) -> dict[str, Any]:
        """Return what a verb for many leads keeps."""
        return {"workflow": self.chosen.pk, "name": self.chosen.name}
