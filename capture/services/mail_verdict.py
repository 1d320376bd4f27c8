"""What becomes of a mail before the filter: set aside, put on a known lead's timeline, or an inquiry like others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from capture.choices import Reason
from capture.engine import PASS, Verdict
from capture.models import Inquiry
from capture.parsers.mail import kind
from leads import changes, normalize
from leads.choices import ActivityKind, Channel
from leads.models import Lead
from leads.services import intake, matching, timeline
from messaging.choices import EventKind, Transport
from messaging.engine import dsn
from messaging.engine.inbound import Told, identity, send_id
from messaging.models import Message
from messaging.services import inbound


REASONS = {
    kind.AUTO_REPLY: Reason.AUTO_REPLY,
    kind.BOUNCE: Reason.BOUNCE,
    kind.COMPLAINT: Reason.COMPLAINT,
}
MOST_TEXT = 5000
CONTENT_TYPE = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Set aside with a reason, or an answer of the lead; neither means that it is an inquiry."""

    verdict: Verdict = PASS
    lead: Lead | None = None


INQUIRY = Outcome()


def is_mail(inquiry: Inquiry) -> bool:
    """Say whether the inquiry is a mail that could be read."""
    # What others post may hold any name, so it is the way it came that tells.
    is_source = inquiry.channel == Channel.EMAIL and inquiry.content_type == CONTENT_TYPE
    return is_source and "mail" in inquiry.payload


def kind_of(inquiry: Inquiry) -> str:
    """Return the mail's kind: what it is by itself, or "reply" where it went to a lead's timeline."""
    if inquiry.reason == Reason.REPLY:
        return kind.REPLY
    return inquiry.payload.get("mail", {}).get("kind", kind.INQUIRY)


def decide(*, inquiry: Inquiry, at: datetime) -> Outcome:
    """Decide about a mail whose row is locked, and do what follows from it; running it again changes nothing."""
    about = inquiry.payload["mail"]
    if about["kind"] != kind.INQUIRY:
        _tell(inquiry, at=at)
        _note_left(inquiry)
        return Outcome(Verdict(_reason(about), about["sign"]))
    if _ours({about["send_id"], about["message_id"]}):
        return Outcome(Verdict(Reason.LOOP, "our own mail"))
    lead, original = _answering(inquiry)
    if lead is None or lead.rank.stage in intake.REOPENED:
        return INQUIRY
    _note_reply(inquiry, lead, original)
    return Outcome(Verdict(Reason.REPLY), lead)


def _reason(about: dict) -> Reason:
    if about["kind"] in REASONS:
        return REASONS[about["kind"]]
    if about["sign"].startswith("calendar"):
        return Reason.INVITATION
    return Reason.LOOP if about["sign"] in {"X-Loop", "too many hops"} else Reason.BULK


def _tell(inquiry: Inquiry, *, at: datetime) -> None:
    """Hand to messaging what a returned mail, a complaint or somebody who wants no more says of an address.

    Anybody may write a report: it counts only if it brings back one of our mails. Whoever asks for no more mail is
    believed, since leaving must be as easy as coming.
    """
    about = inquiry.payload["mail"]
    if about["is_opt_out"]:
        told = [
            Told(
                event_id=identity(f"opt-out:{inquiry.idempotency_key}"),
                kind=EventKind.UNSUBSCRIBED,
                occurred_at=inquiry.occurred_at,
                address=about["sender"],
            )
        ]
        inbound.record(source="mail", told=told, at=at)
    elif about["kind"] in {kind.BOUNCE, kind.COMPLAINT}:
        told = dsn.read(bytes(inquiry.raw), at=at)
        inbound.record(source="dsn", told=told, at=at, needs_message=True)


def _note_left(inquiry: Inquiry) -> None:
    """Keep on the lead's timeline that an automatic answer says they work there no longer, and whom to ask instead."""
    about = inquiry.payload["mail"]
    lead = (
        matching.of_address(normalize.email(about["from_email"]))
        if about["sign"].endswith(kind.LEFT)
        else None
    )
    if lead is None:
        return
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.NOTE,
        at=inquiry.occurred_at,
        data={"text": f"{about['subject']}\n\n{inquiry.payload.get('message', '')}"[:MOST_TEXT]},
        dedup_key=f"inquiry:{inquiry.public_id}",
    )
    changes.mark([lead.pk])


def _ours(ids: set[str]) -> list[Message]:
    """Return the mails of ours that the ids name, newest first."""
    found: set[UUID] = {one for text in ids if (one := send_id(text)) is not None}
    if not found:
        return []
    mails = Message.objects.filter(public_id__in=found, transport=Transport.EMAIL)
    return list(mails.defer("content", "values").order_by("-pk"))


def _answering(inquiry: Inquiry) -> tuple[Lead | None, Message | None]:
    """Return the lead that answers and the mail of ours it answers, if either is known.

    The sender's own lead goes before the one we wrote to: a mail that was handed on is answered by somebody else.
    """
    about = inquiry.payload["mail"]
    originals = [mail for mail in _ours(set(about["answers"])) if mail.lead_id]
    original = originals[0] if originals else None
    if not about["is_reply"] and original is None:
        return None, None
    address = normalize.email(about["from_email"])
    leads = Lead.objects.select_related("rank")
    lead = matching.of_address(address)
    if lead is None and original is not None and original.lead_id is not None:
        lead = leads.filter(pk=original.lead_id).first()
    return lead, original


def _note_reply(inquiry: Inquiry, lead: Lead, original: Message | None) -> None:
    about = inquiry.payload["mail"]
    data = {
        "inquiry": str(inquiry.public_id),
        "subject": about["subject"],
        "text": inquiry.payload.get("message", "")[:MOST_TEXT],
        "files": [one["name"] for one in about["attachments"]][:20],
        "message": str(original.public_id) if original else "",
        "topic": original.topic if original else "",
    }
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.EMAIL_REPLIED,
        at=inquiry.occurred_at,
        data=data,
        dedup_key=f"inquiry:{inquiry.public_id}",
    )
    changes.mark([lead.pk])
