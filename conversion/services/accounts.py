"""Accounts and contacts: made, edited, and asked whose they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from conversion.models import Account, Contact
from conversion.services import indexing
from core.errors import DomainError, Invalid
from core.scope import current_workspace_id
from core.text import fold
from leads import normalize
from leads.services import ownership


ACCOUNT_FIELDS = (
    "name", "website", "industry", "employees", "country", "region", "city", "tax_id", "owner_id",
)  # fmt: skip
CONTACT_FIELDS = ("first_name", "last_name", "job_title", "email", "phone", "language", "owner_id")

# The account of a lead's company is known by domain, that of its person by a contact's address; the oldest wins.
# Two indexed joins rather than one with OR, which would walk every account for every lead of the batch.
OWNERS_OF = """
WITH asked AS (
  SELECT id, domain, email_norm FROM leads_lead WHERE workspace_id = %(workspace)s AND id = ANY(%(leads)s)
), known AS (
  SELECT l.id AS lead_id, a.id, a.owner_id, a.created_at FROM asked l
  JOIN conversion_account a ON a.workspace_id = %(workspace)s AND a.domain = l.domain AND a.domain <> ''
  UNION ALL
  SELECT l.id, a.id, a.owner_id, a.created_at FROM asked l
  JOIN conversion_contact c ON c.workspace_id = %(workspace)s AND c.email_norm = l.email_norm AND c.email_norm <> ''
  JOIN conversion_account a ON a.workspace_id = %(workspace)s AND a.id = c.account_id
)
SELECT DISTINCT ON (k.lead_id) k.lead_id, k.owner_id FROM known k
JOIN tenants_membership m ON m.workspace_id = %(workspace)s AND m.user_id = k.owner_id AND m.is_active
  AND m.role = ANY(%(roles)s)
JOIN tenants_user u ON u.id = k.owner_id AND u.is_active
ORDER BY k.lead_id, k.created_at, k.id
"""


class StaleRecord(DomainError):
    """Somebody saved the record meanwhile."""

    code = "stale_record"


def owners_of(*, lead_ids: Sequence[int]) -> dict[int, int]:
    """Return who owns the account that a lead's company or person belongs to already, by lead. Queries: one."""
    if not lead_ids:
        return {}
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "workspace": current_workspace_id(),
            "leads": list(lead_ids),
            "roles": list(ownership.OWNERS),
        }
        cursor.execute(OWNERS_OF, values)
        return dict(cursor.fetchall())


def _account_copies(account: Account) -> None:
    account.name_norm = fold(account.name)[:200]
    account.tax_id_norm = normalize.tax_id(account.tax_id)
    account.domain = normalize.host(account.website) or account.domain


def _contact_copies(contact: Contact, *, country: str) -> None:
    contact.name_norm = fold(contact.name)[:260]
    contact.email_norm = normalize.email(contact.email)
    contact.phone_e164 = normalize.phone(contact.phone, country)


@transaction.atomic
def create_account(*, values: Mapping[str, Any], domain: str = "", is_individual: bool = False) -> Account:
    """Make an account.

    Raises: Invalid without a name, NotAMember for a stranger as owner.
    """
    account = Account(is_individual=is_individual, domain=domain, **dict(values))
    _check_name(account.name, "name")
    if account.owner_id:
        ownership.check_owner(account.owner_id)
    _account_copies(account)
    account.save(force_insert=True)
    indexing.account_saved(account)
    return account


@transaction.atomic
def create_contact(*, account: Account, values: Mapping[str, Any], country: str = "") -> Contact:
    """Make a contact at the account.

    Raises: Invalid without name, address and phone; NotAMember.
    """
    contact = Contact(account=account, **dict(values))
    _check_name(contact.name, "first_name")
    if contact.owner_id:
        ownership.check_owner(contact.owner_id)
    _contact_copies(contact, country=country)
    contact.save(force_insert=True)
    indexing.contact_saved(contact)
    return contact


def _check_name(name: str, path: str) -> None:
    if not name.strip():
        raise Invalid(_("A name is needed."), errors=[{"path": path, "message": str(_("A name is needed."))}])


@transaction.atomic
def edit_account(
    *, account: Account, values: Mapping[str, Any], version: int | None, at: datetime
) -> Account:
    """Change the named fields; refused if somebody saved the account since ``version`` was read.

    Raises: StaleRecord, Invalid, NotAMember.
    """
    saved: Account = _save(account, ACCOUNT_FIELDS, values, version, at, copies=_account_copies)
    indexing.account_saved(saved)
    return saved


@transaction.atomic
def edit_contact(
    *, contact: Contact, values: Mapping[str, Any], version: int | None, at: datetime, country: str = ""
) -> Contact:
    """Change the named fields; refused if somebody saved the contact since ``version`` was read.

    Raises: StaleRecord, Invalid, NotAMember.
    """
    saved: Contact = _save(
        contact, CONTACT_FIELDS, values, version, at, copies=lambda row: _contact_copies(row, country=country)
    )
    indexing.contact_saved(saved)
    return saved


def _save(
    record: Any,
    fields: Sequence[str],
    values: Mapping[str, Any],
    version: int | None,
    at: datetime,
    *,
    copies: Any,
) -> Any:
    unknown = set(values) - set(fields)
    if unknown:
        raise TypeError(f"Not editable: {sorted(unknown)}")
    for name, value in values.items():
        setattr(record, name, value)
    _check_name(record.name, fields[0])
    if values.get("owner_id"):
        ownership.check_owner(values["owner_id"])
    copies(record)
    columns = [*fields, *(name for name in ("name_norm", "tax_id_norm", "domain") if hasattr(record, name))]
    columns += [name for name in ("email_norm", "phone_e164") if hasattr(record, name)]
    expected = record.version if version is None else version
    claimed = (
        type(record)
        .objects.filter(pk=record.pk, version=expected)
        .update(
            **{name: getattr(record, name) for name in dict.fromkeys(columns)},
            version=F("version") + 1,
            updated_at=at,
        )
    )
    if not claimed:
        raise StaleRecord(_("Somebody saved this a moment ago. Reload to see what changed, then try again."))
    record.version = expected + 1
    return record
