"""Lines of a ballot that the chair thinks of, beside what was counted: any condition that a criterion could ask for."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conditions.nodes import Group, Node, to_json
from conditions.parse import parse
from conditions.registry import Registry
from core.errors import DomainError, Invalid
from scoring import queries
from scoring.choices import Category, Dimension
from scoring.engine import meeting_catalog as catalog
from scoring.engine.reader import criteria_registry, label_of
from scoring.models import Meeting, MeetingLine
from scoring.services import meeting as meetings
from scoring.services import meeting_catalog


MOST = 50
BEHAVIOR = {Category.WEB, Category.EMAIL, Category.EVENTS}


class OnTheBallot(DomainError):
    """The ballot asks this already."""

    code = "on_the_ballot"


@transaction.atomic
def add(*, meeting: Meeting, condition: Any, by: int, at: datetime) -> MeetingLine:
    """Put a condition on the ballot of an open vote, counted as the other lines are.

    One that was counted but is not asked is put on the ballot instead of a second one.
    Raises: ConditionError, Invalid, OnTheBallot, MeetingClosed, StillCounting.
    """
    meetings.hold_open(meeting)
    names = queries.registry()
    node = _read(condition, criteria_registry(names))
    lines = list(MeetingLine.objects.filter(meeting=meeting))
    # A special model may ask the same of its own leads: that line does not stand for this one.
    same = [line for line in lines if line.condition == to_json(node)]
    known = min(same, key=lambda line: line.is_asked, default=None)
    if known is not None:
        return _ask(known)
    if sum(line.added_by is not None for line in lines) >= MOST:
        raise Invalid(_("A meeting has at most %(most)d criteria of the chair's own.") % {"most": MOST})
    category, label = catalog.category_of(node, names), label_of(node, names)
    _total, (leads,) = meeting_catalog.held([node], names=names, at=at)
    ended = meeting_catalog.ended([node], names=names, at=at)
    return MeetingLine.objects.create(
        meeting=meeting,
        position=max((line.position for line in lines), default=-1) + 1,
        category=category,
        label_en=label.en,
        label_es=label.es,
        condition=to_json(node),
        dimension=Dimension.ENGAGEMENT if category in BEHAVIOR else Dimension.FIT,
        leads=leads,
        known=ended.of_lost[0] + ended.of_won[0],
        won=ended.of_won[0],
        added_by=by,
    )


def _read(condition: Any, names: Registry) -> Node:
    node = parse(condition, names)
    if isinstance(node, Group) and not node.children:
        message = str(_("Choose what the criterion asks about."))
        raise Invalid(message, errors=[{"path": "condition", "message": message}])
    return node


def _ask(line: MeetingLine) -> MeetingLine:
    if line.is_asked:
        raise OnTheBallot(_("The ballot asks this already."))
    line.is_asked = True
    line.save(update_fields=["is_asked"])
    return line
