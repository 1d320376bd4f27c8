"""Who calls among those we do business with: conversion's contacts, for the calls that capture writes down."""

from collections.abc import Sequence

from capture.services.callers import Customer
from conversion.models import Contact
from tenants.models import Membership
from tenants.permissions import Capability


MOST = 3


def who_call(number: str, membership: Membership) -> Sequence[Customer]:
    """Return the contacts with this number in E.164, by its index. Queries: one, none for who may not see them."""
    if not membership.can(Capability.VIEW_SALES):
        return []
    found = (
        Contact.objects.filter(phone_e164=number).exclude(phone_e164="").select_related("account", "owner")
    )
    return [
        Customer(
            pk=contact.pk,
            name=contact.name,
            company=contact.account.name,
            job_title=contact.job_title,
            owner=contact.owner,
            url_name="conversion:contact",
        )
        for contact in found.order_by("-pk")[:MOST]
    ]
