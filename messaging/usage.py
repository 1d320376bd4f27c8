"""Who sends a template: rooms above register what uses them, so that nothing in use is taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that sends the template: its name and its page below the workspace."""

    label: str
    path: str = ""


Find = Callable[[Iterable[int]], dict[int, list[Use]]]
_finders: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Add a kind of users; ``find`` takes template ids. Called in ``AppConfig.ready``."""
    _finders[name] = find


def forget(name: str) -> None:
    """Take a kind of users away again, for tests."""
    _finders.pop(name, None)


def of(template_ids: Iterable[int]) -> dict[int, list[Use]]:
    """Return by template what sends it; one question a kind of users."""
    ids = list(template_ids)
    found: dict[int, list[Use]] = {}
    for find in _finders.values():
        for template_id, uses in find(ids).items():
            found.setdefault(template_id, []).extend(uses)
    return found
