"""Referral links: made for a lead, followed by strangers, and found again in the inquiries they brought."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capture.models import Form, Inquiry, ReferralLink, Tracker
from capture.parsers import attribution
from capture.parsers import beacon as beacon_of
from capture.parsers.attribution import REFERRED
from capture.parsers.facts import Reading
from core.errors import DomainError, Invalid
from leads import normalize
from leads.models import Lead, LeadRank
from tenants.services import tokens


TOKEN = "referral"  # noqa: S105 - the kind of public token, not a secret
ANY = "*"
LONGEST = 500


class LinkExists(DomainError):
    """The lead has a link already; also what the second of two at once is told."""

    code = "referral_link_exists"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a token leads; the link may be read in the workspace's scope only."""

    workspace_id: int
    link_id: int


def find(*, token: str, at: datetime) -> Found | None:
    """Return where the token leads, before any workspace is known."""
    known = tokens.resolve(kind=TOKEN, token=token, at=at)
    return Found(known.workspace_id, known.object_id) if known else None


@transaction.atomic
def make(*, lead: Lead, form: Form | None, url: str, by: int | None, at: datetime) -> ReferralLink:
    """Give the lead a link to a form, or to a page of a tracked website where ``form`` is None.

    Raises: LinkExists; Invalid, the fault under the name of what is wrong.
    """
    list(LeadRank.objects.filter(lead=lead).select_for_update(of=("self",)))
    if ReferralLink.objects.filter(lead=lead, ended_at=None).exists():
        raise LinkExists(_("There is a referral link already. Switch it off to make another."))
    if form is not None and not form.is_active:
        raise _refusal("target", _("This form is closed."))
    address = "" if form else url.strip()
    if not form and not is_allowed(address, Tracker.objects.first()):
        raise _refusal("url", _("Give a page of one of the websites that are tracked."))
    token = secrets.token_urlsafe(18)
    values: dict[str, Any] = {"form": form, "url": address, "created_at": at, "created_by": by}
    link = ReferralLink.objects.create(lead=lead, token=token, **values)
    tokens.issue(kind=TOKEN, object_id=link.pk, token=token)
    return link


def _refusal(name: str, message: Any) -> Invalid:
    return Invalid(message, errors=[{"path": name, "message": str(message)}])


def is_allowed(url: str, tracker: Tracker | None) -> bool:
    """Say whether the address is of a website that the workspace names one by one, and can be a link's target."""
    if tracker is None or not tracker.is_active or not url or len(url) > LONGEST or url != url.strip():
        return False
    site = beacon_of.origin_of(url)
    if not site or any(ord(char) < 33 or char == "\\" for char in url) or "@" in urlsplit(url).netloc:
        return False
    return site in set(tracker.allowed_origins) - {ANY}


@transaction.atomic
def end(*, link: ReferralLink, by: int | None, at: datetime) -> None:
    """Switch the link off; what it brought stays. Once more changes nothing."""
    ReferralLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=at, ended_by=by)
    tokens.revoke(kind=TOKEN, object_id=link.pk)


@transaction.atomic
def forget(ids: Sequence[int]) -> None:
    """Delete the links as if they had never been; inquiries keep nothing of them."""
    for pk in ids:
        tokens.revoke(kind=TOKEN, object_id=pk)
    ReferralLink.objects.filter(pk__in=ids).delete()


def target(link: ReferralLink) -> str:
    """Return where the link leads now, with its token along; "" where it leads nowhere any more.

    Queries: one. A website that was taken off the list is nobody's target.
    """
    if link.ended_at:
        return ""
    if link.form_id:
        form = Form.objects.get(pk=link.form_id)
        return marked(reverse("public:form", kwargs={"token": form.token}), link.token)
    return marked(link.url, link.token) if is_allowed(link.url, Tracker.objects.first()) else ""


def marked(url: str, token: str) -> str:
    """Return the address with the token as a parameter."""
    address, mark, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{REFERRED}={token}{mark}{fragment}"


def settle(pairs: Sequence[tuple[Inquiry, Reading]]) -> None:
    """Set on the inquiries, not yet stored, by whose link they came.

    What is switched off, of another workspace or made up says nothing, and nobody refers themselves.
    Queries: none without a token, else one.
    """
    named = {inquiry.pk: token for inquiry, reading in pairs if (token := token_of(reading))}
    if not named:
        return
    links = ReferralLink.objects.filter(token__in=set(named.values()), ended_at=None).select_related("lead")
    by_token = {link.token: link for link in links}
    for inquiry, reading in pairs:
        link = by_token.get(named.get(inquiry.pk, ""))
        inquiry.referral = None if link is None or _is_own(link.lead, reading) else link


def token_of(reading: Reading) -> str:
    """Return the token that the inquiry, its page or its visitor's first page says; "" if none does."""
    said = reading.touch.get("ids", {}).get(REFERRED)
    if not said:
        _utm, ids = attribution.parameters(str(reading.touch.get("page_url", "")))
        said = ids.get(REFERRED)
    return str(said or "")[:40]


def _is_own(lead: Lead, reading: Reading) -> bool:
    return bool(lead.email_norm) and normalize.email(str(reading.facts.get("email", ""))) == lead.email_norm


def refers_itself(link: ReferralLink, lead: Lead) -> bool:
    """Say whether the inquiry's lead is who referred, or the same person back from a conversion."""
    return link.lead_id in {lead.pk, lead.previous_lead_id}
