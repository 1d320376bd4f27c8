"""What the addresses of referral links are tried with: a lead with a link to the contact form."""

from typing import Any

from django.utils import timezone

from capture.models import ReferralLink
from capture.services import referrals
from tests.architecture.things import form, lead, page
from tests.architecture.world import Call, World


def link(world: World) -> ReferralLink:
    """Return a link that leads to a form."""
    return referrals.make(lead=lead(world), form=form(world), url="", by=None, at=timezone.now())


def _ended(world: World) -> Call:
    made = link(world)
    return Call({"pk": made.lead_id, "link": made.pk})


SAMPLES: dict[str, Any] = {
    "capture:lead-referrals": page(lead),
    "capture:make-referral": page(lead, target=lambda world, thing: form(world).pk),
    "capture:end-referral": _ended,
    "public:referral": lambda world: Call({"token": link(world).token}),
}
