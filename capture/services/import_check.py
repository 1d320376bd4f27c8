"""What an import would make of its file, before it runs: the first thousand rows at once, all of them by a job.

``Import.checked`` is ``{"revision", "is_whole", "rows", "counts": {verdict: n}, "first": [line, …],
"lines": {verdict: [line, …]}}``, a line ``[row, verdict, message, lead id or None, other row or None]``.
It is a forecast: between it and the run, leads change. Nothing is written to leads.
"""

import hashlib
import struct
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from capture.import_choices import OPEN, Verdict
from capture.models import Import
from capture.parsers.files.base import Row
from capture.parsers.mapping import Mapping
from capture.services import import_files, import_rows
from leads.models import Lead
from leads.services import bulk, matching, writing
from leads.services.bulk import Target
from work import jobs
from work.models import Job


KIND = "import_check"
AT_ONCE = 1000
# So many rows of the beginning, and of each verdict, are shown.
SHOWN = 50
MOST_ERRORS = 200
Line = list[Any]
Seen = dict[int, int]
RECORD = struct.Struct("<qI")


def first_rows(batch: Import, *, at: datetime) -> dict[str, Any]:
    """Foresee the first thousand rows of the import as it is now."""
    rows = import_files.first_rows(batch, AT_ONCE + 1)
    checked = _empty(batch)
    _add(checked, _lines(batch, rows[:AT_ONCE], {}, at=at))
    checked["is_whole"] = len(rows) <= AT_ONCE
    return checked


def start(batch: Import, *, by: int | None) -> Job:
    """Begin to foresee every row."""
    params = {"import": batch.pk, "revision": batch.revision}
    return jobs.start(kind=KIND, params=params, total=0, by=by)


def step(*, job: Job, at: datetime) -> bool:
    """Foresee the next rows; what was changed meanwhile ends it, since that began a check of its own."""
    batch = _draft_of(job)
    if batch is None:
        return True
    place = job.result.get("place", 0)
    checked = job.result.get("checked") or _empty(batch)
    rows = import_files.next_rows(batch, after=place, size=bulk.BATCH, reader="check")
    seen = _read_seen(batch, job.result.get("keys", 0))
    known = len(seen)
    with override(job.params.get("language")):
        _add(checked, _lines(batch, rows, seen, at=at))
    job.finished += len(rows)
    job.total = max(job.total, job.finished)
    job.result |= {"checked": checked, "place": rows[-1].number if rows else place}
    is_done = len(rows) < bulk.BATCH
    if is_done:
        checked["is_whole"] = True
        Import.objects.filter(pk=batch.pk, revision=batch.revision).update(checked=checked)
        job.result = {"rows": checked["rows"]}
        import_files.keys_path(batch.token, batch.revision).unlink(missing_ok=True)
    else:
        job.result["keys"] = job.result.get("keys", 0) + _write_seen(batch, seen, known, job)
    return is_done


def _draft_of(job: Job) -> Import | None:
    """Return the import if it is still as the check began with it; if not, what the check noted goes."""
    batch = Import.objects.filter(pk=job.params["import"]).first()
    if batch and (batch.revision != job.params["revision"] or batch.state not in OPEN):
        import_files.keys_path(batch.token, job.params["revision"]).unlink(missing_ok=True)
        return None
    return batch


def _empty(batch: Import) -> dict[str, Any]:
    return {
        "revision": batch.revision,
        "is_whole": False,
        "rows": 0,
        "counts": dict.fromkeys(Verdict.values, 0),
        "first": [],
        "lines": {},
    }


def _add(checked: dict[str, Any], lines: Sequence[Line]) -> None:
    checked["rows"] += len(lines)
    for line in lines:
        verdict = str(line[1])
        checked["counts"][verdict] += 1
        if len(checked["first"]) < SHOWN:
            checked["first"].append(line)
        shown = checked["lines"].setdefault(verdict, [])
        if len(shown) < (MOST_ERRORS if verdict == Verdict.ERROR else SHOWN):
            shown.append(line)


def _lines(batch: Import, rows: Sequence[Row], seen: Seen, *, at: datetime) -> list[Line]:
    """Return what would become of each row; whom new ones name is added to ``seen``."""
    mapping, reader = import_rows.reader_of(batch)
    readable = [reader.read(row) for row in rows if not row.fault]
    foreseen = bulk.foresee(
        rows=readable,
        source=batch.source,
        policy=mapping.effective_policy,  # type: ignore[arg-type]
        at=at,
    )
    lines = []
    for row in rows:
        if message := row.fault or foreseen.faults.get(row.number):
            lines.append([row.number, Verdict.ERROR.value, message, None, None])
        else:
            target = foreseen.targets.get(row.number)
            lines.append([row.number, *_judge(row.number, target, mapping, seen)])
    return lines


def _judge(number: int, target: Target | None, mapping: Mapping, seen: Seen) -> Line:
    if target is None:
        return [Verdict.SKIP.value, str(_("Nobody known, and new leads are not wanted.")), None, None]
    if target.row.source_row != number:
        return [Verdict.MERGE.value, "", target.lead.pk, target.row.source_row]
    if target.lead.pk is None:
        return _judge_new(number, target, seen)
    changed = writing.differences(target.lead, target.values)
    paths = ", ".join(sorted(changed))
    return [(Verdict.UPDATE if changed else Verdict.SAME).value, paths, target.lead.pk, None]


def _judge_new(number: int, target: Target, seen: Seen) -> Line:
    keys = [_number(key) for key in sorted(_names(target.lead))]
    other = next((seen[key] for key in keys if key in seen), None)
    if other is not None:
        return [Verdict.MERGE.value, "", None, other]
    seen |= dict.fromkeys(keys, number)
    return [Verdict.NEW.value, "", None, None]


def _names(lead: Lead) -> set[str]:
    """Return by what a later row is the same; a phone only together with the name, since families share one."""
    found = {
        key for key in (*matching.keys(lead), matching.words(lead)) if key and not key.startswith("phone:")
    }
    return found | (
        {f"phone:{lead.phone_e164}:{lead.name_norm}"} if lead.phone_e164 and not lead.email_norm else set()
    )


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little", signed=True)


def _read_seen(batch: Import, count: int) -> Seen:
    """Return whom the first ``count`` records name; what a step that was not committed wrote is passed over."""
    if not count:
        return {}
    data = import_files.keys_path(batch.token, batch.revision).read_bytes()[: count * RECORD.size]
    return dict(RECORD.iter_unpack(data))


def _write_seen(batch: Import, seen: Seen, known: int, job: Job) -> int:
    """Write what this step has seen behind what stood there before; return how many records."""
    new = list(seen.items())[known:]
    path = import_files.keys_path(batch.token, batch.revision)
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(job.result.get("keys", 0) * RECORD.size)
        file.seek(0, 2)
        file.write(b"".join(RECORD.pack(key, row) for key, row in new))
    return len(new)


def latest(batch: Import) -> Job | None:
    """Return the newest check of the import as it is now. Queries: one."""
    asked = Job.objects.filter(kind=KIND, params__import=batch.pk, params__revision=batch.revision)
    return asked.order_by("-created_at", "-pk").first()


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return _("Check a file of leads")


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the result."""
    return "capture:import-preview", {"pk": job.params["import"]}


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))
