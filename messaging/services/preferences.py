"""What an address allows, changed by its owner (E4, E5); ``recipients`` has what others say about it.

Each function locks the address's row first, so that no mail begins after the change is committed, then its leads
in the order of their keys.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from leads import changes
from leads.choices import Channel, Consent
from leads.models import Lead
from leads.services import consent, matching
from messaging.choices import RecipientState
from messaging.models import Recipient
from messaging.services.recipients import lock


# The texts a person sees on our pages; the ledger of consent keeps them with this version.
TEXT_VERSION = "preferences-1"
# States that the address's owner may leave by a click.
OWN = (RecipientState.OPEN, RecipientState.UNSUBSCRIBED, RecipientState.COMPLAINED)


def _leads(row: Recipient) -> list[Lead]:
    """Return the leads with the address, or that had it before a merge; an erased one has none."""
    return matching.of_addresses([row.email]).get(row.email, [])


def consent_text(language: str) -> str:
    """Return the sentence a person agrees to on our page, in the language."""
    with translation.override(language):
        return _("I would like to receive news and guides by e-mail. I can unsubscribe at any time.")


@transaction.atomic
def unsubscribe(
    *, recipient: Recipient, at: datetime, note: str = "", evidence: str = "", ip_class: str = ""
) -> bool:
    """Stop all marketing mail to the address and write the withdrawal on every lead that has or had it.

    Again and again is the same: returns whether the address changed. Stronger states stay as they are; a lead that
    counts as agreeing in spite of them, since two were merged, agrees no more.
    """
    row = lock(recipient.pk)
    is_news = row.state == RecipientState.OPEN
    if is_news:
        _set_state(row, RecipientState.UNSUBSCRIBED, note, at)
    leads = [lead for lead in _leads(row) if is_news or lead.marketing_consent == Consent.GIVEN]
    _record(leads, is_given=False, evidence=evidence, ip_class=ip_class, at=at)
    return is_news


@transaction.atomic
def subscribe(
    *, recipient: Recipient, language: str, at: datetime, evidence: str = "", ip_class: str = ""
) -> bool:
    """Take back an unsubscription at its owner's wish: a new consent, with the text they saw.

    Returns whether the address is open now; a bounced, blocked or erased one is not opened by a click.
    """
    row = lock(recipient.pk)
    if row.state not in OWN:
        return False
    if row.state != RecipientState.OPEN:
        _set_state(row, RecipientState.OPEN, "", at)
    # Also where it is open: what was said before and arrives late counts no more.
    Recipient.objects.filter(pk=row.pk).update(opened_at=at)
    leads = _leads(row)
    changes.mark(lead.pk for lead in leads)
    agreeing = [lead for lead in leads if lead.marketing_consent != Consent.GIVEN]
    _record(agreeing, is_given=True, evidence=evidence, ip_class=ip_class, at=at, language=language)
    return True


@transaction.atomic
def say_why(*, recipient: Recipient, note: str, at: datetime) -> None:
    """Keep why the person left; only while they are gone."""
    row = lock(recipient.pk)
    if row.state == RecipientState.UNSUBSCRIBED:
        _set_state(row, RecipientState.UNSUBSCRIBED, note, row.state_at or at)


@transaction.atomic
def set_topics(*, recipient: Recipient, topics_off: Iterable[str], at: datetime) -> None:
    """Keep which topics the person does not want to hear about, and mark the leads, whose care may change."""
    row = lock(recipient.pk)
    wanted = sorted({slug[:60] for slug in topics_off})
    if wanted == row.topics_off:
        return
    row.topics_off = wanted
    row.save(update_fields=["topics_off", "updated_at"])
    changes.mark(lead.pk for lead in _leads(row))


@transaction.atomic
def set_language(*, recipient: Recipient, language: str, at: datetime) -> None:
    """Write to the person in this language from now on."""
    row = lock(recipient.pk)
    ids = [lead.pk for lead in _leads(row)]
    Lead.objects.filter(pk__in=ids).exclude(language=language).update(language=language, updated_at=at)
    changes.mark(ids)


def _set_state(row: Recipient, state: str, note: str, at: datetime) -> None:
    row.state, row.state_at, row.note = state, at, " ".join(note.split())[:300]
    row.save(update_fields=["state", "state_at", "note", "updated_at"])


def _record(
    leads: Iterable[Lead], *, is_given: bool, evidence: str, ip_class: str, at: datetime, language: str = ""
) -> None:
    for lead in leads:
        consent.record(
            lead=lead,
            is_given=is_given,
            text=consent_text(language or lead.language or "en") if is_given else "",
            text_version=TEXT_VERSION,
            channel=Channel.EMAIL,
            evidence=evidence,
            ip_class=ip_class,
            at=at,
            by=None,
        )
