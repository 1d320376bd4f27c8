"""The run of an import: part by part, each with its rows, its place and its counts in one transaction (I6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from capture.import_choices import OPEN, Basis, ImportState
from capture.models import Import, ImportFault, ImportFix, ImportMark
from capture.parsers.files.base import Row
from capture.services import import_files, import_rows, imports
from capture.services.import_drafts import ImportStarted
from capture.services.import_files import KEPT, MAX_ROWS
from core import sets
from core.errors import DomainError
from core.failpoints import failpoint
from leads.choices import Channel
from leads.models import Lead, LeadRank
from leads.services import bulk, consent, tags
from leads.services.bulk import ImportCounts
from leads.services.consent import Grant
from tenants.services import audit
from work import jobs
from work.models import Job


KIND = "import"
State = ImportState


class CannotStart(DomainError):
    """The import has no columns yet, or too many rows."""

    code = "cannot_start"


@transaction.atomic
def start(*, batch: Import, by: int, at: datetime) -> Job:
    """Begin the run; of two who press at once, one begins it.

    Raises: ImportStarted, CannotStart, FileGone.
    """
    locked = Import.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    if locked.state == State.MAPPING:
        raise CannotStart(_("Say which column is what first."))
    if locked.state != State.READY:
        raise ImportStarted(_("This import was started already."))
    total = _count(locked)
    if total > MAX_ROWS:
        raise CannotStart(
            _("The file has more than 100,000 rows. Split it, or use the command import_leads.")
        )
    job = jobs.start(kind=KIND, params={"import": locked.pk, "name": locked.name}, total=total, by=by)
    locked.state, locked.started_at, locked.job_id = State.RUNNING, at, job.pk
    locked.save(update_fields=["state", "started_at", "job_id", "updated_at"])
    audit.record(action="import.started", target=locked.name, by=by, at=at, data={"count": total})
    return job


def _count(batch: Import) -> int:
    if batch.checked.get("is_whole"):
        return int(batch.checked["rows"])
    return sum(1 for _row in import_files.table_of(batch))


def step(*, job: Job, at: datetime) -> bool:
    """Take the next rows over; say whether they were the last."""
    batch = (
        Import.objects.select_for_update(no_key=True, of=("self",))
        .select_related("source", "campaign")
        .get(pk=job.params["import"])
    )
    if batch.state != State.RUNNING or batch.job_id != job.pk:
        return True
    rows = import_files.next_rows(batch, after=batch.place, size=bulk.BATCH, reader="run")
    # Reasons are told in the language of whoever started it.
    with override(job.params.get("language")):
        counts = _take(batch, rows, at=at)
    batch.read += len(rows)
    batch.created += counts.created
    batch.updated += counts.updated
    batch.skipped += counts.skipped
    batch.failed += counts.failed
    batch.place = rows[-1].number if rows else batch.place
    is_done = len(rows) < bulk.BATCH
    if is_done:
        batch.state, batch.finished_at = State.DONE, at
    batch.save()
    job.finished = batch.read
    job.total = max(job.total, batch.read)
    failpoint("import_chunk_before_commit")
    return is_done


def _take(batch: Import, rows: Sequence[Row], *, at: datetime) -> ImportCounts:
    mapping, reader = import_rows.reader_of(batch)
    counts = imports.take(rows, reader, mapping, batch.source, by=batch.by_id, at=at)  # type: ignore[arg-type]
    tagged = _tag(batch, counts, at=at)
    _tell_campaign(batch, list(counts.made.values()))
    _grant(batch, list(counts.made.values()), at=at)
    _mark(batch, counts, tagged, at=at)
    reasons = dict(counts.errors)
    sets.insert(
        ImportFault,
        [
            {"batch_id": batch.pk, "row": row.number, "reason": reasons[row.number], "cells": list(row.cells)}
            for row in rows
            if row.number in reasons
        ],
    )
    return counts


def _tag(batch: Import, counts: ImportCounts, *, at: datetime) -> Mapping[int, Sequence[str]]:
    """Put the import's tags on everybody the rows name, except known leads where only new ones are wanted."""
    if not batch.tags:
        return {}
    known = set() if batch.mapping.get("policy") == "create" else counts.met
    return tags.add(lead_ids={*counts.made.values(), *known}, tags=batch.tags, by=batch.by_id, at=at)


def _tell_campaign(batch: Import, made: Sequence[int]) -> None:
    if batch.campaign_id and made:
        LeadRank.objects.filter(pk__in=made).update(campaign=batch.campaign)
        Lead.objects.filter(pk__in=made).update(last_campaign=batch.campaign)


def evidence_of(batch: Import) -> str:
    """Return what the ledger of consent calls the import."""
    return f"import:{batch.public_id}"


def _grant(batch: Import, made: Sequence[int], *, at: datetime) -> None:
    """Write down the consent of new people; that of known ones is theirs to give or withdraw."""
    if batch.basis != Basis.CONSENT:
        return
    evidence = evidence_of(batch)
    consent.record_first(
        [
            Grant(lead, batch.consent_text, "", Channel.IMPORT, evidence, "", at, source=batch.name)
            for lead in Lead.objects.filter(pk__in=list(made)).only("pk").order_by("pk")
        ]
    )


def _mark(batch: Import, counts: ImportCounts, tagged: Mapping[int, Sequence[str]], *, at: datetime) -> None:
    """Note what was done to each lead, so that it can be taken back."""
    made = {lead_id: row for row, lead_id in counts.made.items()}
    sets.insert(
        ImportMark,
        [
            {
                "batch_id": batch.pk,
                "lead_id": lead_id,
                "row": made.get(lead_id, 0),
                "is_new": lead_id in made,
                "changed": {path: list(pair) for path, pair in counts.changed.get(lead_id, {}).items()},
                "tags": [] if lead_id in made else list(tagged.get(lead_id, ())),
                "at": at,
            }
            for lead_id in sorted({*made, *counts.changed, *tagged})
        ],
    )


def settle(job: Job, at: datetime) -> None:
    """Let an import whose job was canceled stand as far as it came."""
    if job.kind == KIND and job.state == Job.State.CANCELED:
        mine = Import.objects.filter(pk=job.params["import"], job_id=job.pk, state=State.RUNNING)
        mine.update(state=State.STOPPED, finished_at=at, updated_at=at)


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return format_lazy("{what}: {name}", what=_("Import"), name=job.params.get("name", ""))


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the run."""
    return "capture:import-run", {"pk": job.params["import"]}


@transaction.atomic
def forget(*, at: datetime) -> None:
    """Delete what names people of imports that ended a month ago, and drafts as old; figures of the others stay."""
    never_ran = Q(state__in=OPEN, created_at__lt=at - KEPT)
    ended = Q(finished_at__lt=at - KEPT) & ~Q(state__in=[*OPEN, State.RUNNING, State.UNDOING])
    old = Import.objects.filter(never_ran | ended)
    ids = list(old.values_list("pk", flat=True))
    for model in (ImportFault, ImportMark, ImportFix):
        model.objects.filter(batch_id__in=ids).delete()
    old.filter(never_ran).delete()
    old.update(checked={})
    still = Import.objects.exclude(ended)
    import_files.forget(set(still.values_list("token", flat=True)), at=at)


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))
    jobs.listen(KIND, settle)
