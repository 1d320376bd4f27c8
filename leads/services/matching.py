"""Which lead somebody already is. Whoever looks holds the keys' locks, so two looks at once find one lead."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q, QuerySet

from core.scope import current_workspace_id
from leads.models import Lead


def keys(draft: Lead) -> set[str]:
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


def is_company_only(draft: Lead) -> bool:
    """Say whether the draft names a company and no person."""
    return bool(draft.company_norm) and not draft.email_norm and not draft.name_norm


def _lock_number(key: str) -> int:
    digest = hashlib.blake2b(f"lead:{current_workspace_id()}:{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def hold(drafts: Iterable[Lead]) -> None:
    """Wait for and hold the drafts' keys until the transaction ends, in one order for everybody."""
    numbers = sorted({_lock_number(key) for draft in drafts for key in keys(draft)})
    if numbers:
        with connection.cursor() as cursor:
            # unnest() keeps the order, and the locks are taken row by row
            cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [numbers])


def find(draft: Lead) -> Lead | None:
    """Return the lead that the draft is: the open one if there is one, else the newest closed one.

    Tried in order: the other system's id; the e-mail; the phone, where names and e-mails do not contradict;
    for a company alone its domain, tax id and name among companies alone. Queries: one to four.
    """
    for candidates in _candidates(draft):
        if found := candidates.select_related("rank").order_by("-is_open", "-pk").first():
            return _open_twin(found) or found
    return None


def _candidates(draft: Lead) -> Iterable[QuerySet[Lead]]:
    leads = Lead.objects.all()
    if draft.external_id:
        yield leads.filter(external_id=draft.external_id, external_source=draft.external_source_id)
    if draft.email_norm:
        yield leads.filter(email_norm=draft.email_norm)
    if draft.phone_e164:
        yield leads.filter(phone_e164=draft.phone_e164).filter(_same_person(draft))
    if is_company_only(draft):
        yield leads.filter(email_norm="", name_norm="").filter(_same_company(draft))


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
    """Many leads at once, recognized by the rules of ``find``: those stored and those of the batch itself."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Lead]] = defaultdict(list)

    def add(self, lead: Lead) -> None:
        """Make the lead recognizable."""
        for key in keys(lead):
            self._by_key[key].append(lead)

    def find(self, draft: Lead) -> Lead | None:
        """Return the lead that the draft is, the open one first, else the newest; None if it is nobody yet."""
        for kind in ("external", "email", "phone", "company"):
            found = {
                id(lead): lead
                for key in keys(draft)
                if _kind_of(key) == kind
                for lead in self._by_key.get(key, ())
                if lead is not draft and _agrees(kind, draft, lead)
            }
            if found:
                return max(found.values(), key=lambda lead: (lead.is_open, lead.pk or 0))
        return None

    def add_email(self, email_norm: str, lead: Lead) -> None:
        """Make the lead recognizable by an address it is about to get."""
        self._by_key[f"email:{email_norm}"].append(lead)

    def holder(self, email_norm: str) -> Lead | None:
        """Return the open lead that has this address."""
        return next((lead for lead in self._by_key.get(f"email:{email_norm}", ()) if lead.is_open), None)


def _kind_of(key: str) -> str:
    kind = key.partition(":")[0]
    return "company" if kind in {"domain", "tax"} else kind


def _agrees(kind: str, draft: Lead, lead: Lead) -> bool:
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


def load(drafts: Sequence[Lead], *, locks: bool = True) -> Known:
    """Return every stored lead that one of the drafts might be, their rows locked in one order unless told not to.

    Queries: one, by the indexes of the keys; the tests for "" let the planner see that a partial index serves.
    """
    external = [draft.external_id for draft in drafts if draft.external_id]
    alone = [draft for draft in drafts if is_company_only(draft)]
    test = Q(email_norm__in={draft.email_norm for draft in drafts if draft.email_norm})
    test |= Q(phone_e164__in={draft.phone_e164 for draft in drafts if draft.phone_e164})
    if external:
        test |= Q(external_id__in=external) & ~Q(external_id="")
    if alone:
        by_company = Q(company_norm__in={draft.company_norm for draft in alone})
        by_company |= Q(domain__in={draft.domain for draft in alone if draft.domain})
        taxed = {draft.tax_id_norm for draft in alone if draft.tax_id_norm}
        by_company |= Q(tax_id_norm__in=taxed) & ~Q(tax_id_norm="")
        test |= by_company & Q(email_norm="", name_norm="")
    known = Known()
    found = Lead.objects.filter(test).order_by("pk")
    for lead in found.select_for_update(of=("self",), no_key=True) if locks else found:
        known.add(lead)
    return known
