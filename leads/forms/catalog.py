"""Forms of the workspace's own lists: what ``leads.services.catalog`` takes, as people fill it in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.choices import Channel, FieldType, Incentive, Phase, Reach
from leads.fields import CATEGORIES
from leads.forms.offers import Choices, offer
from leads.models import Campaign, ClassificationRule, FieldDefinition, Product, Source, Topic


MOST_MONEY = 9_000_000_000_000


class ItemForm(forms.Form):
    """One item of a list; ``item`` is None for a new one."""

    def __init__(self, *args: Any, item: Any = None, **kwargs: Any) -> None:
        kwargs["initial"] = self.initial_of(item) if item else {}
        super().__init__(*args, **kwargs)
        self.item = item

    def initial_of(self, item: Any) -> dict[str, Any]:
        """Return the item's values by field name."""
        return {name: getattr(item, name) for name in self.base_fields if hasattr(item, name)}

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return dict(self.cleaned_data)


class SourceForm(ItemForm):
    """Where leads come from."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)


class CampaignForm(ItemForm):
    """A paid or planned effort."""

    name = forms.CharField(label=_("Name"), max_length=120)
    slug = forms.CharField(
        label=_("Short name"),
        max_length=80,
        required=False,
        help_text=_("What links carry as utm_campaign. Made from the name if left empty."),
    )
    source_id = forms.TypedChoiceField(label=_("Source"), coerce=int, empty_value=None, required=False)
    starts_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    cost = forms.IntegerField(
        label=_("Cost"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        help_text=_(
            "In whole units of the workspace's currency; costs by day, if you keep them, count instead."
        ),
    )
    reach = forms.ChoiceField(label=_("Reach"), choices=[("", _("Not said")), *Reach.choices], required=False)
    incentive = forms.ChoiceField(
        label=_("Incentive"),
        choices=Incentive.choices,
        required=False,
        help_text=_("What those who answer are given. It brings more answers and fewer buyers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {source.pk: source for source in Source.objects.order_by("name", "pk")}
        offer(
            self,
            "source_id",
            [
                ("", _("None")),
                *((pk, str(one)) for pk, one in self.sources.items()),
            ],
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes; an empty short name of a known campaign stays what it was."""
        values = super().values()
        values["source"] = self.sources.get(values.pop("source_id"))
        values["incentive"] = values["incentive"] or Incentive.NONE
        if self.item and not values["slug"]:
            del values["slug"]
        return values


class TopicForm(ItemForm):
    """What people ask about."""

    name = forms.CharField(label=_("Name"), max_length=120)
    purchase_cycle_days = forms.IntegerField(
        label=_("Purchase cycle in days"),
        min_value=1,
        max_value=3650,
        initial=60,
        help_text=_("How long it usually takes from the first inquiry to the purchase."),
    )


class ProductForm(ItemForm):
    """What is sold."""

    name = forms.CharField(label=_("Name"), max_length=120)
    topic_id = forms.TypedChoiceField(label=_("Topic"), coerce=int, empty_value=None, required=False)
    price = forms.IntegerField(
        label=_("Price"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        help_text=_("In whole units of the workspace's currency."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {topic.pk: topic for topic in Topic.objects.order_by("name", "pk")}
        offer(
            self,
            "topic_id",
            [
                ("", _("None")),
                *((pk, str(one)) for pk, one in self.topics.items()),
            ],
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        values = super().values()
        values["topic"] = self.topics.get(values.pop("topic_id"))
        return values


class FieldForm(ItemForm):
    """A field of the workspace's own."""

    label = forms.CharField(label=_("Label"), max_length=120)
    type = forms.ChoiceField(
        label=_("Type"),
        choices=FieldType.choices,
        help_text=_("Cannot be changed later: values are stored by it."),
    )
    category = forms.ChoiceField(label=_("Shown under"), choices=tuple(CATEGORIES.items()))
    options = forms.CharField(
        label=_("Options"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line; for choices only."),
    )
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=10_000, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.item:
            del self.fields["type"]
            if self.item.category not in CATEGORIES:
                del self.fields["category"]

    def initial_of(self, item: FieldDefinition) -> dict[str, Any]:
        """Return the field's values, its options as lines."""
        return super().initial_of(item) | {"options": "\n".join(item.options)}

    def clean_options(self) -> list[str]:
        """Return the lines that say something, each once."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class RuleForm(ItemForm):
    """A rule of classification, beside its condition."""

    kind = forms.ChoiceField(label=_("Decides"), choices=ClassificationRule.Kind.choices)
    value = forms.CharField(label=_("Value"), max_length=60)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.item:
            del self.fields["kind"]
        topics = Topic.objects.filter(is_active=True).order_by("name", "pk").values_list("slug", "name")
        kind = self.item.kind if self.item else ""
        offered: Choices = {
            "topic": tuple(topics),
            "phase": tuple(Phase.choices),
        }.get(kind, ())
        if offered:
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=offered)
        elif not self.item:
            self.fields["value"].help_text = _(
                "A topic's short name (%(topics)s), a phase (%(phases)s) or the name of a track."
            ) % {"topics": ", ".join(slug for slug, _name in topics), "phases": ", ".join(Phase.values)}


FORMS: dict[type, type[ItemForm]] = {
    Source: SourceForm,
    Campaign: CampaignForm,
    Topic: TopicForm,
    Product: ProductForm,
    FieldDefinition: FieldForm,
}
