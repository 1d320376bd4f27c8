"""The words under which accounts, contacts and opportunities are found."""

from collections.abc import Mapping, Set

from django.db import connection

from conversion.models import Account, Contact, Opportunity
from conversion.models.word import SearchWord
from core.scope import current_workspace_id
from core.text import tokens


Kind = SearchWord.Kind
REINDEX = """
WITH wanted AS (SELECT * FROM unnest(%(records)s::bigint[], %(words)s::text[]) AS w(record, word)),
gone AS (
  DELETE FROM conversion_searchword t
  WHERE t.workspace_id = %(workspace)s AND t.kind = %(kind)s AND t.record = ANY(%(touched)s)
  AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.record = t.record AND w.word = t.word))
INSERT INTO conversion_searchword (workspace_id, kind, word, record)
SELECT %(workspace)s, %(kind)s, w.word, w.record FROM wanted w ORDER BY w.record, w.word
ON CONFLICT DO NOTHING
"""


def account_saved(account: Account) -> None:
    """Bring an account's words, and those of its deals, into line. Queries: three at most."""
    name = account.name
    _write(Kind.ACCOUNT, {account.pk: tokens(name, account.domain, account.tax_id, account.tax_id_norm)})
    deals = Opportunity.objects.filter(account=account).values_list("pk", "name")
    _write(Kind.OPPORTUNITY, {pk: tokens(deal, name) for pk, deal in deals})


def contact_saved(contact: Contact) -> None:
    """Bring a contact's words into line. Queries: one."""
    digits = "".join(char for char in contact.phone if char.isdigit())
    words = tokens(contact.name, contact.email, digits, contact.phone_e164.removeprefix("+"))
    _write(Kind.CONTACT, {contact.pk: words})


def deal_saved(deal: Opportunity) -> None:
    """Bring a deal's words into line: those of its name and of its account's. Queries: one or two."""
    _write(Kind.OPPORTUNITY, {deal.pk: tokens(deal.name, deal.account.name)})


def gone(kind: str, pk: int) -> None:
    """Forget the words of a record that is deleted. Queries: one."""
    SearchWord.objects.filter(kind=kind, record=pk).delete()


def _write(kind: str, words: Mapping[int, Set[str]]) -> None:
    if not words:
        return
    pairs = sorted((pk, word) for pk, found in words.items() for word in found)
    with connection.cursor() as cursor:
        cursor.execute(
            REINDEX,
            {
                "workspace": current_workspace_id(),
                "kind": str(kind),
                "records": [pk for pk, _word in pairs],
                "words": [word for _pk, word in pairs],
                "touched": sorted(words),
            },
        )
