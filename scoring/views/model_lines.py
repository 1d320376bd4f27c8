"""The models of a version, and the definitions of one of them, as the pages list them."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conditions.describe import describe_html
from conditions.registry import Registry
from scoring import wording
from scoring.engine.reader import TEAM_FIELD
from scoring.engine.spec import Definition, ModelSpec


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model: who has it, and where it stands in the order. ``url`` shows it; ``current`` is shown now."""

    key: str
    label: str
    sentence: SafeString | str
    criteria: int
    current: bool
    is_broken: bool
    is_first: bool
    is_last: bool
    count: None = None

    @property
    def url(self) -> str:
        """Return the address within the page."""
        return f"?model={self.key}" if self.key else "?"


@dataclass(frozen=True, slots=True)
class DefinitionLine:
    """A definition that a team holds: who it is for, what it asks, and where it stands in the order."""

    key: str
    label: str
    team: str
    sentence: SafeString | str
    requirements: list[SafeString]
    near: int
    is_broken: bool
    is_first: bool
    is_last: bool


def model_lines(spec: ModelSpec, names: Registry, *, current: ModelSpec) -> list[ModelLine]:
    """Return the models in the order they are asked; none where there is only the default one."""
    last = len(spec.models) - 1
    lines = [
        ModelLine(
            part.key,
            wording.model_name(part),
            _whose(part, names) if part.key else _("every other lead"),
            sum(1 for _criterion in part.criteria()),
            current=part is current,
            is_broken=part.is_broken,
            is_first=place == 0,
            is_last=place == last,
        )
        for place, part in enumerate(spec.parts())
    ]
    return lines if spec.models else []


def _whose(part: ModelSpec, names: Registry) -> SafeString | str:
    return never() if part.is_broken else describe_html(part.condition, names)


def never() -> str:
    """Return what stands for a condition that cannot be read any more."""
    return _("Names something that no longer exists, so no lead has it.")


def definition_lines(part: ModelSpec, names: Registry) -> list[DefinitionLine]:
    """Return the definitions that teams hold, in the order they are asked."""
    teams = wording.options(names, TEAM_FIELD)
    last = len(part.light.teams) - 1
    return [
        DefinitionLine(
            team.key,
            str(team.label),
            teams.get(str(team.team), ""),
            never() if team.is_broken else describe_html(team.when, names),
            [describe_html(node, names) for node in team.light.requirements],
            team.light.near,
            is_broken=team.is_broken or team.light.is_broken,
            is_first=place == 0,
            is_last=place == last,
        )
        for place, team in enumerate(part.light.teams)
    ]


def chosen(spec: ModelSpec, found: Definition, names: Registry) -> list[SafeString]:
    """Return by which model and definition a lead is judged, and why; nothing where there is only one."""
    told = []
    if spec.models:
        told.append(_model_chosen(found.model, names))
    if found.when is not None and found.label is not None:
        told.append(
            format_html(
                _("Ready by the definition “{}”, since this holds: {}"),
                found.label,
                describe_html(found.when, names),
            )
        )
    elif found.model.light.teams:
        told.append(format_html("{}", _("Ready by the model's own definition: no team's is for this lead.")))
    return told


def _model_chosen(part: ModelSpec, names: Registry) -> SafeString:
    if not part.key:
        return format_html("{}", _("Scored by the default model: no other is for this lead."))
    why = describe_html(part.condition, names)
    return format_html(_("Scored by the model “{}”, since this holds: {}"), part.label, why)
