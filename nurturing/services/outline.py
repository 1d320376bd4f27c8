"""An outline against the workspace it runs in: what it names must exist; and each step as a sentence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.describe import describe as describe_condition
from conditions.faults import ConditionError
from conditions.parse import parse
from conditions.registry import Registry
from leads import queries as lead_queries
from leads.models import Topic
from messaging.models import Template, TemplateVersion
from nurturing.choices import StepKind
from nurturing.engine.outline import Fault, Outline, Step, faults
from nurturing.models import ContentPiece


WORKING_DAYS = [0, 1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class Names:
    """What the steps name, by the key they name it with; read once for a whole outline."""

    templates: Mapping[str, str] = field(default_factory=dict)
    published: frozenset[str] = frozenset()
    content: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    registry: Registry | None = None


def names() -> Names:
    """Return the workspace's templates, content, topics and fields. Queries: five."""
    templates = dict(Template.objects.filter(is_archived=False).values_list("public_id", "name"))
    written = TemplateVersion.objects.filter(published_at__isnull=False)
    return Names(
        templates={str(public_id): name for public_id, name in templates.items()},
        published=frozenset(map(str, written.values_list("template__public_id", flat=True).distinct())),
        content=dict(ContentPiece.objects.filter(is_active=True).values_list("slug", "title")),
        topics=dict(Topic.objects.values_list("slug", "name")),
        registry=lead_queries.registry(with_scores=True),
    )


def check(steps: object, *, known: Names | None = None) -> list[Fault]:
    """Return everything that keeps the steps from being run, in reading order; an empty list if nothing does.

    Queries: five, none where ``known`` is given.
    """
    found = faults(steps)
    if not isinstance(steps, list) or not all(isinstance(step, Mapping) for step in steps):
        return found
    known = known or names()
    beyond = [fault for step in Outline(steps).steps for fault in _of_step(step, known)]
    return sorted(found + beyond, key=_place)


def _place(fault: Fault) -> tuple[int, str]:
    number = fault.path.partition("[")[2].partition("]")[0]
    return (int(number) if number.isdecimal() else -1, fault.path)


def _of_step(step: Step, known: Names) -> Iterator[Fault]:
    where = f"steps[{step.index}]"
    match step.kind:
        case StepKind.EMAIL if step.data.get("template"):
            yield from _template_faults(step, known, f"{where}.template")
        case StepKind.BRANCH_IF if step.data.get("condition"):
            yield from _condition_faults(step, known, f"{where}.condition")
        case StepKind.BRANCH_CLICK:
            yield from _case_faults(step, known, where)


def _template_faults(step: Step, known: Names, path: str) -> Iterator[Fault]:
    template = _public_id(step.data["template"])
    if template not in known.templates:
        message = _("This e-mail template does not exist any more.")
        yield Fault(path, "unknown_template", message, step.id)
    elif template not in known.published:
        message = _("“%(name)s” has not been published yet.") % {"name": known.templates[template]}
        yield Fault(path, "unpublished_template", message, step.id)


def _case_faults(step: Step, known: Names, where: str) -> Iterator[Fault]:
    for number, case in enumerate(step.cases):
        for name, allowed in (("content", known.content), ("topics", known.topics)):
            values = case.get(name)
            for value in values if isinstance(values, list) else []:
                if value not in allowed:
                    message = _("“%(name)s” does not exist any more.") % {"name": value}
                    yield Fault(f"{where}.cases[{number}].{name}", f"unknown_{name}", message, step.id)


def _condition_faults(step: Step, known: Names, path: str) -> Iterator[Fault]:
    try:
        parse(step.data["condition"], known.registry or lead_queries.registry(with_scores=True))
    except ConditionError as error:
        for fault in error.errors:
            yield Fault(
                f"{path}{fault['path'].removeprefix('$')}", "bad_condition", fault["message"], step.id
            )


def _public_id(value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return str(value)


def describe(step: Mapping[str, Any] | Step, *, known: Names) -> str:
    """Return what the step does as a sentence in the reader's language; jumps are told by ``jumps``."""
    if not isinstance(step, Step):
        step = Step(str(step.get("id", "")), str(step.get("kind", "")), step, 0)
    write = _SENTENCES.get(step.kind)
    return write(step.data, known) if write else step.kind


def describe_case(case: Mapping[str, Any], *, known: Names) -> str:
    """Return on which click the case goes its way."""
    if case.get("any"):
        return _("any link")
    parts = [known.content.get(slug, str(slug)) for slug in case.get("content") or []]
    parts += [known.topics.get(slug, str(slug)) for slug in case.get("topics") or []]
    parts += [str(link) for link in case.get("links") or []]
    return ", ".join(parts)


def condition(tree: Any, known: Names) -> str:
    """Return a stored condition as a sentence; one that can no longer be read as "…"."""
    registry = known.registry or lead_queries.registry(with_scores=True)
    try:
        return describe_condition(parse(tree, registry, check_choices=False), registry)
    except ConditionError:
        return "…"


def _length(data: Mapping[str, Any]) -> str:
    if data.get("hours"):
        return ngettext("%(n)s hour", "%(n)s hours", _whole(data["hours"])) % {"n": data["hours"]}
    if data.get("cycle_percent"):
        return _("%(percent)s %% of the purchase cycle") % {"percent": data["cycle_percent"]}
    days = data.get("days") or 0
    return ngettext("%(n)s day", "%(n)s days", _whole(days)) % {"n": days}


def _whole(number: Any) -> int:
    return int(number) if isinstance(number, int | float) else 2


def _wait(data: Mapping[str, Any], known: Names) -> str:
    sentence = _("Wait %(length)s") % {"length": _length(data)}
    if data.get("from_hour") is not None or data.get("until_hour") is not None:
        hours = {"from": data.get("from_hour") or 0, "until": data.get("until_hour") or 24}
        sentence += ", " + _("until between %(from)s and %(until)s h") % hours
    days = sorted(map(int, data.get("weekdays") or []))
    if days == WORKING_DAYS:
        sentence += ", " + _("on working days")
    elif days:
        sentence += ", " + _("on %(days)s") % {"days": ", ".join(str(WEEKDAYS[day]) for day in days)}
    return sentence


def _email(data: Mapping[str, Any], known: Names) -> str:
    name = known.templates.get(_public_id(data.get("template")))
    return _("Send “%(name)s”") % {"name": name} if name else _("Send an e-mail")


def _click(data: Mapping[str, Any], known: Names) -> str:
    length = _length({"hours": data.get("within_hours"), "days": data.get("within_days")})
    return _("Wait up to %(length)s for a click") % {"length": length}


def _exit(data: Mapping[str, Any], known: Names) -> str:
    note = data.get("reason")
    return _("Leave the workflow: %(reason)s") % {"reason": note} if note else _("Leave the workflow")


_SENTENCES: dict[str, Callable[[Mapping[str, Any], Names], str]] = {
    StepKind.EMAIL: _email,
    StepKind.WAIT: _wait,
    StepKind.BRANCH_CLICK: _click,
    StepKind.BRANCH_IF: lambda data, known: (
        _("If %(condition)s") % {"condition": condition(data.get("condition"), known)}
    ),
    StepKind.WISH: lambda data, known: _("Ask Sales to take over"),
    StepKind.TASK: lambda data, known: _("Make a task: %(title)s") % {"title": data.get("title") or "…"},
    StepKind.EXIT: _exit,
}
