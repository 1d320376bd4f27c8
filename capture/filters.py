"""What lists of inquiries may be narrowed by."""

import django_filters

from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from leads.choices import Channel


class InquiryFilter(django_filters.FilterSet):
    """Query parameters of the API's list."""

    state = django_filters.ChoiceFilter(choices=InquiryState.choices)
    reason = django_filters.ChoiceFilter(choices=Reason.choices)
    channel = django_filters.ChoiceFilter(choices=Channel.choices)
    form = django_filters.UUIDFilter(field_name="form__public_id")
    lead = django_filters.UUIDFilter(field_name="lead__public_id")
    received_after = django_filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="gte")
    received_before = django_filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="lt")

    class Meta:
        model = Inquiry
        fields: list[str] = []
