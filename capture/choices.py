"""Closed vocabularies of capture."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InquiryState(models.TextChoices):
    """How far an inquiry has come; nothing is ever deleted."""

    RECEIVED = "received", pgettext_lazy("inquiry", "Received")
    ACCEPTED = "accepted", pgettext_lazy("inquiry", "Accepted")
    QUARANTINED = "quarantined", _("In quarantine")
    FAILED = "failed", pgettext_lazy("inquiry", "Failed")


class Reason(models.TextChoices):
    """Why an inquiry is in quarantine or failed, or was accepted without being one."""

    UNREADABLE = "unreadable", _("The content cannot be read")
    BAD_CHARACTERS = "bad_characters", _("Contains characters that no text has")
    BAD_VALUE = "bad_value", _("A value is of the wrong kind")
    NO_CONTACT = "no_contact", _("Neither e-mail, phone nor company")
    BAD_EMAIL = "bad_email", _("The e-mail address is not one")
    DISPOSABLE = "disposable", _("Throw-away e-mail address")
    HONEYPOT = "honeypot", _("A robot filled in the trap field")
    TOO_FAST = "too_fast", _("Filled in faster than a person can")
    UNPROVEN = "unproven", _("Came without the proof that the form asks for")
    FOREIGN_ORIGIN = "foreign_origin", _("Sent from a page that is not allowed")
    SPAM_WORDS = "spam_words", _("Reads like spam")
    SPAM_LINKS = "spam_links", _("Full of links")
    SPAM = "spam", _("Marked as spam by hand")
    BAD_SIGNATURE = "bad_signature", _("The secret or the signature is wrong")
    UNMAPPED = "unmapped", _("Nobody has said which value is what")
    NEEDS_FETCH = "needs_fetch", _("Holds only an id; the platform keeps the rest")
    TEST = "test", _("A test of the platform")
    DUPLICATE = "duplicate", _("Told twice by the platform")
    NO_LEAD = "no_lead", _("Tells of something else than a lead")
    AUTO_REPLY = "auto_reply", _("A program answered")
    BOUNCE = "bounce", _("A mail came back")
    COMPLAINT = "complaint", _("Somebody wants no more mail")
    BULK = "bulk", _("List mail or newsletter")
    LOOP = "loop", _("Goes round, or is our own mail")
    INVITATION = "invitation", _("An invitation to a meeting")
    COLLEAGUE = "colleague", _("Written by somebody of this workspace")
    NO_REPLY = "no_reply", _("The sender takes no answers")
    SPAM_MARKED = "spam_marked", _("The mail server takes it for spam")
    REPLY = "reply", _("An answer of a lead")
    OUTBOUND = "outbound", _("A call of ours")
    RULE = "rule", _("A rule of yours holds it back")
    INVALID = "invalid", _("A rule of yours calls it invalid")
    ERROR = "error", _("Could not be processed")


# Held back for good reason and nothing to judge: kept, shown apart.
ASIDE = (
    Reason.TEST,
    Reason.DUPLICATE,
    Reason.NO_LEAD,
    Reason.AUTO_REPLY,
    Reason.BOUNCE,
    Reason.COMPLAINT,
    Reason.BULK,
    Reason.LOOP,
    Reason.INVITATION,
    Reason.INVALID,
)
# Stored as inquiries are, but nobody inquired: no report counts them.
UNCOUNTED = (*ASIDE, Reason.REPLY, Reason.OUTBOUND)


# What the filter never looked at: mails of machines, answers, and what a hook could not believe or read.
UNFILTERED = (
    *(reason for reason in UNCOUNTED if reason not in {Reason.INVALID, Reason.OUTBOUND}),
    Reason.BAD_SIGNATURE,
    Reason.UNMAPPED,
    Reason.NEEDS_FETCH,
)


class RuleAction(models.TextChoices):
    """What a rule of the filter does with the inquiries for which it holds."""

    QUARANTINE = "quarantine", _("Hold it back for somebody to judge")
    INVALID = "invalid", _("Set it aside as invalid")
    ACCEPT = "accept", _("Let it through")
    TAG = "tag", _("Tag its lead and go on")


class FieldKind(models.TextChoices):
    """How a field of a form is asked."""

    TEXT = "text", _("Text")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    LONG = "long", _("Long text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    CHOICES = "choices", _("Several choices")
    BOOLEAN = "boolean", _("Yes or no")
    URL = "url", _("Web address")


class VisitKind(models.TextChoices):
    """What the tracking script reports; as activities of a lead they have the same names."""

    PAGE_VIEW = "page_view", _("Page view")
    DOWNLOAD = "download", _("Download")
    FORM_START = "form_start", _("Form started")
    WEB_EVENT = "web_event", _("Event on the website")


class TouchChannel(models.TextChoices):
    """What brought somebody: the channels of marketing, as docs/tracking.md tells them apart."""

    SEARCH = "search", pgettext_lazy("touch", "Search")
    PAID_SEARCH = "paid_search", _("Paid search")
    SOCIAL = "social", _("Social networks")
    PAID_SOCIAL = "paid_social", _("Paid social")
    AI = "ai", _("AI assistants")
    EMAIL = "email", _("E-mail")
    CONTENT = "content", _("Content")
    AFFILIATE = "affiliate", _("Affiliates")
    PROGRAMMATIC = "programmatic", _("Display and programmatic")
    REFERRAL = "referral", _("Links on other sites")
    OFFLINE = "offline", _("Offline")
    DIRECT = "direct", _("Direct")


PAID = (TouchChannel.PAID_SEARCH, TouchChannel.PAID_SOCIAL, TouchChannel.AFFILIATE, TouchChannel.PROGRAMMATIC)
