"""What may be done to many leads at once: each room registers its verbs, the list offers them (like the panels).

A verb that wants nothing special needs six things: ``Verb(name, label, icon, capability, run, said)``. Its ``run`` is
called with at most ``CHUNK`` leads at a time, in one transaction, and again with the same leads after a crash.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise


# So many leads are done while the reader waits; more become a job.
AT_ONCE = 200
# So many leads in each step of a job.
CHUNK = 500
UNDO_HOURS = 24


class Run(Protocol):
    """Do it to these leads; return what each lead that changed was before, as JSON."""

    def __call__(
        self, *, lead_ids: Sequence[int], params: Mapping[str, Any], by: int | None, at: datetime
    ) -> Mapping[int, Any]: ...


class Undo(Protocol):
    """Put back each lead that still is as ``run`` left it; return which were put back, the others changed since."""

    def __call__(
        self, *, before: Mapping[int, Any], params: Mapping[str, Any], by: int | None, at: datetime
    ) -> Collection[int]: ...


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the list.

    ``form(data, request)`` returns a bound or unbound ``forms.Form``; what goes into ``params`` is its
    ``params()`` if it has one, else its ``cleaned_data``: plain JSON. ``said(count, params)`` is the sentence
    afterwards. ``finish(deed, at)`` is called once, after the last lead, and may fill ``deed.result``; such a verb
    finds "deed" and "part" (a growing number) in the params of each call of ``run``. ``page`` names an address
    (with ``pk``) where its result is, instead of the list.
    """

    name: str
    label: str | Promise
    icon: str
    capability: str
    run: Run
    said: Callable[[int, Mapping[str, Any]], str]
    undo: Undo | None = None
    form: Callable[[Any, Any], Any] | None = None
    button: str | Promise = ""
    order: int = 50
    key: str = ""
    is_danger: bool = False
    finish: Callable[[Any, datetime], None] | None = None
    page: str = ""
    # Refuses (DomainError) what this person may not ask for now, e.g. a twelfth export within the hour.
    check: Callable[[int, datetime], None] | None = None
    # Refuses (DomainError) so many leads with these params, as soon as the number is known and before any is done.
    check_size: Callable[[int, Mapping[str, Any]], None] | None = None


_verbs: dict[str, Verb] = {}


def register(verb: Verb) -> None:
    """Add a verb; called in ``AppConfig.ready``."""
    _verbs[verb.name] = verb


def find(name: str) -> Verb | None:
    """Return the verb of that name."""
    return _verbs.get(name)


def offered(membership: Any) -> list[Verb]:
    """Return the verbs that the member may use, in order."""
    verbs = sorted(_verbs.values(), key=lambda verb: (verb.order, verb.name))
    return [verb for verb in verbs if membership.can(verb.capability)]
