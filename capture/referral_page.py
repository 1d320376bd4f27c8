"""What a lead's page shows of referrals: who sent this lead, its own link, and whom it sent."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import F, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capture.choices import InquiryState
from capture.models import Form, Inquiry, ReferralLink, Tracker
from capture.services import tracking
from core import gather
from leads.models import Lead


PAGE = "page"
# Counted up to as many; the newest are listed.
MOST, LISTED = 200, 10


class ReferralForm(forms.Form):
    """Where a link leads: a published form, or a page of a tracked website."""

    target = forms.ChoiceField(label=gettext_lazy("The link leads to"))
    url = forms.CharField(
        label=gettext_lazy("Address of the page"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, targets: list[Form], has_site: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {str(one.pk): one for one in targets}
        choices = [(pk, one.name) for pk, one in self.targets.items()]
        if has_site:
            choices.append((PAGE, _("A page of our website")))
        else:
            del self.fields["url"]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return form and address as ``referrals.make`` takes them."""
        form = self.targets.get(self.cleaned_data["target"])
        return {"form": form, "url": "" if form else self.cleaned_data.get("url", "")}


@dataclass
class ReferralPage:
    """The referrals of one lead as one member sees them; names only of leads that the member may see."""

    request: HttpRequest
    lead: Lead
    filled: ReferralForm | None = None

    @cached_property
    def _read(self) -> list[list[Any]]:
        accepted = Inquiry.objects.filter(state=InquiryState.ACCEPTED, referral__isnull=False)
        here = accepted.filter(lead=self.lead).exclude(referral__lead=self.lead)
        sent = accepted.filter(referral__lead=self.lead, lead__isnull=False).exclude(lead=self.lead)
        return gather.lists(
            ReferralLink.objects.filter(lead=self.lead, ended_at=None).order_by("-pk"),
            here.annotate(who=F("referral__lead_id")).order_by("received_at", "pk").values("who")[:1],
            sent.values("lead_id").annotate(at=Min("received_at")).order_by("-at", "-lead_id")[:MOST],
            Form.objects.order_by("name", "pk"),
            Tracker.objects.all(),
        )

    @cached_property
    def _visible(self) -> dict[int, Lead]:
        """The leads that are named here and that the member may see. Queries: one, none without any."""
        named = {row["lead_id"] for row in self._read[2][:LISTED]}
        named |= {row["who"] for row in self._read[1]}
        leads = Lead.objects.visible_to(self.request.membership)  # type: ignore[attr-defined]
        return {lead.pk: lead for lead in leads.filter(pk__in=named)} if named else {}

    @property
    def is_referred(self) -> bool:
        """Say whether somebody sent this lead."""
        return bool(self._read[1])

    @property
    def referrer(self) -> Lead | None:
        """Return who sent this lead first, if the member may see them."""
        return self._visible.get(self._read[1][0]["who"]) if self._read[1] else None

    @cached_property
    def links(self) -> list[dict[str, Any]]:
        """The links in force: address, and where each leads."""
        forms_by_id = {one.pk: one for one in self._read[3]}
        return [
            {
                "link": link,
                "address": settings.PUBLIC_URL + reverse("public:referral", kwargs={"token": link.token}),
                "to": forms_by_id[link.form_id].name if link.form_id else link.url,
                "is_closed": bool(link.form_id) and not forms_by_id[link.form_id].is_active,
            }
            for link in self._read[0]
        ]

    @property
    def count(self) -> int:
        """How many leads this one sent, up to 200."""
        return len(self._read[2])

    @property
    def sent(self) -> list[Lead]:
        """The newest of them, as far as the member may see them."""
        rows = self._read[2][:LISTED]
        return [self._visible[row["lead_id"]] for row in rows if row["lead_id"] in self._visible]

    @property
    def unlisted(self) -> int:
        """How many are counted only."""
        return self.count - len(self.sent)

    @cached_property
    def form(self) -> ReferralForm | None:
        """Return what makes a link, for who may make one where there is something to lead to."""
        if self.filled:
            return self.filled
        if self.links or not self.request.membership.can("edit_leads"):  # type: ignore[attr-defined]
            return None
        form = self.empty()
        return form if form.fields["target"].choices else None  # type: ignore[attr-defined]

    def empty(self, data: Any = None) -> ReferralForm:
        """Return the form with the targets that there are."""
        sites = {site for one in self._read[4] if one.is_active for site in one.allowed_origins}
        published = [one for one in self._read[3] if one.is_active]
        return ReferralForm(data, targets=published, has_site=bool(sites - {tracking.ANY}))
