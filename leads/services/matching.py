"""Which lead somebody already is. Whoever looks holds the keys' locks, so two looks at once find one lead."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import connection
from django.db.models import Q

from core.scope import current_workspace_id
from leads.models import Lead, LeadAlias


# Somebody as they are known: a lead, or what a lead was known by before a merge. Both name the same columns.
Identity = Lead | LeadAlias


def keys(draft: Identity) -> set[str]:
    """Return what the draft may be recognized by."""
    found = {
        f"email:{draft.email_norm}" if draft.email_norm else "",
        f"phone:{draft.phone_e164}" if draft.phone_e164 else "",
        f"external:{draft.external_source_id}:{draft.external_id}" if draft.external_id else "",
    }
    if is_company_only(draft):
        found |= {
            f"domain:{draft.domain}" if draft.domain else "",
            f"tax:{draft.tax_id_norm}" if draft.tax_id_norm else "",
            f"company:{draft.company_norm}" if draft.company_norm else "",
        }
    return found - {""}


def words(draft: Lead) -> str:
    """Return what a person is called who has no key at all: name, company and what stands where a phone should.

    Enough to see a row of a list again, not to say that two people are one; empty for whoever has a key.
    """
    if keys(draft):
        return ""
    told = (draft.name_norm, draft.company_norm, "".join(filter(str.isdigit, draft.phone)))
    return f"words:{'|'.join(told)}" if any(told) else ""


def is_company_only(draft: Identity) -> bool:
    """Say whether the draft names a company and no person."""
    return bool(draft.company_norm) and not draft.email_norm and not draft.name_norm


def _lock_number(key: str) -> int:
    digest = hashlib.blake2b(f"lead:{current_workspace_id()}:{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def hold(drafts: Iterable[Identity]) -> None:
    """Wait for and hold the drafts' keys until the transaction ends, in one order for everybody."""
    numbers = sorted({_lock_number(key) for draft in drafts for key in keys(draft)})
    if numbers:
        with connection.cursor() as cursor:
            # unnest() keeps the order, and the locks are taken row by row
            cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [numbers])


def hold_identities(leads: Collection[Lead]) -> None:
    """Hold all that the leads are known by, names given up in earlier merges included. Queries: two."""
    hold([*leads, *LeadAlias.objects.filter(lead_id__in=[lead.pk for lead in leads])])


def find(draft: Lead) -> Lead | None:
    """Return the lead that the draft is: the open one if there is one, else the newest closed one.

    Tried in order: the other system's id; the e-mail; the phone, where names and e-mails do not contradict;
    for a company alone its domain, tax id and name among companies alone. Each is asked of the leads, then of what
    leads were known by before they were merged. Queries: two to eight.
    """
    for condition in _conditions(draft):
        leads = Lead.objects.select_related("rank")
        if found := leads.filter(condition).order_by("-is_open", "-pk").first():
            return _open_twin(found) or found
        former = LeadAlias.objects.filter(condition).values("lead_id")
        if found := leads.filter(pk__in=former).order_by("-is_open", "-pk").first():
            return found
    return None


def of_address(email_norm: str) -> Lead | None:
    """Return the lead that has this e-mail address, or had it before a merge, the open one first, then the newest.

    Queries: one or two.
    """
    found = of_addresses([email_norm]).get(email_norm, ())
    return max(found, key=lambda lead: (lead.is_open, lead.pk), default=None)


def of_addresses(emails: Collection[str]) -> dict[str, list[Lead]]:
    """Return by address, as ``email_norm`` holds it, every lead that has it, else those that had it before a merge.

    What the owner of an address decides holds for these leads. Queries: up to three.
    """
    wanted = set(emails) - {""}
    leads = Lead.objects.select_related("rank").order_by("pk")
    found: dict[str, list[Lead]] = defaultdict(list)
    for lead in leads.filter(email_norm__in=wanted) if wanted else ():
        found[lead.email_norm].append(lead)
    if left := wanted - set(found):
        aliases = (
            LeadAlias.objects.filter(email_norm__in=left).values_list("email_norm", "lead_id").distinct()
        )
        now = leads.in_bulk({lead_id for _email, lead_id in aliases})
        for email, lead_id in sorted(aliases):
            found[email].append(now[lead_id])
    return dict(found)


def _conditions(draft: Lead) -> Iterable[Q]:
    if draft.external_id:
        yield Q(external_id=draft.external_id, external_source=draft.external_source_id)
    if draft.email_norm:
        yield Q(email_norm=draft.email_norm)
    if draft.phone_e164:
        yield Q(phone_e164=draft.phone_e164) & _same_person(draft)
    if is_company_only(draft):
        yield Q(email_norm="", name_norm="") & _same_company(draft)


def _same_person(draft: Lead) -> Q:
    same = Q()
    if draft.email_norm:
        same &= Q(email_norm="")
    if draft.name_norm:
        same &= Q(name_norm__in=["", draft.name_norm])
    return same


def _same_company(draft: Lead) -> Q:
    same = Q(company_norm=draft.company_norm)
    # Two companies of one name, told apart by what is unique.
    if draft.domain:
        same &= Q(domain__in=["", draft.domain])
    if draft.tax_id_norm:
        same &= Q(tax_id_norm__in=["", draft.tax_id_norm])
    if draft.domain:
        same |= Q(domain=draft.domain)
    if draft.tax_id_norm:
        same |= Q(tax_id_norm=draft.tax_id_norm)
    return same


def _open_twin(found: Lead) -> Lead | None:
    """Return the open lead with the same e-mail when a closed one was found by something else."""
    if found.is_open or not found.email_norm:
        return None
    return Lead.objects.open().filter(email_norm=found.email_norm).select_related("rank").first()


class Known:
    """Many leads at once, recognized by the rules of ``find``: those stored and those of the batch itself.

    ``by_words`` says whether who has no key is recognized by ``words``.
    """

    def __init__(self, *, by_words: bool = False) -> None:
        self._by_words = by_words
        # what somebody is known by, and the lead that is
        self._by_key: dict[str, list[tuple[Identity, Lead]]] = defaultdict(list)

    def add(self, lead: Lead, *, known_as: Identity | None = None) -> None:
        """Make the lead recognizable, by what it was known as before a merge where that is given."""
        identity = known_as or lead
        for key in keys(identity) or (set() if known_as else self._words(lead)):
            self._by_key[key].append((identity, lead))

    def _words(self, draft: Lead) -> set[str]:
        return {words(draft)} - {""} if self._by_words else set()

    def find(self, draft: Lead) -> Lead | None:
        """Return the lead that the draft is, the open one first, else the newest; None if it is nobody yet."""
        told = keys(draft) or self._words(draft)
        named = [(_kind_of(key), self._by_key[key]) for key in told if key in self._by_key]
        for kind in ("external", "email", "phone", "company", "words") if named else ():
            found = [
                (identity is lead, lead)
                for of_kind, pairs in named
                if of_kind == kind
                for identity, lead in pairs
                if lead is not draft and _agrees(kind, draft, identity)
            ]
            if found:
                # Whoever is known so now goes before who was known so once.
                return max(found, key=lambda pair: (pair[0], pair[1].is_open, pair[1].pk or 0))[1]
        return None

    def add_email(self, email_norm: str, lead: Lead) -> None:
        """Make the lead recognizable by an address it is about to get."""
        self._by_key[f"email:{email_norm}"].append((lead, lead))

    def holder(self, email_norm: str) -> Lead | None:
        """Return the open lead that has this address."""
        known = self._by_key.get(f"email:{email_norm}", ())
        return next((lead for identity, lead in known if identity is lead and lead.is_open), None)


def _kind_of(key: str) -> str:
    kind = key.partition(":")[0]
    return "company" if kind in {"domain", "tax"} else kind


def _agrees(kind: str, draft: Lead, lead: Identity) -> bool:
    """Say whether nothing speaks against the two being one, as ``_same_person`` and ``_same_company`` do in SQL."""
    if kind == "phone":
        return not (draft.email_norm and lead.email_norm) and (
            not draft.name_norm or lead.name_norm in {"", draft.name_norm}
        )
    if kind == "company":
        if draft.domain and draft.domain == lead.domain:
            return True
        if draft.tax_id_norm and draft.tax_id_norm == lead.tax_id_norm:
            return True
        same_domain = not draft.domain or lead.domain in {"", draft.domain}
        return same_domain and (not draft.tax_id_norm or lead.tax_id_norm in {"", draft.tax_id_norm})
    return True


def load(drafts: Sequence[Lead], *, locks: bool = True, source: int | None = None) -> Known:
    """Return every stored lead that one of the drafts might be, their rows locked in one order unless told not to.

    With a ``source``, people without any key are looked for by their words among its own leads without one.

    Queries: two, three where somebody was known otherwise before a merge; by the indexes of the keys. The tests for
    "" let the planner see that a partial index serves.
    """
    test = _any_of(drafts)
    known = Known(by_words=source is not None)
    unkeyed = [draft for draft in drafts if words(draft)] if source is not None else []
    wanted = test | _by_words(unkeyed, source) if unkeyed else test
    found = {lead.pk: lead for lead in _rows(wanted, locks=locks)}
    for lead in found.values():
        known.add(lead)
    # Asked second: a merge that ended while the rows above were waited for has left its alias by now.
    former = list(LeadAlias.objects.filter(test))
    if missing := {alias.lead_id for alias in former} - set(found):
        found |= {lead.pk: lead for lead in _rows(Q(pk__in=missing), locks=locks)}
    for alias in former:
        if alias.lead_id in found:
            known.add(found[alias.lead_id], known_as=alias)
    return known


def _rows(test: Q, *, locks: bool) -> Iterable[Lead]:
    rows = Lead.objects.filter(test).order_by("pk")
    return rows.select_for_update(of=("self",), no_key=True) if locks else rows


def _by_words(unkeyed: Sequence[Lead], source: int | None) -> Q:
    """Return the condition under which a row may be one of those without a key; names are told by their index."""
    names = {draft.name_norm for draft in unkeyed}
    test = Q(name_norm__among=names, email_norm="", phone_e164="", external_id="", last_source_id=source)
    if "" in names:
        test &= ~Q(name_norm="") | ~Q(phone="")
    return test


def _any_of(drafts: Sequence[Lead]) -> Q:
    """Return the condition under which a row may be one of the drafts."""
    external = [draft.external_id for draft in drafts if draft.external_id]
    alone = [draft for draft in drafts if is_company_only(draft)]
    test = Q(email_norm__among={draft.email_norm for draft in drafts if draft.email_norm})
    test |= Q(phone_e164__among={draft.phone_e164 for draft in drafts if draft.phone_e164})
    if external:
        test |= Q(external_id__among=external) & ~Q(external_id="")
    if alone:
        by_company = Q(company_norm__among={draft.company_norm for draft in alone})
        by_company |= Q(domain__among={draft.domain for draft in alone if draft.domain})
        taxed = {draft.tax_id_norm for draft in alone if draft.tax_id_norm}
        by_company |= Q(tax_id_norm__among=taxed) & ~Q(tax_id_norm="")
        test |= by_company & Q(email_norm="", name_norm="")
    return test
