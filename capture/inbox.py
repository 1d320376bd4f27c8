"""What the inbox shows: its tabs, its rows in words, and one inquiry with all there is to judge it by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from capture.choices import ASIDE, InquiryState, Reason
from capture.models import Inquiry
from capture.parsers import facts
from capture.parsers.facts import Reading
from capture.parsers.hooks import secrecy
from capture.services import mail_verdict
from capture.services.submit import QUEUE
from leads import normalize
from leads.models import Lead
from leads.services import likely, matching
from leads.services.likely import Candidate
from work import dead


MOST = 1000
# Where an address put right may help.
ABOUT_EMAIL = frozenset({Reason.BAD_EMAIL, Reason.DISPOSABLE, Reason.NO_CONTACT, Reason.BAD_VALUE})
LABELS: dict[str, str | Promise] = {
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "company": _("Company"),
    "job_title": _("Job title"),
    "website": _("Website"),
    "industry": _("Industry"),
    "employees": _("Employees"),
    "country": _("Country"),
    "region": _("Region"),
    "city": _("City"),
    "tax_id": _("Tax ID"),
    "need": _("Need"),
    "budget": _("Budget"),
    "timeline": _("Start"),
}


# Why a file of a mail is not handed out.
UNSAFE: dict[str, str | Promise] = {
    "too_large": _("Too large"),
    "program": _("A program, whatever its name says"),
    "risky": _("Opening it may run a program"),
    "mismatch": _("Not what its name says"),
}


# What the quality flags say of an address and a number: the finding, whether it holds, the words.
QUALITY: dict[str, tuple[tuple[str, bool, str | Promise], ...]] = {
    "email": (
        ("email_syntax", False, _("Not an address")),
        ("email_disposable", True, _("Throw-away address")),
        ("email_role", True, _("Mailbox of a task")),
        ("email_free", True, _("Free mail")),
    ),
    "phone": (("phone_valid", False, _("No number that can exist")),),
}


# What is wrong with a proof, in words; "wrong" says the reason itself.
PROOFS: dict[str, str | Promise] = {
    "wrong": "",
    "missing": _("none was sent"),
    "old": _("signed too long ago"),
    "sealed": _("our own copy of the secret cannot be opened"),
}


@dataclass(frozen=True, slots=True)
class File:
    """One attachment of a mail, in words; ``warning`` says why it is not handed out."""

    place: int
    name: str
    size: int
    warning: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the inquiry, with what can be told of its quality."""

    label: Any
    value: Any
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the inbox; ``empty`` is what it says when there is nothing."""

    name: str
    label: str | Promise
    empty: str | Promise
    is_counted: bool = False


TABS = (
    Tab(
        "quarantine",
        _("To judge"),
        _("Nothing to judge. What the filter holds back waits here."),
        is_counted=True,
    ),
    Tab(
        "new",
        _("On their way"),
        _("Nothing is waiting. Inquiries become leads within a second."),
        is_counted=True,
    ),
    Tab(
        "accepted",
        pgettext_lazy("inquiries", "Accepted"),
        _("No inquiry yet. Publish a form to receive the first one."),
    ),
    Tab("spam", _("Spam"), _("No spam. What you mark as spam is kept here.")),
    Tab(
        "aside",
        pgettext_lazy("inquiries", "Set aside"),
        _(
            "Nothing is set aside. Tests of platforms, what they tell twice and machines' mails are kept here."
        ),
    ),
    Tab("failed", pgettext_lazy("inquiries", "Failed"), _("Nothing has failed."), is_counted=True),
)
NAMES = {tab.name: tab for tab in TABS}
TAB_BY_STATE: dict[str, str] = {
    InquiryState.RECEIVED: "new",
    InquiryState.ACCEPTED: "accepted",
    InquiryState.FAILED: "failed",
}
TAB_BY_REASON: dict[str, str] = {Reason.SPAM: "spam", **dict.fromkeys(ASIDE, "aside")}


def inquiries(state: str) -> QuerySet[Inquiry]:
    """Return the inquiries of a tab, without their raw bytes."""
    every = Inquiry.objects.defer("raw").select_related("form", "hook", "lead", "source", "rule")
    stuck = Q(
        state=InquiryState.RECEIVED, pk__in=dead.dead_items().filter(queue=QUEUE).order_by().values("key")
    )
    found = {
        "quarantine": lambda: every.quarantined(),
        "new": lambda: every.filter(state=InquiryState.RECEIVED).exclude(stuck),
        "accepted": lambda: every.filter(state=InquiryState.ACCEPTED),
        "spam": lambda: every.spam(),
        "aside": lambda: every.set_aside(),
        "failed": lambda: every.filter(Q(state=InquiryState.FAILED) | stuck),
    }
    return found[state]()


def count(state: str, *, most: int = MOST) -> int:
    """Return how many inquiries a tab has, counted up to ``most``."""
    return inquiries(state).select_related(None).order_by()[:most].count()


@dataclass(frozen=True)
class Line:
    """One inquiry of the list, in words."""

    inquiry: Inquiry

    @cached_property
    def reading(self) -> Reading:
        """Return the inquiry as we understand it."""
        return facts.read(self.inquiry.values)

    @property
    def who(self) -> str:
        """Return the best name there is for the sender."""
        known = self.reading.facts
        name = f"{known.get('first_name', '')} {known.get('last_name', '')}".strip()
        return str(
            name or known.get("company") or known.get("email") or known.get("phone") or self.inquiry.reference
        )

    @property
    def contact(self) -> str:
        """Return how to reach the sender."""
        known = self.reading.facts
        return str(known.get("email") or known.get("phone") or known.get("company") or "")

    @property
    def came_by(self) -> str:
        """Return the name of the form or hook, or the channel."""
        way = self.inquiry.form or self.inquiry.hook
        return way.name if way else self.inquiry.get_channel_display()

    @property
    def reason(self) -> str:
        """Return why it is held back, or what it is if it was accepted without being an inquiry."""
        return str(Reason(self.inquiry.reason).label) if self.inquiry.reason else ""

    @property
    def detail(self) -> str | Promise:
        """Return what exactly was wrong, in words."""
        is_proof = self.inquiry.reason == Reason.BAD_SIGNATURE
        return PROOFS.get(self.inquiry.detail, self.inquiry.detail) if is_proof else self.inquiry.detail

    @property
    def tab(self) -> str:
        """Return the tab of the inbox that it is in."""
        if self.inquiry.state == InquiryState.QUARANTINED:
            return TAB_BY_REASON.get(self.inquiry.reason, "quarantine")
        return TAB_BY_STATE[self.inquiry.state]


class Opened(Line):
    """The inquiry that is looked at."""

    @property
    def values(self) -> Sequence[Value]:
        """Return what it says about the lead, labeled."""
        known = self.reading.facts
        own = [Value(key, value) for key, value in self.reading.custom.items()]
        return [
            Value(label, known[name], self._notes(name)) for name, label in LABELS.items() if known.get(name)
        ] + own

    def _notes(self, name: str) -> list[str]:
        """Return what the flags say against the value, and where a number rings."""
        found = self.inquiry.findings
        notes = [str(text) for flag, is_bad, text in QUALITY.get(name, ()) if found.get(flag) is is_bad]
        if name == "phone" and (code := found.get("phone_country")):
            notes.append(str(countries.name(code)))
        return notes

    @property
    def mail(self) -> Mapping[str, Any] | None:
        """Return what only a mail has: its subject, what was said above it, its files; None if it is no mail."""
        return self.inquiry.payload["mail"] if mail_verdict.is_mail(self.inquiry) else None

    @property
    def files(self) -> Sequence[File]:
        """Return the files that hang on the mail."""
        listed = self.mail["attachments"] if self.mail else []
        return [
            File(
                place=place,
                name=one["name"] or str(_("Unnamed file")),
                size=one["size"],
                warning=str(UNSAFE.get(one["verdict"], "")),
            )
            for place, one in enumerate(listed)
        ]

    @cached_property
    def would_join(self) -> Lead | None:
        """Return the lead that accepting would add to, found by address or phone."""
        address = normalize.email(str(self.reading.facts.get("email", "")))
        if self.inquiry.lead_id or not address:
            return None
        found = matching.of_address(address)
        return found if found is not None and found.is_open else None

    @cached_property
    def likely(self) -> Sequence[Candidate]:
        """Return who else it may be: leads that are like it, the likeliest first, where no address tells."""
        if self.inquiry.lead_id or self.would_join:
            return []
        return likely.like(self.draft)

    @property
    def draft(self) -> Lead:
        """Return the lead that it would be, with its copies, not stored."""
        columns = {name: value for name, value in self.reading.facts.items() if name in LABELS}
        draft = Lead(**columns)
        phone_of = str(self.inquiry.findings.get("phone_country", ""))
        for name, value in normalize.copies(draft, country=phone_of).items():
            setattr(draft, name, value)
        return draft

    @property
    def raw_text(self) -> str:
        """Return the bytes as they came, as far as they can be shown; what proves a hook's sender cannot."""
        text = bytes(self.inquiry.raw)[:20_000].decode("utf-8", "replace").replace("\x00", "␀")
        return secrecy.masked(text) if self.inquiry.hook_id else text

    @property
    def asks_for_email(self) -> bool:
        """Say whether another address may help."""
        return self.inquiry.reason in ABOUT_EMAIL

    @property
    def is_open(self) -> bool:
        """Say whether there is anything to decide."""
        return self.inquiry.state != InquiryState.ACCEPTED

    @property
    def is_spam(self) -> bool:
        """Say whether a person called it spam."""
        return self.inquiry.reason == Reason.SPAM
