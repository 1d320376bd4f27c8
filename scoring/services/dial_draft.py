"""The dial of a draft's definition: what is known of each setting, and putting the draft on one of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conditions.nodes import to_json
from core.errors import DomainError, Invalid
from scoring import queries
from scoring.engine.dial import Fixed, Line, settings
from scoring.engine.dial_history import Figures, History
from scoring.engine.editing import light_at
from scoring.engine.spec import Address, Definition
from scoring.models import ScoringModel
from scoring.services import dial, dial_job, drafts, impact
from scoring.services.dial import Turning
from work.models import Job


UNDER_WAY = (Job.State.RUNNING, Job.State.PAUSED)


class NoSuchDefinition(DomainError):
    """The draft has no definition of that key, or not any more."""

    code = "no_such_definition"
    status = 404


class NoSuchSetting(Invalid):
    """It is no place on the dial's scale."""

    code = "no_such_setting"


class NotCounted(DomainError):
    """Which lines the settings are is known once a job has counted."""

    code = "not_counted"


class CannotTurn(DomainError):
    """The definition asks for score or grade in a way that no dial can turn; ``errors`` says which, as ``Fixed``."""

    code = "cannot_turn"


@dataclass(frozen=True, slots=True)
class Place:
    """A line that is shown: one of the settings, or what the draft, the live version or a page asks about."""

    line: Line
    figures: Figures
    setting: str = ""
    is_draft: bool = False
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A definition of the draft with all that is known of its dial.

    ``turning`` is None where it cannot be turned: ``fixed`` says why. ``history`` is None while nothing is counted.
    ``counted_at`` is None where it was counted just now. ``job`` is the newest one, where a job counts.
    """

    draft: ScoringModel
    definitions: tuple[Definition, ...]
    definition: Definition
    turning: Turning | None = None
    fixed: Fixed | None = None
    history: History | None = None
    counted_at: datetime | None = None
    job: Job | None = None
    live: Line | None = None

    def places(self, *others: Line) -> list[Place]:
        """Return the settings, where the draft and the live version stand, and other lines, the rarest first."""
        if self.turning is None or self.history is None:
            return []
        turned = self.turning.dial
        marked = [turned.line, *filter(None, [self.live]), *others]
        found = [] if self.history.wanting else settings(turned, self.history.met)
        named = {self.history.same(each.line, marked): each.name for each in found}
        lines = sorted({*named, *marked}, key=lambda line: line.rank)
        return [
            Place(
                line,
                self.history.figures(line.rank, following.rank if following else None),
                named.get(line, ""),
                line == turned.line,
                line == self.live,
            )
            for line, following in zip(lines, [*lines[1:], None], strict=True)
        ]


def read(*, draft: ScoringModel, address: Address, at: datetime) -> Reading:
    """Return what is known; of few leads it is counted now. Writes nothing.

    Raises: NoSuchDefinition.
    """
    names = queries.registry()
    spec = queries.spec_of(draft, names)
    definitions = tuple(spec.definitions())
    found = next((each for each in definitions if each.address == address), None)
    if found is None:
        raise NoSuchDefinition(_("The draft has no such definition any more."))
    turning = dial.turning_of(spec, names, address)
    if isinstance(turning, Fixed):
        return Reading(draft, definitions, found, fixed=turning)
    live = _live(turning)
    if not impact.is_large():
        return Reading(draft, definitions, found, turning, None, dial.measure(turning, at=at), live=live)
    done = dial_job.latest(turning, Job.State.DONE)
    return Reading(
        draft,
        definitions,
        found,
        turning,
        None,
        dial_job.result(done) if done else None,
        done.updated_at if done else None,
        dial_job.latest(turning),
        live,
    )


def line_of(*, draft: ScoringModel, address: Address, setting: str, at: datetime) -> Line:
    """Return where a setting of the dial is now, by its name.

    Raises: NoSuchDefinition, CannotTurn, NotCounted, NoSuchSetting.
    """
    reading = read(draft=draft, address=address, at=at)
    if reading.fixed:
        raise _cannot_turn(reading.fixed)
    if reading.history is None:
        raise NotCounted(_("What the settings mean is not counted yet: POST …/draft/dial/count/ first."))
    for place in reading.places():
        if place.setting == setting:
            return place.line
    raise NoSuchSetting(_("The dial has no such setting now: there is too little history."))


@transaction.atomic
def ask(*, address: Address, by: int | None, at: datetime) -> Job:
    """Have a worker count; of two who ask at once the second is given the job of the first.

    Raises: NoDraft, NoSuchDefinition, CannotTurn.
    """
    turning = _turning(drafts.current(), address)
    job = dial_job.latest(turning, *UNDER_WAY)
    return job or dial_job.start(turning, by=by, at=at)


@transaction.atomic
def use(
    *, address: Address, key: str, by: int | None, at: datetime, revision: int | None = None
) -> tuple[ScoringModel, Line, Line]:
    """Put the definition of the draft on that line, all else as it is; return the draft, the former line and the new.

    ``revision`` is the draft as the caller saw it; None does not ask.

    Raises: NoDraft, NoSuchDefinition, CannotTurn, NoSuchSetting, DraftChanged, InvalidModel.
    """
    draft = drafts.current()
    turning = _turning(draft, address)
    line = turning.dial.read(key)
    if line is None:
        raise NoSuchSetting(_("Choose one of the settings."))
    document = queries.document_of(draft)
    light = light_at(document, address)
    assert light is not None  # noqa: S101 - the turning was read from this draft
    light["condition"] = to_json(turning.dial.turned(line).condition)
    saved = drafts.save(document=document, by=by, at=at, revision=revision)
    return saved, turning.dial.line, line


def _turning(draft: ScoringModel, address: Address) -> Turning:
    names = queries.registry()
    try:
        found = dial.turning_of(queries.spec_of(draft, names), names, address)
    except LookupError:
        raise NoSuchDefinition(_("The draft has no such definition any more.")) from None
    if isinstance(found, Fixed):
        raise _cannot_turn(found)
    return found


def _cannot_turn(fixed: Fixed) -> CannotTurn:
    message = _("This definition cannot be turned. Change it in the editor first.")
    return CannotTurn(message, errors=[{"path": "fixed", "message": fixed.value}])


def _live(turning: Turning) -> Line | None:
    """Return where the live version stands on the same scale, None where it asks for other things besides."""
    live = queries.live_spec(turning.names)
    if live is None:
        return None
    try:
        found = dial.turning_of(live, turning.names, turning.address)
    except LookupError:
        return None
    alike = isinstance(found, Turning) and (found.dial.by_grade, found.dial.kept.condition) == (
        turning.dial.by_grade,
        turning.dial.kept.condition,
    )
    return found.dial.line if isinstance(found, Turning) and alike else None
