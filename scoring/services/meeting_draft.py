"""A draft made of a closed meeting: what Sales gave in the middle becomes points, and nothing else of it changes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conditions.faults import ConditionError
from conditions.parse import parse
from conditions.registry import Registry
from core.errors import DomainError
from scoring import queries
from scoring.choices import Category
from scoring.engine import document as documents
from scoring.engine import meeting_tally
from scoring.engine.document import points
from scoring.engine.editing import criteria_of, group_in
from scoring.engine.meeting_tally import Tally
from scoring.engine.reader import MAX_CRITERIA, criteria_registry, slug
from scoring.engine.spec import FULL
from scoring.models import Meeting, MeetingLine, MeetingVote, ScoringModel
from scoring.services import drafts


Json = dict[str, Any]


class NotClosed(DomainError):
    """Values may still be given."""

    code = "meeting_open"


class NothingAgreed(DomainError):
    """No line has a median other than 0, so no criterion would be left."""

    code = "nothing_agreed"


@dataclass(slots=True)
class Built:
    """The draft, and by number of criteria what the meeting did to it."""

    draft: ScoringModel | None = None
    changed: int = 0
    added: int = 0
    removed: int = 0
    # Their condition names something deleted since, or there was no room for them.
    left_out: list[str] = field(default_factory=list)


def tallies(meeting: Meeting) -> dict[int, Tally]:
    """Return the tally of each line of the ballot. Queries: two."""
    lines = MeetingLine.objects.filter(meeting=meeting, is_asked=True).order_by("position")
    votes = MeetingVote.objects.filter(line__meeting=meeting).values_list("line_id", "value")
    return meeting_tally.tallies(votes, list(lines.values_list("pk", flat=True)))


@transaction.atomic
def build(*, meeting: Meeting, by: int | None, at: datetime) -> Built:
    """Put the medians into the draft, making one if there is none.

    A criterion of the model keeps its key, condition and way of counting and gets new points, its cap growing or
    shrinking with them; a median of 0 takes it out. A new line becomes a criterion of a group of its category. What
    nobody gave a value for stays as it is. A new line goes into the default model. Built twice, the draft is the same;
    built after it was discarded, it is made anew.

    Raises: NotClosed, NothingAgreed, InvalidModel, DraftChanged.
    """
    drafts.start(by=by, at=at)
    # First the draft, then the meeting: who discards a draft lets go of its meeting in that order.
    draft = drafts.current()
    if not Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk).is_closed:
        raise NotClosed(_("Close the vote first."))
    document = queries.document_of(draft)
    built = Built()
    _apply(document, meeting, built, criteria_registry(queries.registry()))
    for part in documents.models_of(document):
        part["groups"] = [group for group in part["groups"] if group["criteria"]]
    if not document["groups"]:
        raise NothingAgreed(_("No criterion has a value other than 0 in the middle, so none would be left."))
    document["name"] = meeting.title
    built.draft = drafts.save(document=document, by=by, at=at, revision=draft.revision)
    Meeting.objects.filter(pk=meeting.pk).update(model_id=built.draft.pk, drafted_at=at)
    meeting.refresh_from_db()
    return built


def _apply(document: Json, meeting: Meeting, built: Built, names: Registry) -> None:
    found = tallies(meeting)
    lines = MeetingLine.objects.in_bulk(list(found))
    given = [(lines[pk], tally) for pk, tally in found.items() if tally.count]
    # Where there is no room for all, what matters most comes first.
    for line, tally in sorted(
        given, key=lambda pair: (not pair[0].key, -abs(pair[1].median or 0), pair[0].pk)
    ):
        tenths = meeting_tally.points(tally.median or 0, meeting.scale)
        owner, criterion = _find(document, line)
        if criterion is not None and owner is not None:
            _change(owner, criterion, tenths, built)
        elif tenths and not line.key:
            _add(document, line, tenths, built, names)


def _find(document: Json, line: MeetingLine) -> tuple[Json | None, Json | None]:
    """Return the line's criterion with its group: by key in any model, a new line's by what it asks in the default."""
    for part in documents.models_of(document) if line.key else [document]:
        for group, criterion in criteria_of(part):
            if criterion["key"] == line.key or (not line.key and criterion["condition"] == line.condition):
                return group, criterion
    return None, None


def _change(owner: Json, criterion: Json, tenths: int, built: Built) -> None:
    if not tenths:
        owner["criteria"].remove(criterion)
        built.removed += 1
        return
    was, now = criterion["points"], points(tenths)
    if was == now:
        return
    criterion["points"] = now
    if criterion.get("cap") and was:
        criterion["cap"] = points(min(round(criterion["cap"] * abs(tenths) / abs(was)), FULL))
    built.changed += 1


def _add(document: Json, line: MeetingLine, tenths: int, built: Built, names: Registry) -> None:
    if sum(1 for _pair in criteria_of(document)) >= MAX_CRITERIA or not _reads(line, names):
        built.left_out.append(line.label_en)
        return
    _group(document, line)["criteria"].append(
        {
            "key": slug(line.label_en, taken=documents.keys_of(document)),
            "label": {"en": line.label_en, "es": line.label_es},
            "condition": line.condition,
            "points": points(tenths),
        }
    )
    built.added += 1


def _reads(line: MeetingLine, names: Registry) -> bool:
    try:
        parse(line.condition, names)
    except ConditionError:
        return False
    return True


def _group(document: Json, line: MeetingLine) -> Json:
    """Return the group of what was agreed of this category, made if it is not there yet."""
    label = {}
    for language in ("en", "es"):
        with override(language):
            text = _("%(category)s, agreed with Sales")
            label[language] = str(text) % {"category": Category(line.category).label}
    key = f"agreed_{line.category}_{line.dimension}"
    return group_in(document, key=key, label=label, dimension=line.dimension)
