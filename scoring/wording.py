"""The words scoring's pages and API say: lines, evidence, advice, decay."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conditions.describe import describe, describe_value
from conditions.registry import Field, FieldType, Registry
from core import numbers
from scoring.choices import Dimension, Mode
from scoring.engine.advice import Advice, Step
from scoring.engine.advice_light import LightAdvice
from scoring.engine.reasons import Reason
from scoring.engine.spec import CriterionSpec, Definition, ModelSpec
from scoring.engine.sums import Line
from scoring.services.explain import Evidence
from scoring.services.moves import Which
from tenants.models import User


MOST_FACTS = 3
LIGHTS = {"green": gettext_lazy("green"), "amber": gettext_lazy("amber"), "red": gettext_lazy("red")}
WHY = {
    "new": gettext_lazy("new activity"),
    "faded": gettext_lazy("faded"),
    "met": gettext_lazy("met now"),
    "unmet": gettext_lazy("no longer met"),
    "bound": gettext_lazy("cap or bound"),
}
WAYS = {
    "up": gettext_lazy("A better grade"),
    "down": gettext_lazy("A worse grade"),
    "light": gettext_lazy("Another light"),
}


def line_label(line: Line) -> str:
    """Return what a line of the explanation is called."""
    match line.kind:
        case "cap" if line.criterion:
            return _("Cap of “%(name)s”") % {"name": line.criterion.label}
        case "group_cap" if line.group:
            return _("Cap of the group “%(name)s”") % {"name": line.group.label}
        case "clamp":
            return _("Never above 100") if line.tenths < 0 else _("Never below 0")
    return str(line.criterion.label) if line.criterion else line.key


def evidence_note(evidence: Evidence, *, today: date) -> str:
    """Return how often and when last: "3 times, 4 days ago"."""
    days = (today - evidence.last_on).days if evidence.last_on else None
    when = "" if days is None else _age(days)
    if evidence.count == 1:
        return when
    times = ngettext("%(n)d time", "%(n)d times", evidence.count) % {"n": evidence.count}
    return f"{times}, {when}" if when else times


def facts_note(facts: Mapping[str, Any], registry: Registry) -> str:
    """Return what is known of the fields that a rule asks about: "Director", or "Employees 14, Country Spain"."""
    known = [(registry.field(name), value) for name, value in facts.items()]
    if len(known) == 1:
        return describe_value(known[0][1], known[0][0])
    return ", ".join(f"{field.label} {describe_value(value, field)}" for field, value in known[:MOST_FACTS])


def faded_note(evidence: Evidence) -> str:
    """Return what the activities would have brought when they were new, where they faded since."""
    if evidence.faded_from is None:
        return ""
    return _("faded from %(points)s") % {"points": numbers.tenths(evidence.faded_from, signed=True)}


def _age(days: int) -> str:
    if days <= 0:
        return _("today")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def weights(spec: ModelSpec) -> str:
    """Return how the score is made of the two: "half each" or "60 % and 40 %"."""
    if spec.fit_weight == spec.engagement_weight:
        return _("half each")
    return _("%(fit)d %% and %(engagement)d %%") % {
        "fit": spec.fit_weight,
        "engagement": spec.engagement_weight,
    }


def decay(criterion: CriterionSpec) -> str:
    """Return how a criterion counts, where it is not simply once."""
    parts = []
    if criterion.mode == Mode.PER_ACTIVITY:
        parts.append(_("each time"))
    if criterion.half_life_days:
        text = ngettext("halves every %(n)d day", "halves every %(n)d days", criterion.half_life_days)
        parts.append(text % {"n": criterion.half_life_days})
    if criterion.window_days:
        text = ngettext("only the last %(n)d day", "only the last %(n)d days", criterion.window_days)
        parts.append(text % {"n": criterion.window_days})
    if criterion.cap is not None:
        parts.append(_("at most %(points)s") % {"points": numbers.tenths(criterion.cap)})
    return " · ".join(parts)


def advice_title(advice: Advice) -> str:
    """Return how far the next grade is."""
    return _("%(points)s points below %(grade)s.") % {
        "points": numbers.tenths(advice.gap),
        "grade": advice.grade,
    }


def advice_text(advice: Advice) -> str:
    """Return what would reach the next grade, or what would bring most."""
    if not advice.steps:
        return _("Nothing that is still unknown would reach it.")
    steps = " · ".join(step_text(step) for step in advice.steps)
    if not advice.reaches:
        return _("What would help most: %(steps)s.") % {"steps": steps}
    return _("%(steps)s would reach it, with a score of %(score)d.") % {"steps": steps, "score": advice.score}


def light_text(advice: LightAdvice, names: Registry) -> str:
    """Return what would turn the light green: questions, what is to happen, points; or what stands against it."""
    parts = []
    if advice.fields:
        asked = ", ".join(str(names.field(name).label) for name in advice.fields)
        parts.append(_("Find out: %(fields)s") % {"fields": asked})
    if advice.more:
        parts.append(ngettext("%(n)d datum more", "%(n)d data more", advice.more) % {"n": advice.more})
    parts += [describe(event, names) for event in advice.events]
    parts += [step_text(step) for step in advice.points.steps] if advice.points else []
    steps = " · ".join(parts)
    if advice.reaches:
        return _("%(steps)s. Together that turns it green.") % {"steps": steps}
    if advice.closed:
        against = " · ".join(describe(node, names) for node in advice.closed)
        told = _("Known not to meet: %(requirements)s.") % {"requirements": against}
        return f"{steps}. {told}" if steps else told
    told = _("Nothing that is still unknown brings all the points it takes.")
    return f"{steps}. {told}" if steps else told


def step_text(step: Step) -> str:
    """Return one step: “Can decide” +30.0."""
    label = step.criterion.label
    return _("“%(name)s” %(points)s") % {"name": label, "points": numbers.tenths(step.tenths, signed=True)}


def reasons(found: Sequence[Reason]) -> str:
    """Return why a lead would move: “Can decide” +10.0 · cap of the group “Person” −5.0."""
    return " · ".join(reason(each) for each in found)


def reason(found: Reason) -> str:
    """Return one difference: what it is about, and by how much."""
    if found.kind in {"grid", "light", "model"}:
        return reason_label(found)
    return f"{reason_label(found)} {numbers.tenths(found.tenths, signed=True)}"


def reason_label(found: Reason) -> str:
    """Return what a difference is about."""
    if found.kind == "grid":
        return _("other grades for the same points")
    if found.kind == "model" and found.model:
        return _("now the model “%(name)s”") % {"name": model_name(found.model)}
    if found.kind == "light":
        return _("another definition of ready")
    if found.criterion:
        return _("“%(name)s”") % {"name": found.criterion.label}
    if found.group:
        return _("cap of the group “%(name)s”") % {"name": found.group.label}
    return _("bounds of the score")


def model_name(model: ModelSpec) -> str:
    """Return what a model is called; the default one has no name of its own."""
    return str(model.label) if model.key else _("Default model")


def definition_name(definition: Definition) -> str:
    """Return what a definition is called; a model's own has no name."""
    return str(definition.label) if definition.label else _("Ready for Sales")


def moves(which: Which, owner: User | None) -> str:
    """Return whom a list of moves names."""
    if which.ids is not None:
        return _("Would go to %(name)s today") % {"name": owner} if owner else ""
    if which.now and which.then:
        return _("From grade %(now)s to %(then)s") % {"now": which.now, "then": which.then}
    if which.light_now and which.light_then:
        lights = {"now": LIGHTS[which.light_now], "then": LIGHTS[which.light_then]}
        return _("From %(now)s to %(then)s") % lights
    return str(WAYS.get(which.way, _("Every lead whose grade or light changes")))


def options(names: Registry, name: str) -> dict[str, str]:
    """Return what the values of a field are called; nothing of one that has none to choose from, or is gone."""
    field = names.field_named(name)
    return _options(field) if field else {}


def _options(field: Field) -> dict[str, str]:
    return {str(value): str(label) for value, label in field.options() or ()}


def fact(field: Field, value: Any) -> str:
    """Return a value of a field that was kept as JSON, as people read it."""
    if isinstance(value, list):
        names = _options(field)
        return ", ".join(names.get(str(each), str(each)) for each in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.type in {FieldType.DATE, FieldType.DATETIME}:
        return date_format(datetime.fromisoformat(str(value)), "DATE_FORMAT")
    if field.type is FieldType.NUMBER:
        return numbers.plain(value, 0 if value == int(value) else 1)
    return _options(field).get(str(value), str(value))


def dimension(name: str) -> str:
    """Return the dimension's name."""
    return str(Dimension(name).label)


def threshold(tenths: int) -> str:
    """Return a threshold in points, without a decimal where it has none."""
    return numbers.plain(tenths / 10, 1 if tenths % 10 else 0)
