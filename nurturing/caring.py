"""The care of leads in words: who waits for a person and why, what to do next, and what a lead is in now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nurturing.choices import CareKind, ReviewReason
from nurturing.models import Care


@dataclass(frozen=True, slots=True)
class Step:
    """The next verb for a lead that waits: what it says, the address's name, and a part of it."""

    label: str | Promise
    url_name: str
    kwargs: Mapping[str, str]
    capability: str = "edit_leads"


R = ReviewReason
ADDRESS = Step(_("Add an address"), "leads:fact", {"name": "email"})
ENROLL = Step(_("Enroll"), "nurturing:enroll", {}, "edit_nurture")
HAND_OFF = Step(_("Hand off"), "distribution:by-hand", {}, "hand_off")
STEPS: Mapping[str, Step] = {
    R.AMBER: Step(_("Add what is missing"), "leads:detail", {}),
    R.NO_ADDRESS: ADDRESS,
    R.NO_CONSENT: Step(_("Record consent"), "leads:consent", {}),
    R.UNREACHABLE: Step(_("Correct the address"), "leads:fact", {"name": "email"}),
    R.UNSUBSCRIBED: HAND_OFF,
    R.NO_OWNER: HAND_OFF,
    R.NO_TRACK: ENROLL,
    R.TRACK_ENDED: ENROLL,
}
# What to think about while deciding.
ADVICE: Mapping[str, str | Promise] = {
    R.AMBER: _("A little is missing to hand these to Sales. Add it, and the light may turn green."),
    R.NO_ADDRESS: _("Without an address no mail goes. Ask for one by phone, or hand off by hand."),
    R.NO_CONSENT: _("Nobody agreed to be written to. Ask by phone and record the consent with its evidence."),
    R.UNREACHABLE: _("Mail came back. Look for a better address."),
    R.UNSUBSCRIBED: _("They do not want mail. Only a person may still call; else close the lead."),
    R.NO_OWNER: _("Ready for Sales, and no route leads to a rep. Mend the routes or hand off by hand."),
    R.NO_TRACK: _("No workflow takes these in. Enroll them, or change who enters."),
    R.TRACK_ENDED: _("They got everything their workflow had. Enroll them in another one, or close them."),
}


def waiting(reason: str = "") -> QuerySet[Care]:
    """Return the cares of those who wait for a person in Marketing, of one reason if given."""
    found = Care.objects.filter(kind=CareKind.REVIEW)
    return found.filter(reason=reason) if reason else found


def counts() -> dict[str, int]:
    """Return how many wait for each reason, in the order of the reasons. Queries: one."""
    found = dict(waiting().order_by().values_list("reason").annotate(n=Count("pk")))
    return {reason: found[reason] for reason in ReviewReason.values if found.get(reason)}
