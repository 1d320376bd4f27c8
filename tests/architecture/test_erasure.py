"""O5: erasing erases. Every table and every text of it is known, and after an erasure no canary of the person sings."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Field, JSONField, Model

from conversion.models import Contact, Conversion, Opportunity
from core.scope import workspace_scope
from leadcrm.privacy import HOLDINGS, NOBODYS
from leads import privacy, references
from leads.models import ErasedAddress, Erasure, Lead
from leads.services import erasing
from messaging.models import Message, Recipient
from messaging.queries import digest
from tenants.models import AuditEntry, Membership
from tests.architecture import catalogue
from tests.architecture.canaries import Canaries, Nest
from tests.architecture.rows import SPECIAL
from work import jobs


NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# Texts of emptied rows that stay: words of the workspace's own lists, and keys that say nothing of anybody.
STAYS = {
    *(
        "capture_import.consent_text",
        "capture_import.file_name",
        "capture_import.header",
        "capture_import.kind",
    ),
    *("capture_import.mapping", "capture_import.name", "capture_import.tags", "capture_import.token"),
    *(
        "capture_inquiry.reason",
        "conversion_opportunity.topics",
        "distribution_handoff.reason",
        "leads_activity.dedup_key",
    ),
    *("leads_deed.result", "leads_deed.verb", "leads_lead.by_hand", "leads_lead.main_topic"),
    *("leads_lead.track", "leads_leadrank.light_reason", "leads_stagechange.reason"),
    *("messaging_linkclick.reason", "messaging_mailevent.event_id", "messaging_mailevent.source"),
    *("messaging_message.key", "messaging_message.origin", "messaging_message.topic"),
    *("messaging_message.reason", "nurturing_enrollment.step", "nurturing_steprun.step", "work_job.kind"),
    *("scoring_reviewcase.counts", "scoring_reviewcase.definition_key", "scoring_reviewcase.facts"),
    *("scoring_reviewcase.hits", "scoring_reviewcase.known", "scoring_reviewcase.lines"),
    *("scoring_reviewcase.model_key", "scoring_reviewcase.reason", "scoring_scoresnapshot.lines"),
    *("scoring_scoresnapshot.definition_key", "scoring_scoresnapshot.model_key"),
    # of another entry, which is not about the person
    *("tenants_auditentry.action", "tenants_auditentry.actor", "tenants_auditentry.data"),
    "tenants_auditentry.target",
}
# Tables whose rows are found by the address in them: the column that says it.
LOOSE: dict[str, str] = {
    "capture.ImportFix": "cells",
    "capture.ImportFault": "cells",
    "capture.Import": "checked",
    "leads.Deed": "query",
    "leads.SavedView": "query",
    "tenants.Idempotency": "body",
    "work.Job": "params",
}


def test_every_table_is_held_or_said_to_hold_nobody() -> None:
    held = {holding.model for holding in HOLDINGS}
    every = {model._meta.label for model in catalogue.fenced_models()}
    every |= {f"tenants.{name}" for name in ("Workspace", "User", "Membership", "ApiKey", "PublicToken")}

    assert not held & NOBODYS
    assert every <= held | NOBODYS, "say in leadcrm/privacy.py what becomes of the table"


def test_every_table_that_names_a_lead_is_held() -> None:
    named = {reference.find_model()._meta.label for reference in references.every()}

    assert named <= {holding.model for holding in HOLDINGS}


def test_holdings_name_columns_that_exist() -> None:
    for holding in privacy.every():
        names = {field.name for field in apps.get_model(holding.model)._meta.concrete_fields}
        assert set(holding.blank) <= names, holding.name


def erase(lead: Lead, member: Membership) -> Erasure:
    erasure = erasing.start(lead=lead, request="person", reference="T-1", by=member.user_id, at=NOW)
    for _step in range(3):
        jobs.run(keys=[erasure.job_id or Erasure.objects.get(pk=erasure.pk).job_id], at=NOW)
    erasure.refresh_from_db()
    return erasure


def singing(canaries: Canaries, workspace: int) -> set[str]:
    """Return the columns whose canaries stand anywhere in the workspace's tables, bytes included."""
    heard: set[str] = set()
    with connection.cursor() as cursor:
        for model in catalogue.fenced_models():
            cursor.execute(
                f'SELECT t::text FROM "{model._meta.db_table}" t WHERE workspace_id = %s', [workspace]
            )
            for (row,) in cursor.fetchall():
                heard |= canaries.heard(row.encode()) | canaries.heard(_bytes_of(row))
    return heard


def _bytes_of(row: str) -> bytes:
    """Return what the byte columns of the row say, which PostgreSQL writes as hexadecimal digits."""
    parts = [part.split(",")[0].strip('"') for part in row.split("\\\\x")[1:]]
    return b" ".join(bytes.fromhex(part) for part in parts if len(part) % 2 == 0)


class Home(Nest):
    """A nest whose rows keep what a constraint asks of them."""

    def _value(self, model: type[Model], field: Field) -> Any:
        special = f"{model._meta.db_table}.{field.column}"
        if special == "scoring_reviewcase.actions":
            return [{"kind": "call", "said": self.canaries.hatch(special)}]
        return SPECIAL[special] if special in SPECIAL else super()._value(model, field)


@pytest.fixture
def nest(admin: Membership, settings: Any, tmp_path: Path) -> Nest:
    """A workspace with one row in every table, all about one lead, every text a canary."""
    settings.MEDIA_ROOT = str(tmp_path)
    with workspace_scope(admin.workspace_id), connection.cursor() as cursor:
        nest = Home(Canaries(), cursor, admin.workspace_id, admin.user_id)
        nest.fill()
        lead = Lead.objects.get()
        for reference in references.every():
            if not reference.is_ledger and reference.model != "leads.Lead":
                rows = reference.find_model()._default_manager.all()
                rows.update(**{reference.field: lead.pk})
        address = f"{lead.email_norm}@example.test"
        Lead.objects.update(email=address, email_norm=address)
        lead.refresh_from_db()
        for model, column in LOOSE.items():
            field = apps.get_model(model)._meta.get_field(column)
            said = {"said": address} if isinstance(field, JSONField) else address
            apps.get_model(model)._default_manager.update(**{column: said})
        Conversion.objects.update(contact=Contact.objects.get(), opportunity=Opportunity.objects.get())
        Recipient.objects.update(digest=digest(lead.email_norm), email=lead.email_norm)
        Message.objects.update(recipient=Recipient.objects.get())
        nest.insert(AuditEntry, target=lead.email, data='{"said": "canary"}')
    return nest


@pytest.mark.slow
def test_no_text_of_any_table_is_left(nest: Nest, admin: Membership) -> None:
    tables = {apps.get_model(name)._meta.db_table for name in NOBODYS}
    # written over, so that the rows are about the person
    replaced = {"messaging_recipient.email", "messaging_recipient.digest", "leads_lead.email"}
    replaced |= {f"{apps.get_model(model)._meta.db_table}.{column}" for model, column in LOOSE.items()}
    mine = {cell for cell in nest.canaries.cells.values() if cell.split(".")[0] not in tables} - replaced
    with workspace_scope(admin.workspace_id):
        assert singing(nest.canaries, admin.workspace_id) >= mine
        erasure = erase(Lead.objects.get(), admin)

        assert erasure.state == Erasure.State.DONE
        left = singing(nest.canaries, admin.workspace_id) & mine
        assert left <= STAYS, sorted(left - STAYS)
        # known by its digest alone: the address, what an alias had, and the row of the nest
        assert ErasedAddress.objects.count() == 3
