"""Everything held of a person in one file: a job, since it reads whole tables; kept a day for who asked."""

import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from leads import privacy
from leads.models import Lead
from leads.privacy import Holding, Person
from leads.services import exports
from leads.services.people_known import person_of
from tenants.services import audit
from work import jobs
from work.models import Job


KIND = "person_export"
VERSION = 1
HIDDEN = {"workspace_id", "workspace"}


def start(*, lead: Lead, by: int | None, at: datetime) -> Job:
    """Begin to put everything together that is held of the person behind the lead."""
    params = {"lead": lead.pk, "token": secrets.token_urlsafe(24)}
    job = jobs.start(kind=KIND, params=params, total=1, by=by)
    audit.record(action="person.exported", by=by, at=at, target=str(lead.public_id))
    return job


def step(*, job: Job, at: datetime) -> bool:
    """Write the file; again it is written over."""
    person = person_of([job.params["lead"]])
    with override(job.params.get("language")):
        document = document_of(person, at=at)
    path = _path(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(
        json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    draft.replace(path)
    job.finished = 1
    job.result["until"] = (at + exports.KEPT).isoformat()
    return True


def document_of(person: Person, *, at: datetime) -> dict[str, Any]:
    """Return ``{"version", "made_at", "held": [{"table", "label", "rows": [{column: value}]}]}``."""
    held = [
        {"table": holding.name, "label": str(holding.label), "rows": rows}
        for holding in privacy.every()
        if (rows := rows_of(holding, person))
    ]
    return {"version": VERSION, "made_at": at.isoformat(), "held": held}


def rows_of(holding: Holding, person: Person) -> list[dict[str, Any]]:
    """Return the rows as columns and values; empty values and copies made for search are left out."""
    found = holding.find(person).order_by("pk")
    return [_plain(row, holding.hidden) for row in found]


def _plain(row: Model, hidden: tuple[str, ...]) -> dict[str, Any]:
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.attname in HIDDEN or field.attname in hidden or value in (None, "", b"", [], {}):
            continue
        values[field.attname] = _readable(value)
    return values


def _readable(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", errors="replace")
    return str(value.code) if hasattr(value, "code") else value


def _path(job: Job) -> Path:
    return exports.folder() / f"{job.params['token']}.json"


def path_of(job: Job, *, at: datetime) -> Path | None:
    """Return where the file lies, None if it is not ready, too old or gone."""
    until = job.result.get("until")
    if not until or datetime.fromisoformat(until) <= at:
        return None
    return path if (path := _path(job)).is_file() else None


def latest(*, lead_id: int, by: int) -> Job | None:
    """Return the newest one of this lead that the member asked for."""
    mine = Job.objects.filter(kind=KIND, started_by=by, params__lead=lead_id)
    return mine.order_by("-created_at", "-pk").first()


def tokens(person: Person) -> list[str]:
    """Return under which names files about the person's leads were put together."""
    made = Job.objects.filter(kind=KIND, params__lead__in=list(person.lead_ids))
    return [params["token"] for params in made.values_list("params", flat=True)]


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return _("Put together what is held of a person")


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the person."""
    return "leads:privacy", {"pk": job.params["lead"]}


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))
