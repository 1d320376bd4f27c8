"""Erasing a person: a job of three steps, each safe to repeat, that ends in a certificate (O5).

The first step erases every row in one transaction, the second counts the files, the third deletes them: a file that is
gone can be counted no more. Until it is done the certificate knows whom
it is about; then it knows only what was counted.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.failpoints import failpoint
from core.text import clean
from leads import changes, privacy
from leads.choices import ERASED, OPEN_STAGES, Stage
from leads.models import Erasure, Lead, LeadRank
from leads.privacy import Fate, Holding, Person
from leads.services import erased, matching, stages
from leads.services.people_known import person_of
from tenants.services import audit
from work import jobs
from work.models import Job


KIND = "erasure"
REASON = ERASED


class ErasedAlready(DomainError):
    """The person is being erased, or was."""

    code = "erased_already"


class FilesInUse(DomainError):
    """A file that names the person is being worked through."""

    code = "files_in_use"


@transaction.atomic
def start(*, lead: Lead, request: str, reference: str, by: int | None, at: datetime) -> Erasure:
    """Begin to erase the person behind the lead; return the certificate, which fills as the job goes on.

    ``request`` is an ErasureRequest, ``reference`` the workspace's own, e.g. the number of a ticket.
    Raises: ErasedAlready, also for the second of two at once; FilesInUse.
    """
    person = person_of([lead.pk])
    leads = Lead.objects.filter(pk__in=person.lead_ids)
    list(LeadRank.objects.filter(pk__in=person.lead_ids).order_by("pk").select_for_update(of=("self",)))
    if not leads.exclude(closed_reason=REASON).exists():
        raise ErasedAlready(_("This person was erased already."))
    if Erasure.objects.filter(state=Erasure.State.RUNNING, lead_ids__overlap=list(person.lead_ids)).exists():
        raise ErasedAlready(_("This person is being erased already."))
    for files in privacy.every_file():
        if why := files.busy(person):
            raise FilesInUse(str(why))
    erasure = Erasure.objects.create(
        request=request,
        reference=clean(reference)[:80],
        at=at,
        by=by,
        salt=erased.salt(),
        **_named(person),
    )
    job = jobs.start(kind=KIND, params={"erasure": erasure.pk}, total=3, by=by)
    Erasure.objects.filter(pk=erasure.pk).update(job_id=job.pk)
    audit.record(
        action="person.erased", by=by, at=at, target=str(erasure.public_id), data={"request": request}
    )
    return erasure


def _named(person: Person) -> dict[str, list[Any]]:
    return {
        "lead_ids": list(person.lead_ids),
        "addresses": list(person.addresses),
        "titles": list(person.titles),
    }


def step(*, job: Job, at: datetime) -> bool:
    """Erase the rows, count the files, delete them; a step that is repeated finds nothing left to do."""
    erasure = Erasure.objects.select_for_update(of=("self",)).get(pk=job.params["erasure"])
    if erasure.state == Erasure.State.DONE:
        return True
    if "files" not in job.result:
        job.result["files"] = _erase_rows(erasure, at)
        job.finished = 1
        failpoint("erasure_rows_before_commit")
        return False
    if "gone" not in job.result:
        job.result["gone"] = _count_files(erasure, job.result["files"])
        job.finished = 2
        return False
    for one in privacy.every_file():
        one.drop(job.result["gone"].get(one.name, ()))
    job.result = {"files": {}, "gone": {}}
    _finish(erasure, at)
    job.finished = 3
    failpoint("erasure_files_before_commit")
    return True


def _erase_rows(erasure: Erasure, at: datetime) -> dict[str, list[str]]:
    """Erase every row of the person; return the names of the files to be deleted, by kind."""
    leads = _hold(erasure)
    person = person_of(erasure.lead_ids)
    for name, value in _named(person).items():
        setattr(erasure, name, value)
    erasure.save(update_fields=["lead_ids", "addresses", "titles"])
    files = {one.name: one.names(person) for one in privacy.every_file()}
    found = {
        holding.name: list(holding.find(person).order_by("pk").values_list("pk", flat=True))
        for holding in privacy.every()
    }
    _close(leads, by=erasure.by, at=at)
    erased.remember(emails=person.emails, erasure=erasure)
    counts: Counter[str] = Counter()
    for holding in privacy.every():
        rows = found[holding.name]
        if rows:
            counts[holding.model] += len(rows)
        if rows or holding.always:
            _erase(holding, person, rows, erasure, at)
    erasure.counts = dict(sorted(counts.items()))
    erasure.save(update_fields=["counts"])
    changes.mark(person.lead_ids)
    return files


def _hold(erasure: Erasure) -> list[Lead]:
    """Lock the ranks as every verb does, then what the person is known by, so that no inquiry meets them meanwhile."""
    ranks = LeadRank.objects.filter(pk__in=erasure.lead_ids).order_by("pk")
    list(ranks.select_for_update(of=("self",)).values_list("pk", flat=True))
    leads = list(Lead.objects.filter(pk__in=erasure.lead_ids).select_related("rank").order_by("pk"))
    matching.hold_identities(leads)
    return leads


def _close(leads: Sequence[Lead], *, by: int | None, at: datetime) -> None:
    for lead in leads:
        if lead.rank.stage in OPEN_STAGES:
            stages.move(lead=lead, to_stage=Stage.DISQUALIFIED, by=by, at=at, reason=REASON)


def _erase(holding: Holding, person: Person, rows: Sequence[int], erasure: Erasure, at: datetime) -> None:
    model = holding.find(person).model
    if holding.ledger:
        with connection.cursor() as cursor:
            cursor.execute("SELECT leads_forget(%s, %s)", [erasure.pk, model._meta.db_table])
    elif holding.erase:
        holding.erase(person, rows, at)
    elif holding.fate == Fate.DELETED:
        model._default_manager.filter(pk__in=rows).delete()
    elif holding.blank:
        model._default_manager.filter(pk__in=rows).update(**holding.blank)


def _count_files(erasure: Erasure, names: dict[str, list[str]]) -> dict[str, list[str]]:
    """Write down how many files go; return which, by kind."""
    gone = {one.name: one.find(names.get(one.name, ()), erasure.addresses) for one in privacy.every_file()}
    erasure.counts |= {f"files.{name}": len(found) for name, found in gone.items() if found}
    erasure.save(update_fields=["counts"])
    return gone


def _finish(erasure: Erasure, at: datetime) -> None:
    """Write the certificate, which names nobody any more."""
    erasure.state, erasure.finished_at = Erasure.State.DONE, at
    erasure.lead_ids, erasure.addresses, erasure.titles = [], [], []
    erasure.save(update_fields=["state", "finished_at", "counts", "lead_ids", "addresses", "titles"])


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return _("Erase a person")


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the certificate."""
    return "leads:certificate", {"pk": job.params["erasure"]}


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))
