"""What every room holds of a person, and what becomes of it when they are erased (O5).

The order is that of erasing; all rows are found before the first is changed. What reports count is emptied, the rest
deleted. Rows that are found only by reading a whole table come last.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from capture.models import (
    HandoutFetch,
    Import,
    ImportFault,
    ImportFix,
    ImportMark,
    Inquiry,
    ReferralLink,
    Visit,
    VisitorName,
)
from conversion.models import Conversion
from core.scope import current_workspace_id
from distribution.models import HandOff
from leadcrm import privacy_files
from leadcrm import privacy_ways as ways
from leads import models as leads
from leads.privacy import Fate, Holding, Person, mentioning, of_leads, register, register_files
from messaging.models import Attempt, LinkClick, MailEvent, Notification
from nurturing.models import Care, Enrollment, StepRun
from scoring.models import HandGrade, ReviewCase, ScoreSnapshot
from tenants.models import AuditEntry, Idempotency
from work.models import Job, WorkItem


def _merges(person: Person) -> QuerySet:
    of_them = Q(winner_id__in=person.lead_ids) | Q(loser_id__in=person.lead_ids)
    return leads.MergeRecord.objects.filter(of_them)


def _pairs(person: Person) -> QuerySet:
    of_them = Q(first_id__in=person.lead_ids) | Q(second_id__in=person.lead_ids)
    return leads.LikelyPair.objects.filter(of_them)


def _clicks(person: Person) -> QuerySet:
    return LinkClick.objects.filter(message__in=ways.find_messages(person).values("pk"))


def _attempts(person: Person) -> QuerySet:
    return Attempt.objects.filter(message__in=ways.find_messages(person).values("pk"))


def _mail_events(person: Person) -> QuerySet:
    of_them = Q(message__in=ways.find_messages(person).values("pk"))
    of_them |= Q(recipient__in=ways.find_recipients(person).values("pk")) | Q(address__in=person.addresses)
    return MailEvent.objects.filter(of_them)


def _fetches(person: Person) -> QuerySet:
    return HandoutFetch.objects.filter(inquiry__in=ways.find_inquiries(person).values("pk"))


def _step_runs(person: Person) -> QuerySet:
    return StepRun.objects.filter(enrollment__in=of_leads(Enrollment)(person).values("pk"))


def _audit(person: Person) -> QuerySet:
    """Return what the database's own function empties: entries that say an address or a name of the person's."""
    said = mentioning(AuditEntry, "target", "data")
    return said(Person((), addresses=(*person.addresses, *person.titles)))


def _works(person: Person) -> QuerySet:
    return mentioning(WorkItem, "error")(person).filter(workspace_id=current_workspace_id())


GONE, KEPT = Fate.DELETED, Fate.KEPT
EMPTY_NOTE = {"reason": "", "note": ""}
NORMS = tuple(name for name in ways.NAMING if name.endswith("_norm")) + ("phone_e164", "workspace_id")

HOLDINGS = (
    Holding("leads.Activity", _("Entries of the timeline"), of_leads(leads.Activity), erase=ways.activities),
    Holding(
        "leads.Activity:merged",
        _("Entries of the timeline"),
        ways.find_told_merges,
        blank={"data": {}},
        is_search=True,
    ),
    Holding("leads.FieldChange", _("History of fields"), of_leads(leads.FieldChange), GONE),
    Holding("leads.StageChange", _("Moves between stages"), of_leads(leads.StageChange), KEPT),
    Holding("leads.ConsentRecord", _("Consent"), of_leads(leads.ConsentRecord), GONE, ledger=True),
    Holding("leads.Restriction", _("Restrictions"), of_leads(leads.Restriction), GONE),
    Holding("leads.Task", _("Tasks"), of_leads(leads.Task), GONE),
    Holding("leads.Clue", _("Clues"), of_leads(leads.Clue), GONE),
    Holding("leads.LeadToken", _("Words of the search"), of_leads(leads.LeadToken), GONE),
    Holding("leads.LeadTag", _("Tags"), of_leads(leads.LeadTag), GONE),
    Holding("leads.LikelyPair", _("Likely duplicates"), _pairs, GONE),
    Holding(
        "leads.LeadAlias", _("Earlier names and addresses"), of_leads(leads.LeadAlias), GONE, hidden=NORMS
    ),
    Holding("leads.MergeRecord", _("Merges"), _merges, GONE),
    Holding("leads.DeedRow", _("Bulk changes"), of_leads(leads.DeedRow), GONE),
    Holding("leads.LeadRank", _("Score, stage and owner"), of_leads(leads.LeadRank), KEPT),
    Holding("capture.HandoutFetch", _("Downloads of what a form gave"), _fetches, KEPT),
    Holding("capture.Inquiry", _("Inquiries"), ways.find_inquiries, erase=ways.inquiries),
    Holding("capture.ImportMark", _("Rows of imports"), of_leads(ImportMark), GONE),
    Holding("capture.Visit", _("Visits to the website"), of_leads(Visit), GONE),
    Holding("capture.VisitorName", _("Recognized browsers"), of_leads(VisitorName), GONE),
    Holding(
        "capture.ReferralLink", _("Referral links"), of_leads(ReferralLink), GONE, erase=ways.referral_links
    ),
    Holding("scoring.ScoreSnapshot", _("Kept scores"), of_leads(ScoreSnapshot), ledger=True),
    Holding("scoring.ReviewCase", _("Cases of reviews"), of_leads(ReviewCase), erase=ways.cases),
    Holding("scoring.HandGrade", _("Grades set by hand"), of_leads(HandGrade), GONE),
    Holding(
        "distribution.HandOff",
        _("Hand-offs"),
        of_leads(HandOff),
        blank={"offered_reason": "", "note": ""},
    ),
    Holding("nurturing.StepRun", _("Steps of workflows"), _step_runs, blank={"result": {}}),
    Holding("nurturing.Enrollment", _("Workflows"), of_leads(Enrollment), blank={"note": ""}),
    Holding("nurturing.Care", _("Who looks after the lead"), of_leads(Care), KEPT),
    Holding("messaging.Notification", _("Notices to members"), of_leads(Notification), GONE),
    Holding("messaging.LinkClick", _("Clicks in mails"), _clicks, blank={"agent": "", "ip_class": ""}),
    Holding("messaging.Attempt", _("Tries to send"), _attempts, blank={"answer": ""}),
    Holding(
        "messaging.MailEvent",
        _("What mail servers told"),
        _mail_events,
        blank={"address": "", "detail": {}, "recipient": None},
    ),
    Holding("messaging.Message", _("E-mails and webhooks"), ways.find_messages, erase=ways.messages),
    Holding(
        "messaging.Recipient",
        _("Address"),
        ways.find_recipients,
        erase=ways.close_addresses,
        always=True,
        hidden=("digest",),
    ),
    Holding("conversion.Opportunity", _("Opportunities"), ways.find_deals, erase=ways.deals),
    Holding("conversion.Account", _("Accounts"), ways.find_accounts, erase=ways.accounts, hidden=NORMS),
    Holding("conversion.Conversion", _("Conversions"), of_leads(Conversion), KEPT),
    Holding("conversion.Contact", _("Contacts"), ways.find_contacts, erase=ways.contacts, hidden=NORMS),
    Holding("leads.Lead", _("Lead"), of_leads(leads.Lead, "pk"), erase=ways.leads, hidden=NORMS),
    Holding(
        "capture.Inquiry:stray",
        _("Inquiries that became no lead"),
        ways.find_stray_inquiries,
        erase=ways.inquiries,
        is_search=True,
    ),
    Holding(
        "capture.Inquiry:bytes",
        _("Inquiries with several people"),
        mentioning(Inquiry, "raw", is_bytes=True),
        erase=ways.others_inquiries,
        is_search=True,
        hidden=("payload", "corrections", "findings"),
    ),
    Holding(
        "capture.ImportFix",
        _("Mended rows of imports"),
        mentioning(ImportFix, "cells", by_phone=True),
        GONE,
        is_search=True,
    ),
    Holding(
        "capture.ImportFault",
        _("Rows of imports that were refused"),
        mentioning(ImportFault, "cells", "reason", by_phone=True),
        blank={"cells": [], "reason": ""},
        is_search=True,
    ),
    Holding(
        "capture.Import",
        _("Previews of imports"),
        mentioning(Import, "checked", by_phone=True),
        blank={"checked": {}},
        is_search=True,
    ),
    Holding(
        "leads.Deed",
        _("Searches behind bulk changes"),
        mentioning(leads.Deed, "params", "query", is_query=True),
        blank={"params": {}, "query": ""},
        is_search=True,
    ),
    Holding(
        "leads.SavedView",
        _("Saved views"),
        mentioning(leads.SavedView, "query", is_query=True),
        GONE,
        is_search=True,
    ),
    Holding(
        "tenants.Idempotency",
        _("Answers to programs"),
        mentioning(Idempotency, "key", "body"),
        GONE,
        is_search=True,
    ),
    Holding("tenants.AuditEntry", _("Audit log"), _audit, ledger=True, is_search=True),
    Holding(
        "work.Job",
        _("Long work"),
        mentioning(Job, "params", "result"),
        blank={"params": {}, "result": {}},
        is_search=True,
    ),
    Holding("work.WorkItem", _("Failed work"), _works, blank={"error": ""}, is_search=True),
)
# Tables of the workspace itself, of its members, or of rules and lists: nobody's who is or was a lead.
NOBODYS = frozenset(
    {
        *("leads.Source", "leads.Campaign", "leads.Topic", "leads.Product", "leads.FieldDefinition"),
        *("leads.ClassificationRule", "leads.Inference", "leads.Segment", "leads.Tag", "leads.ListSetting"),
        # certificates and digests: what is left on purpose
        *("leads.Erasure", "leads.ErasedAddress"),
        *(
            "capture.FilterRule",
            "capture.Form",
            "capture.FormVersion",
            "capture.Handout",
            "capture.SpentProof",
        ),
        *("capture.Hook", "capture.Tracker", "capture.Mailbox", "capture.MailDoor", "leads.CampaignCost"),
        *("messaging.SendingPolicy", "messaging.MailHook", "messaging.NotificationChoice"),
        *("messaging.Template", "messaging.TemplateVersion", "messaging.WebhookEndpoint"),
        *("scoring.RescoreChunk", "scoring.LearnedModel", "scoring.Meeting", "scoring.MeetingLine"),
        *("scoring.MeetingSeat", "scoring.MeetingVote", "scoring.EventQuestion", "scoring.EventWish"),
        *("scoring.ScoringModel", "scoring.CriterionGroup", "scoring.Criterion", "scoring.ReviewMeeting"),
        # comments go by the trigger of their case
        *("scoring.ReviewSeat", "scoring.ReviewVerdict", "scoring.ReviewAlarm", "scoring.SignOff"),
        *("distribution.RejectReason", "distribution.Pool", "distribution.PoolMember"),
        *("distribution.PoolCursor", "distribution.Absence", "distribution.Route"),
        *("nurturing.ContentPiece", "nurturing.Workflow", "nurturing.WorkflowVersion"),
        *("conversion.Pipeline", "conversion.PipelineStage", "conversion.LostReason"),
        # words go with the record they lead to
        "conversion.SearchWord",
        *("tenants.Workspace", "tenants.User", "tenants.Team", "tenants.Membership", "tenants.Invitation"),
        *("tenants.ApiKey", "tenants.PublicToken"),
    }
)


def register_all() -> None:
    """Tell leads what the rooms hold; called when the app is ready."""
    register(*HOLDINGS)
    register_files(privacy_files.IMPORTS, privacy_files.EXPORTS)
