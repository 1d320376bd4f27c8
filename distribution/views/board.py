"""What today's page shows, gathered once and only as far as it is drawn."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import phonenumbers
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import moments
from distribution import numbers, policy, worklist
from distribution.forms.work import CallForm, GiveBackForm
from distribution.models import RejectReason
from distribution.worklist import Line, Worklist
from leads import panels
from leads.choices import ActivityKind, Stage
from leads.models import Activity


QUEUE = 10
MAX_LATER = 60
NOTHING = "0"


def read_ids(text: str) -> list[int]:
    """Return the lead ids of "12,15"; anything else is dropped."""
    return [int(part) for part in text.split(",")[:MAX_LATER] if part.isascii() and part.isdecimal()][
        :MAX_LATER
    ]


def reasons() -> list[RejectReason]:
    """Return the reasons a lead may be given back for, in their order."""
    return list(RejectReason.objects.filter(is_active=True).order_by("position", "pk"))


def work_url(request: HttpRequest, *, later: Iterable[int] = (), first: int | None = None) -> str:
    """Return the address of the list with these leads at its end, and this one in front."""
    membership = request.membership  # type: ignore[attr-defined]
    name = "distribution:today" if membership.role == "rep" else "distribution:my-work"
    url = reverse(name, kwargs={"workspace": membership.workspace.slug})
    query = {"later": ",".join(map(str, later)), "lead": first or ""}
    told = urlencode({key: value for key, value in query.items() if value}, safe=",")
    return f"{url}?{told}" if told else url


def day_in_words(at: datetime) -> str:
    """Return "Monday 23 November" in the reader's language."""
    words = date_format(timezone.localtime(at), pgettext("date format", "l j F"))
    return words[:1].upper() + words[1:]


def phone_in_words(e164: str, *, country: str) -> str:
    """Return a number the way it is written in its own country, with its prefix from abroad."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    is_ours = phonenumbers.region_code_for_number(number) == country
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if is_ours else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return str(phonenumbers.format_number(number, form))


class TodayWork:
    """A rep's list: the card on top and the queue behind it."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        first: int | None = None,
        form: forms.Form | None = None,
        refusal: str = "",
    ) -> None:
        self.request = request
        self.refusal = refusal
        self.at = timezone.now()
        self.user_id: int = request.membership.user_id  # type: ignore[attr-defined]
        sent = request.POST if request.method == "POST" else request.GET
        self.later = read_ids(sent.get("later", ""))
        asked = read_ids(request.GET.get("lead", ""))
        self.first = first or (asked[0] if asked else None)
        self._form = form

    @cached_property
    def worklist(self) -> Worklist:
        """The lines, most urgent first."""
        return worklist.of(self.user_id, at=self.at, later=set(self.later), first=self.first)

    @cached_property
    def stamp(self) -> str:
        """What tells this set of waiting offers from a newer one."""
        offers = [line.hand_off_id for line in self.worklist.lines if line.is_offer and line.hand_off_id]
        return str(max(offers, default=NOTHING))

    @property
    def line(self) -> Line | None:
        """The lead on the card."""
        return self.worklist.lines[0] if self.worklist.lines else None

    @property
    def queue(self) -> list[tuple[Line, str]]:
        """What comes after it, with the address that brings it to the front."""
        return [
            (line, work_url(self.request, later=self.later, first=line.lead.pk))
            for line in self.worklist.lines[1 : QUEUE + 1]
        ]

    @cached_property
    def form(self) -> forms.Form:
        """The form of the card: the one that came back with errors, or an empty one."""
        line = self.line
        if self._form is not None and isinstance(self._form, GiveBackForm) == bool(line and line.is_offer):
            return self._form
        return CallForm(initial={"task_id": line.task_id if line else None})

    @cached_property
    def give_back_form(self) -> forms.Form:
        """The form by which an offer is returned."""
        return self._form if isinstance(self._form, GiveBackForm) else GiveBackForm(reasons=self.reasons)

    @cached_property
    def reasons(self) -> list[RejectReason]:
        """Why a lead may be given back."""
        return reasons()

    @property
    def later_value(self) -> str:
        """What was put off, as the forms carry it."""
        return ",".join(map(str, self.later))

    @property
    def later_url(self) -> str:
        """Where "Leave for later" leads: the same list with this lead at its end."""
        line = self.line
        return work_url(self.request, later=[*self.later, line.lead.pk] if line else self.later)

    @cached_property
    def message(self) -> str:
        """What the person wrote in the newest inquiry."""
        if self.line is None:
            return ""
        newest = (
            Activity.objects.filter(lead_id=self.line.lead.pk, kind=ActivityKind.INQUIRY)
            .order_by("-occurred_at", "-pk")
            .values_list("data", flat=True)
            .first()
        )
        return str((newest or {}).get("message") or "")

    @cached_property
    def parts(self) -> list[tuple[str, dict[str, Any]]]:
        """What other rooms say about the lead in a line, its score for one."""
        return panels.collect(self.request, self.line.lead, places=("card",))["card"] if self.line else []

    @property
    def day(self) -> str:
        """The day in words."""
        return day_in_words(self.at)

    @property
    def phone(self) -> str:
        """The number as people of the workspace's country write it."""
        lead = self.line.lead if self.line else None
        return phone_in_words(lead.phone_e164, country=self.country) if lead else ""

    @property
    def country(self) -> str:
        """The workspace's country."""
        return str(self.request.workspace.country)  # type: ignore[attr-defined]

    @property
    def tel(self) -> str:
        """Where "Call" leads, or nothing."""
        lead = self.line.lead if self.line else None
        return f"tel:{lead.phone_e164}" if lead and lead.phone_e164 else ""

    @property
    def mailto(self) -> str:
        """Where "Write" leads, or nothing."""
        lead = self.line.lead if self.line else None
        return f"mailto:{quote(lead.email, safe='@+')}" if lead and lead.email else ""

    @property
    def advance_url(self) -> str:
        """Where the lead's next stage is reached once it was contacted: qualify, or the lead's own page."""
        line = self.line
        if line is None or line.is_offer or line.lead.rank.contact_status != "connected":
            return ""
        name = "leads:qualify" if line.lead.rank.stage == Stage.SAL else "leads:detail"
        return reverse(name, kwargs={"workspace": self.request.workspace.slug, "pk": line.lead.pk})  # type: ignore[attr-defined]

    @cached_property
    def figures(self) -> list[dict[str, Any]]:
        """My numbers, as components/figures.html draws them."""
        rules = policy.of(self.request.workspace)  # type: ignore[attr-defined]
        mine = numbers.of_rep(self.user_id, at=self.at, calendar=rules.calendar)
        minutes, percent = mine.first_contact_minutes, mine.on_time_percent
        return [
            {
                "label": _("First contact"),
                "value": "–" if minutes is None else moments.duration(minutes * 60),
                "note": _("goal %(time)s") % {"time": moments.duration(rules.contact_minutes * 60)},
            },
            {
                "label": _("On time"),
                "value": "–" if percent is None else percent,
                "unit": "" if percent is None else "%",
                "note": _("%(on_time)s of %(all)s contacts")
                % {"on_time": mine.on_time, "all": mine.contacts},
            },
            {
                "label": _("Leads accepted"),
                "value": mine.accepted,
                "note": _("%(count)s returned") % {"count": mine.returned},
            },
            {"label": _("Deals won"), "value": mine.won, "note": _("this month")},
        ]
