"""A mail that came in: kept byte by byte, read, and put in the queue like any other inquiry (I1, I4)."""

import hashlib
import logging
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from capture.choices import Reason
from capture.models import Inquiry
from capture.parsers.mail import company, kind, reading, topics
from capture.parsers.mail.attachments import Attachment
from capture.parsers.mail.reading import House, Mail
from capture.services import mail_verdict, submit
from capture.services.mail_verdict import CONTENT_TYPE
from capture.services.submit import Arrival
from core.errors import DomainError
from core.scope import current_workspace_id
from core.text import clean
from leads import normalize, queries
from leads.choices import Channel
from leads.models import ClassificationRule, Lead, Topic
from messaging.services import recipients
from tenants.models import Membership


logger = logging.getLogger(__name__)
# As large as the largest mail that the big providers let through.
MOST_BYTES = 25 * 1024 * 1024
# What a form's mail may tell besides the person.
FORM_FACTS = ("first_name", "last_name", "phone", "company", "job_title", "city", "country", "website")


class TooLarge(DomainError):
    """The mail is larger than we keep."""

    code, status = "mail_too_large", 413


class NoMail(DomainError):
    """There is nothing in it."""

    code, status = "empty_mail", 422


def receive(*, raw: bytes, at: datetime) -> tuple[Inquiry, bool]:
    """Store the mail and ask that it be looked at; return its inquiry and whether it is new.

    The same mail on another way is the one stored before (``reading.identity``). One that cannot be read is kept too,
    and waits in quarantine. Queries: about eight. Raises: TooLarge, NoMail.
    """
    if len(raw) > MOST_BYTES:
        raise TooLarge(_("The mail is larger than %(limit)s MB.") % {"limit": MOST_BYTES // 1024 // 1024})
    if not raw.strip():
        raise NoMail(_("The mail is empty."))
    try:
        mail = reading.read(raw, house())
        payload, signs = _payload(mail), _signs(mail)
    # The standard library's parser has no list of what it raises on broken sources, and none may be lost.
    except Exception:
        logger.exception("Could not read a mail of %s bytes", len(raw))
        mail, payload, signs = None, {}, [Reason.UNREADABLE]
    identity = mail.identity if mail else hashlib.sha256(raw).hexdigest()
    arrival = Arrival(
        raw=raw,
        payload=payload,
        channel=Channel.EMAIL,
        content_type=CONTENT_TYPE,
        idempotency_key=f"mail:{identity}",
        signs=signs,
    )
    try:
        return submit.receive(arrival=arrival, at=at)
    except submit.KeyReused:
        # The same mail with other trace fields: it came on two ways.
        return Inquiry.objects.get(idempotency_key=arrival.idempotency_key), False


def attachment(*, inquiry: Inquiry, place: int) -> tuple[Attachment, bytes] | None:
    """Return a file of the mail with its bytes; None if there is none there."""
    return reading.file(bytes(inquiry.raw), place) if mail_verdict.is_mail(inquiry) else None


def house() -> House:
    """Return what the workspace in scope knows of itself that helps to read a mail. Queries: three."""
    policy = recipients.policy()
    people = Membership.objects.filter(workspace_id=current_workspace_id(), is_active=True)
    addresses = {normalize.email(address) for address in people.values_list("user__email", flat=True)}
    own = addresses | {normalize.email(policy.from_email), normalize.email(policy.reply_to)}
    domains = {address.rpartition("@")[2] for address in own} - {""}
    return House(
        domains=frozenset(domain for domain in domains if not normalize.is_personal(domain)),
        people=frozenset(addresses - {""}),
        country=queries.home_country(),
    )


def _payload(mail: Mail) -> dict[str, Any]:
    """Return the mail as an inquiry's values; what only a mail has stands under ``mail``."""
    form = mail.form.values if mail.form else {}
    facts = {
        "email": mail.person.email,
        "full_name": "" if form.get("first_name") else _in_order(mail.person.name),
        "phone": mail.hints.phone,
        "job_title": mail.hints.job_title,
        "website": mail.hints.website,
        **{name: form[name] for name in FORM_FACTS if form.get(name)},
    }
    facts["company"] = _company(facts.get("company") or mail.hints.company, mail.person.email)
    said = f"{mail.subject}\n{form.get('subject', '')}\n{mail.body}"
    known = {name: value for name, value in facts.items() if value}
    return {
        **known,
        "message": mail.body,
        "topics": topics.find(said, _words()) if mail.kind.name == kind.INQUIRY else [],
        **({"occurred_at": mail.at.isoformat()} if mail.at else {}),
        "mail": _about(mail),
    }


def _about(mail: Mail) -> dict[str, Any]:
    return {
        "kind": mail.kind.name,
        "sign": clean(mail.kind.sign),
        "is_opt_out": mail.kind.is_opt_out,
        "from_name": mail.person.name,
        "from_email": mail.person.email,
        "sender": mail.sender.email,
        "subject": mail.subject,
        "note": mail.note,
        "message_id": mail.message_id,
        "send_id": clean(mail.send_id),
        "answers": list(mail.answers[-50:]),
        "is_reply": mail.is_reply,
        "attachments": [one.as_json() for one in mail.attachments],
        "fields": dict(list(mail.form.extra.items())[:50]) if mail.form else {},
    }


def _in_order(name: str) -> str:
    """Return "Ana García" for "García, Ana"."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name


def _company(named: str, address: str) -> str:
    """Return the company as it is named, else as most of the leads at the domain have it, else by the domain."""
    domain = normalize.domain(website="", email_norm=normalize.email(address))
    if named or not domain:
        return named
    same = Lead.objects.filter(domain=domain).exclude(company="").values("company")
    most = same.annotate(count=Count("pk")).order_by("-count", "company").first()
    return most["company"] if most else company.of_address(address)


def _words() -> dict[str, list[str]]:
    """Return by topic its name and the words by which the classification's rules know it. Queries: two."""
    words = {
        slug: [name, slug]
        for slug, name in Topic.objects.filter(is_active=True).order_by("pk").values_list("slug", "name")
    }
    rules = ClassificationRule.objects.filter(is_active=True, kind=ClassificationRule.Kind.TOPIC)
    for rule in rules.order_by("position", "pk"):
        if rule.value in words:
            words[rule.value] += topics.keywords(rule.condition)
    return words


def _signs(mail: Mail) -> list[str]:
    if mail.kind.name != kind.INQUIRY:
        return []
    signs = {
        Reason.SPAM_MARKED: mail.is_spam,
        Reason.COLLEAGUE: mail.by_colleague and mail.person == mail.sender,
        Reason.NO_REPLY: kind.takes_no_answers(mail.person.email),
    }
    return [sign for sign, holds in signs.items() if holds]
