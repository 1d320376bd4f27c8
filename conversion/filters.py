"""The filters of accounts, contacts and opportunities, the same for pages and API."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conversion.choices import DealState


class OwnedFilter(django_filters.FilterSet):
    """What all three share: words, and whose they are ("me", "none", a public id or a number)."""

    search = django_filters.CharFilter(method="by_words", label=_("Search"), max_length=200)
    owner = django_filters.CharFilter(method="by_owner", label=_("Owner"), max_length=40)

    def by_words(self, queryset: Any, name: str, value: str) -> QuerySet:
        """Keep the rows that have every word."""
        return queryset.search(value) if value.strip() else queryset

    def by_owner(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep one person's rows; nobody's for "none"."""
        return queryset.filter(self._owner(value.strip()))

    def _owner(self, word: str) -> Q:
        membership = getattr(getattr(self.request, "_request", self.request), "membership", None)
        if word == "none":
            return Q(owner_id=None)
        if word == "me":
            return Q(owner_id=membership.user_id) if membership else Q(pk__in=[])
        if word.isascii() and word.isdigit() and len(word) < 19:
            return Q(owner_id=int(word))
        try:
            return Q(owner__public_id=uuid.UUID(word))
        except ValueError:
            return Q(pk__in=[])

    def active(self) -> dict[str, Any]:
        """Return the filters in use, by name; empty while the filter is invalid."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}


class AccountFilter(OwnedFilter):
    """Filters of accounts."""

    domain = django_filters.CharFilter(label=_("Domain"), max_length=253)


class ContactFilter(OwnedFilter):
    """Filters of contacts."""

    account = django_filters.UUIDFilter(field_name="account__public_id", label=_("Account"))
    email = django_filters.CharFilter(method="by_email", label=_("E-mail"), max_length=320)

    def by_email(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep who has this address."""
        return queryset.filter(email_norm=value.strip().casefold())


class IdField(forms.CharField):
    """A public id, or from our own pages a number."""

    def clean(self, value: Any) -> Any:
        """Return the condition's column and value, None without one."""
        text = (value or "").strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 19:
            return "id", int(text)
        try:
            return "public_id", uuid.UUID(text)
        except ValueError as error:
            raise forms.ValidationError(_("This is no id.")) from error


class IdFilter(django_filters.Filter):
    """One row of another table, by its id."""

    field_class = IdField

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        """Keep what belongs to that row."""
        return queryset.filter(**{f"{self.field_name}__{value[0]}": value[1]}) if value else queryset


class OpportunityFilter(OwnedFilter):
    """Filters of opportunities."""

    state = django_filters.ChoiceFilter(choices=DealState.choices, label=_("State"))
    stage = IdFilter(field_name="stage", label=pgettext_lazy("pipeline", "Stage"))
    pipeline = IdFilter(field_name="pipeline", label=_("Pipeline"))
    account = IdFilter(field_name="account", label=_("Account"))
    close_before = django_filters.DateFilter(
        field_name="close_on", lookup_expr="lte", label=_("Closes until")
    )
