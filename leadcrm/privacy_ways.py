"""Finding and erasing what takes more than a column of its own: rows with queues, with counts, with other people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Collate, Concat
from django.utils.translation import gettext as _

from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from capture.services import referrals, submit
from conversion.models import Account, Contact, Conversion, Opportunity, SearchWord
from core.ids import uuid7
from core.scope import current_workspace_id
from leads.choices import ActivityKind
from leads.models import Activity, Lead, MergeRecord
from leads.privacy import Person, mentioning
from leads.saying import struck
from leads.services.erasing import REASON
from messaging.choices import MessageState, RecipientState, Withheld
from messaging.models import Message, Notification, Recipient
from messaging.queries import digest
from messaging.services import outbox, recipients
from scoring.models import ReviewCase
from work import queue


# Texts, lists and copies of a lead that say who it is; what is left are dates, stage, source, country and topic.
NAMING = (
    *("external_id", "company", "website", "domain", "industry", "employees", "region", "city", "tax_id"),
    *("first_name", "last_name", "job_title", "seniority", "email", "phone", "language", "time_zone"),
    *("topics", "need", "budget", "authority", "timeline", "amount_guess", "custom", "clues", "tags"),
    *("first_touch", "last_touch", "recycle_reason", "name_norm", "company_norm", "job_title_norm"),
    *("industry_norm", "city_norm", "region_norm", "need_norm", "email_norm", "phone_e164", "tax_id_norm"),
    "custom_norm",
)
# What an entry of the timeline keeps, by which reports count: numbers, stages and people of the workspace.
COUNTED = (
    *("owner", "round", "opportunity", "hand_off", "from", "to", "grade_from", "grade_to", "light_from"),
    *("light_to", "version", "channel", "purpose", "by_hand", "amount"),
)
# Of these the reason is one of the workspace's own list; of others it may be what somebody wrote.
LISTED = ("rejected", "recycled", "lost")
EMPTY_ACTIVITIES = """
UPDATE leads_activity a SET dedup_key = CASE WHEN dedup_key LIKE 'reported:%%' THEN NULL ELSE dedup_key END,
  data = (SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each(a.data) AS each(k, v)
    WHERE jsonb_typeof(v) NOT IN ('object', 'array')
      AND (k = ANY(%(kept)s) OR (a.kind = ANY(%(listed)s) AND k IN ('reason', 'reason_label'))))
WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s)
"""
WAITING = (MessageState.QUEUED, MessageState.CLAIMED)
QUEUES = (outbox.MARKETING, outbox.SERVICE, "webhook")


def empty(model: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return what the columns are in a row of which nothing is known."""
    return {name: model._meta.get_field(name).get_default() for name in names}


def leads(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Empty the leads; each gets a new public id, so that what another system kept of it leads nowhere."""
    rows = Lead.objects.filter(pk__in=ids)
    rows.update(**empty(Lead, NAMING), closed_reason=REASON, version=F("version") + 1, updated_at=at)
    for pk in ids:
        Lead.objects.filter(pk=pk).update(public_id=uuid7())


def activities(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Keep of each entry its kind, its moment and what reports count; a program's own id for it may be a name."""
    values: dict[str, Any] = {
        "kept": list(COUNTED),
        "listed": list(LISTED),
        "workspace": current_workspace_id(),
        "ids": list(ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(EMPTY_ACTIVITIES, values)


def find_inquiries(person: Person) -> QuerySet:
    """Return those that became the person's leads."""
    return Inquiry.objects.filter(lead_id__in=person.lead_ids)


def find_stray_inquiries(person: Person) -> QuerySet:
    """Return those that say the person's address and became nobody's lead."""
    said = mentioning(Inquiry, "payload", "corrections", "findings", by_phone=True)
    return said(person).filter(lead=None)


def inquiries(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Empty inquiries, bytes and all; those that wait or are judged are set aside, since nothing is left to judge."""
    rows = Inquiry.objects.filter(pk__in=ids)
    names = ("content_type", "payload", "request", "signs", "ip_class", "user_agent", "detail")
    blank = empty(Inquiry, (*names, "findings", "tags", "corrections", "prior"))
    rows.update(**blank, raw=b"", event_key=None, idempotency_key=None, referral=None)
    aside = {"state": InquiryState.QUARANTINED, "reason": Reason.NO_LEAD, "processed_at": at}
    rows.filter(lead=None).update(**aside)
    queue.unmark(submit.QUEUE, ids)


def others_inquiries(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Strike the person's addresses from what others wrote, there and on those others' timelines; no bytes are kept."""
    theirs = Inquiry.objects.filter(pk__in=ids)
    for inquiry in theirs.only("payload", "corrections").iterator():
        theirs.filter(pk=inquiry.pk).update(
            raw=b"",
            payload=struck(inquiry.payload, person.addresses),
            corrections=struck(inquiry.corrections, person.addresses),
            findings={},
        )
    told = mentioning(Activity, "data")(person).filter(lead_id__in=theirs.values("lead_id"))
    for activity in told.only("data").iterator():
        Activity.objects.filter(pk=activity.pk).update(data=struck(activity.data, person.addresses))


def find_told_merges(person: Person) -> QuerySet:
    """Return entries on the timelines of others who were merged with the person, or were for a while."""
    of_them = Q(winner_id__in=person.lead_ids) | Q(loser_id__in=person.lead_ids)
    records = MergeRecord.objects.filter(of_them | Q(first_winner__in=person.lead_ids))
    when = Q(occurred_at__in=records.values("at")) | Q(occurred_at__in=records.values("undone_at"))
    partners = Q(lead_id__in=records.values("winner_id")) | Q(lead_id__in=records.values("loser_id"))
    told = Activity.objects.filter(when, partners, kind__in=(ActivityKind.MERGED, ActivityKind.UNMERGED))
    return told.exclude(lead_id__in=person.lead_ids)


def referral_links(person: Person, ids: Sequence[int], at: datetime) -> None:
    """End the person's links for good; who came by one keeps that they were referred, and not by whom."""
    referrals.forget(ids)


def find_messages(person: Person) -> QuerySet:
    """Return mails and webhooks about the person's leads, and whatever else was written to their address.

    Mails that tell members of the leads say who they are and are known by the notice alone.
    """
    known = Recipient.objects.filter(digest__in=[digest(email) for email in person.emails])
    told = Notification.objects.filter(lead_id__in=person.lead_ids)
    keys = told.annotate(mail=Collate(Concat(Value("notice:"), Cast("pk", CharField())), "C")).values("mail")
    of_them = Q(lead_id__in=person.lead_ids) | Q(recipient__in=known) | Q(key__in=keys)
    return Message.objects.filter(of_them)


def messages(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Empty messages and keep back those that have not left; the address's row is locked, so none begins meanwhile."""
    closed = recipients.ensure(person.emails, at=at)
    recipients.lock_many(list(closed.values()))
    rows = Message.objects.filter(pk__in=ids)
    rows.filter(state__in=WAITING).update(state=MessageState.WITHHELD, reason=Withheld.ERASED)
    blank = empty(Message, ("to", "language", "subject", "values", "content"))
    rows.update(**blank, recipient=None, updated_at=at)
    for name in QUEUES:
        queue.unmark(name, rows.filter(state=MessageState.WITHHELD).values_list("pk", flat=True))


def find_recipients(person: Person) -> QuerySet:
    """Return the person's addresses as we write to them."""
    return Recipient.objects.filter(digest__in=[digest(email) for email in person.emails])


def close_addresses(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Keep of the addresses only their digest, closed for good, also of those nobody ever wrote to."""
    ids = list(recipients.ensure(person.emails, at=at).values())
    recipients.lock_many(ids)
    blank = empty(Recipient, ("email", "note", "topics_off"))
    Recipient.objects.filter(pk__in=ids).update(
        **blank, state=RecipientState.ERASED, state_at=at, updated_at=at
    )


def find_contacts(person: Person) -> QuerySet:
    """Return the contacts that the person's leads became, and those with the person's address."""
    became = Conversion.objects.filter(lead_id__in=person.lead_ids, contact__isnull=False).values(
        "contact_id"
    )
    return Contact.objects.filter(Q(pk__in=became) | Q(email_norm__in=person.emails))


def contacts(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Empty the contacts; deals keep pointing at them."""
    names = ("first_name", "last_name", "job_title", "email", "phone", "language")
    blank = empty(Contact, (*names, "name_norm", "email_norm", "phone_e164"))
    Contact.objects.filter(pk__in=ids).update(
        **blank | {"last_name": _("Erased")}, version=F("version") + 1, updated_at=at
    )
    _unindex(SearchWord.Kind.CONTACT, ids)


def find_deals(person: Person) -> QuerySet:
    """Return the deals of the person's leads and contacts."""
    with_them = Q(lead_id__in=person.lead_ids) | Q(contact__in=find_contacts(person).values("pk"))
    return Opportunity.objects.filter(with_them)


def deals(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Take names and notes from the deals; amounts, stages and dates stay."""
    blank = {"name": _("Erased"), "next_step": "", "note": "", "version": F("version") + 1, "updated_at": at}
    Opportunity.objects.filter(pk__in=ids).update(**blank)
    _unindex(SearchWord.Kind.OPPORTUNITY, ids)


def find_accounts(person: Person) -> QuerySet:
    """Return the accounts that nobody else is known at: of these the company's name tells who it was."""
    mine = find_contacts(person).values("pk")
    became = Conversion.objects.filter(lead_id__in=person.lead_ids).values("account_id")
    others = Contact.objects.filter(account=OuterRef("pk")).exclude(pk__in=mine)
    strangers = Conversion.objects.filter(account=OuterRef("pk")).exclude(lead_id__in=person.lead_ids)
    of_them = Q(pk__in=became) | Q(pk__in=Contact.objects.filter(pk__in=mine).values("account_id"))
    return Account.objects.filter(of_them).exclude(Exists(others)).exclude(Exists(strangers))


def accounts(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Empty accounts that were the person's alone."""
    names = ("website", "domain", "industry", "employees", "region", "city", "tax_id")
    blank = empty(Account, (*names, "name_norm", "tax_id_norm"))
    Account.objects.filter(pk__in=ids).update(
        **blank, name=_("Erased"), version=F("version") + 1, updated_at=at
    )
    _unindex(SearchWord.Kind.ACCOUNT, ids)


def _unindex(kind: str, ids: Sequence[int]) -> None:
    SearchWord.objects.filter(kind=kind, record__in=ids).delete()


def cases(person: Person, ids: Sequence[int], at: datetime) -> None:
    """Take the lead from the cases of reviews: the database's own trigger then empties what named it."""
    ReviewCase.objects.filter(pk__in=ids).update(lead=None)
