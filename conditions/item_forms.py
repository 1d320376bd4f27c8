"""Groups and events of the condition editor as their templates draw them; rows are in ``row_form.py``."""

import dataclasses
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conditions.drafts import OFTEN, Branch, Event
from conditions.row_form import Pairs, RowForm


@dataclass(slots=True)
class EventForm:
    """How often something happened, with the tests of its properties."""

    name: str
    path: str
    number: int
    event: Event
    kinds: Pairs
    properties: Pairs
    where: list[RowForm]
    errors: list[str] = dataclasses.field(default_factory=list)
    is_new: bool = False
    shape: str = "event"

    @property
    def chosen(self) -> list[tuple[str, Pairs]]:
        """Each kind that counts, with what its menu offers: those of the others are left out."""
        labels = dict(self.kinds)
        found = []
        for kind in self.event.kinds:
            offered = [pair for pair in self.kinds if pair[0] == kind or pair[0] not in self.event.kinds]
            gone = [] if kind in labels else [(kind, _("%(value)s (no longer exists)") % {"value": kind})]
            found.append((kind, offered + gone))
        return found

    @property
    def more_kinds(self) -> bool:
        """Whether there is another kind to add."""
        return len(set(self.event.kinds)) < len(self.kinds)

    @property
    def often(self) -> Pairs:
        """The ways to say how often."""
        return [
            ("once", _("at least once")),
            ("least", _("at least … times")),
            ("most", _("at most … times")),
            ("exactly", _("exactly … times")),
            ("between", _("between … and … times")),
            ("never", _("never")),
        ]

    @property
    def asks_least(self) -> bool:
        """Whether the first number is asked for."""
        return "least" in OFTEN[self.event.often]

    @property
    def asks_most(self) -> bool:
        """Whether the second number is asked for."""
        return "most" in OFTEN[self.event.often]


@dataclass(slots=True)
class BranchForm:
    """A group: what it asks of its items, these, and what may be added."""

    name: str
    path: str
    number: int
    branch: Branch
    items: list["RowForm | EventForm | BranchForm"]
    may_nest: bool
    errors: list[str] = dataclasses.field(default_factory=list)
    is_new: bool = False
    adds: bool = False
    shape: str = "group"

    @property
    def is_root(self) -> bool:
        """Whether this is the whole condition."""
        return not self.path

    @property
    def has_mode(self) -> bool:
        """Whether it matters what the group asks of its items."""
        return not self.is_root or len(self.items) > 1 or self.branch.mode not in {"all", "any"}

    @property
    def modes(self) -> Pairs:
        """What a group may ask of its items."""
        return [
            ("all", _("all of these hold")),
            ("any", _("at least one of these holds")),
            ("none", _("none of these holds")),
            ("not_all", _("not all of these hold")),
        ]

    @property
    def joint(self) -> str:
        """The word between two items."""
        if self.branch.mode in {"all", "not_all"}:
            return pgettext("between conditions", "and")
        return pgettext("between conditions", "or")
