"""The filters of the lead list, the same for page and API; they work on ranks, the narrow row."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads import segments
from leads.choices import Grade, Light, Stage
from leads.models import Campaign, LeadRank, LeadTag, Source


class SeveralWidget(forms.SelectMultiple):
    """Reads ``a,b`` as well as repeated parameters."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the single values."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        values = [values] if isinstance(values, str) else values
        return [word.strip() for value in values for word in str(value).split(",") if word.strip()]


class SeveralFilter(django_filters.MultipleChoiceFilter):
    """Any of some fixed values."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": SeveralWidget, "distinct": False} | kwargs)

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        """Return the rows with one of the values."""
        return queryset.filter(**{f"{self.field_name}__in": value}) if value else queryset


class WordsField(forms.Field):
    """Words separated by commas or repeated."""

    widget = SeveralWidget


class WordsFilter(django_filters.Filter):
    """Any of some values that only the workspace knows, such as slugs."""

    field_class = WordsField


class LeadFilter(django_filters.FilterSet):
    """Filters of leads.

    Several values mean any of them, as ``stage=mql,sal`` or ``stage=mql&stage=sal``. ``owner`` takes "me",
    "none", a public id or (from our own pages) a number; sources and campaigns are given by slug.
    """

    stage = SeveralFilter(choices=Stage.choices, label=_("Stage"))
    grade = SeveralFilter(choices=Grade.choices, label=_("Grade"))
    light = SeveralFilter(choices=Light.choices, label=_("Light"))
    owner = WordsFilter(method="by_owner", label=_("Owner"))
    source = WordsFilter(method="by_source", label=_("Source"))
    campaign = WordsFilter(method="by_campaign", label=_("Campaign"))
    tag = WordsFilter(method="by_tag", label=_("Tag"))
    min_score = django_filters.NumberFilter(
        field_name="score", lookup_expr="gte", min_value=0, max_value=100, label=_("Score from")
    )
    created_after = django_filters.IsoDateTimeFilter(
        field_name="created_at", lookup_expr="gte", label=_("Arrived since")
    )
    search = django_filters.CharFilter(method="by_words", max_length=200, label=_("Search"))
    segment = django_filters.UUIDFilter(method="by_segment", label=_("Segment"))

    class Meta:
        model = LeadRank
        fields: list[str] = []

    def by_owner(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Keep the leads of these people."""
        if not value:
            return queryset
        test = Q()
        for word in value:
            test |= self._owner(word)
        return queryset.filter(test)

    def _owner(self, word: str) -> Q:
        if word == "none":
            return Q(owner_id=None)
        if word == "me":
            return Q(owner_id=self.user_id) if self.user_id else Q(pk__in=[])
        if word.isascii() and word.isdigit() and len(word) < 19:
            return Q(owner_id=int(word))
        try:
            return Q(owner__public_id=uuid.UUID(word))
        except ValueError:
            return Q(pk__in=[])

    @property
    def user_id(self) -> int | None:
        """Return who is asking, None for a program."""
        membership = getattr(getattr(self.request, "_request", self.request), "membership", None)
        return membership.user_id if membership else None

    def by_source(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Keep the leads that first came from these sources."""
        return queryset.filter(source_id__in=_ids(Source, value)) if value else queryset

    def by_campaign(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Keep the leads that first came by these campaigns."""
        return queryset.filter(campaign_id__in=_ids(Campaign, value)) if value else queryset

    def by_tag(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Keep the leads that carry one of these tags."""
        return (
            queryset.filter(pk__in=LeadTag.objects.filter(tag__in=value).values("lead"))
            if value
            else queryset
        )

    def by_words(self, queryset: Any, name: str, value: str) -> QuerySet:
        """Keep the leads that have every word."""
        return queryset.search(value)

    def by_segment(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Keep the leads that belong to the segment; none for one that does not exist or cannot be read."""
        segment = segments.named(value)
        # a condition counts days from the day on which it is asked
        today = timezone.now().date()  # noqa: TID251
        return segments.members(queryset, segment, today=today) if segment else queryset.none()

    def active(self) -> dict[str, Any]:
        """Return the filters in use, by name; empty while the filter is invalid."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}


def _ids(model: type[Source] | type[Campaign], slugs: list[str]) -> list[int]:
    return list(model.objects.filter(slug__in=slugs).values_list("pk", flat=True))
