"""What admins infer: making, changing, ordering and switching off; the leads follow in a job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conditions.fragments import IdRange
from conditions.parse import parse
from conditions.registry import Field, FieldType, Registry
from core.errors import DomainError, Invalid
from leads import facts, inferences, queries
from leads.models import Clue, Inference, Lead, LeadRank
from leads.models.clue import CERTAIN
from leads.services import inferring
from tenants.services import audit
from work import jobs
from work.models import Job


KIND = "infer"
WALK = 5_000
MOST = 50
COLUMNS = frozenset({"name", "condition", "question", "value", "is_at_least", "confidence", "is_active"})
# What the hits and misses were hits and misses of.
CLAIM = frozenset({"condition", "question", "value", "is_at_least"})


class InferenceInUse(DomainError):
    """It said something of leads, so its record is kept."""

    code = "inference_in_use"


@transaction.atomic
def add(*, values: Mapping[str, Any], by: int | None, at: datetime) -> Inference:
    """Add an inference as the last one asked; the leads follow soon.

    Raises: Invalid, ConditionError.
    """
    if Inference.objects.count() >= MOST:
        raise Invalid(_("A workspace has at most %(most)d inferences.") % {"most": MOST})
    checked = _checked(values)
    last = Inference.objects.aggregate(at=Max("position"))["at"]
    item = Inference(**checked, position=0 if last is None else last + 1, claimed_at=at)
    item.save(force_insert=True)
    audit.record(action="inference.added", target=item.name, by=by, at=at)
    apply(by=by)
    return item


@transaction.atomic
def change(*, item: Inference, values: Mapping[str, Any], by: int | None, at: datetime) -> Inference:
    """Change an inference; one that claims something else than before starts with no hits and no misses.

    Raises: Invalid, ConditionError.
    """
    known = {name: getattr(item, name) for name in COLUMNS}
    checked = _checked(known | dict(values))
    changed = {name: value for name, value in checked.items() if known[name] != value}
    if not changed:
        return item
    if CLAIM & set(changed):
        changed["claimed_at"] = at
    for name, value in changed.items():
        setattr(item, name, value)
    item.save(update_fields=[*changed, "updated_at"])
    audit.record(
        action="inference.changed", target=item.name, by=by, at=at, data={"fields": sorted(set(changed))}
    )
    apply(by=by)
    return item


@transaction.atomic
def toggle(*, item: Inference, by: int | None, at: datetime) -> Inference:
    """Switch an inference off, which withdraws what it set, or on again; also one that cannot be read any more."""
    item.is_active = not item.is_active
    item.save(update_fields=["is_active", "updated_at"])
    audit.record(action="inference.changed", target=item.name, by=by, at=at, data={"fields": ["is_active"]})
    apply(by=by)
    return item


@transaction.atomic
def delete(*, item: Inference, by: int | None, at: datetime) -> None:
    """Delete an inference that never said anything of a lead; what another one said is history.

    Raises: InferenceInUse.
    """
    # A worker that is about to set its first clue waits here, or is waited for.
    held = Inference.objects.select_for_update().get(pk=item.pk)
    if Clue.objects.filter(inference=held).exists():
        text = _("“%(name)s” said something of leads, and that is kept. Switch it off instead.")
        raise InferenceInUse(text % {"name": held.name})
    held.delete()
    audit.record(action="inference.deleted", target=item.name, by=by, at=at)


@transaction.atomic
def move(*, item: Inference, is_up: bool, by: int | None, at: datetime) -> None:
    """Ask an inference before or after its neighbor; the order decides between equally strong answers."""
    rows = list(Inference.objects.select_for_update().order_by("position", "pk"))
    place = next(number for number, one in enumerate(rows) if one.pk == item.pk)
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in enumerate(rows):
        if one.position != position:
            Inference.objects.filter(pk=one.pk).update(position=position, updated_at=at)
    audit.record(action="inference.changed", target=item.name, by=by, at=at, data={"fields": ["position"]})
    apply(by=by)


def apply(*, by: int | None) -> None:
    """Have a job mark the leads of which some inference now says something else; one that runs begins again."""
    running = Job.objects.select_for_update(no_key=True).filter(kind=KIND, state=Job.State.RUNNING).first()
    if running is None:
        jobs.start(kind=KIND, params={}, total=LeadRank.objects.count(), by=by)
        return
    running.result, running.finished = {}, 0
    running.save(update_fields=["result", "finished", "updated_at"])


def nightly() -> None:
    """Let inferences that look at dates follow the calendar, and confidences the outcomes; part of the night's work."""
    if Inference.objects.filter(is_active=True).exists():
        apply(by=None)


def step(*, job: Job, at: datetime) -> bool:
    """Look at the next leads, in the order of their ids; say whether those were the last."""
    after = job.result.get("after", 0)
    ids = list(Lead.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:WALK])
    if not ids:
        return True
    inferring.mark_moved(rows=IdRange(ids[0], ids[-1]), at=at)
    job.result["after"] = ids[-1]
    job.finished += len(ids)
    return len(ids) < WALK


def title(job: Job) -> str | Promise:
    """Return what the job does."""
    return _("Apply inferences")


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the inferences."""
    return "leads:inferences", {}


def register() -> None:
    """Let workers apply inferences; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they are kept.

    Raises: Invalid, naming every fault; ConditionError.
    """
    registry = queries.certain_registry()
    checked = {name: values[name] for name in COLUMNS & set(values)}
    checked["name"] = " ".join(str(checked.get("name") or "").split())
    checked["condition"] = checked.get("condition") or {"all": []}
    faults = [{"path": path, "message": str(message)} for path, message in _faults(checked, registry)]
    if faults:
        raise Invalid(_("Some values are missing or wrong."), errors=faults)
    parse(checked["condition"], registry)
    checked["value"] = read_value(checked["question"], checked["value"])
    return checked


def _faults(values: Mapping[str, Any], registry: Registry) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if not values["name"]:
        found.append(("name", _("This is needed.")))
    elif len(values["name"]) > 120:
        found.append(("name", _("At most %(limit)s characters.") % {"limit": 120}))
    if not 1 <= int(values.get("confidence") or 0) < CERTAIN:
        found.append(("confidence", _("This must be between 1 and 99.")))
    field = inferences.answer_field(str(values.get("question") or ""), registry)
    if field is None:
        found.append(("question", _("This question does not exist.")))
    else:
        found += _value_faults(values, field)
    return found


def _value_faults(values: Mapping[str, Any], field: Field) -> list[tuple[str, Any]]:
    if facts.is_empty(values.get("value")):
        return [("value", _("This is needed."))]
    if values.get("is_at_least") and field.type is not FieldType.NUMBER:
        return [("is_at_least", _("Only a number can be “at least”."))]
    return []


def read_value(question: str, value: Any) -> Any:
    """Return the answer as it is kept. Raises: Invalid."""
    words = queries.vocabulary()
    key = question.removeprefix("custom.")
    if question == key:
        read = facts.read_strictly({question: value}, vocabulary=words)[question]
    else:
        read = facts.read_strictly({"custom": {key: value}}, vocabulary=words)["custom"][key]
    # a text of nothing but what cannot be stored
    if facts.is_empty(read):
        message = str(_("This is needed."))
        raise Invalid(message, errors=[{"path": "value", "message": message}])
    return read
