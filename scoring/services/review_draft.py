"""Rules that a review proposed, put into the draft of the scoring model: only those that somebody chose."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.errors import DomainError, Invalid
from scoring import queries
from scoring.engine import review_rules
from scoring.engine.review_rules import Proposal
from scoring.models import ReviewMeeting, ScoringModel
from scoring.services import drafts, review, review_board, review_findings
from scoring.services.seating import Reader


Say = Callable[[Proposal], str]
# Of a closed review everybody sees everything.
NOBODY = Reader(0, is_seated=False, is_chair=False)


@dataclass(slots=True)
class Taken:
    """The draft, and the rules that are in it now because of this; none where they were in it before."""

    draft: ScoringModel
    made: list[Proposal] = field(default_factory=list)


class NotProposed(DomainError):
    """What was chosen is not proposed any more: the draft, or the model, holds it by now."""

    code = "not_proposed"


class NothingChosen(Invalid):
    """No rule was ticked."""

    code = "nothing_chosen"


@transaction.atomic
def take(
    *,
    meeting: ReviewMeeting,
    chosen: Collection[str],
    based_on: int | None,
    revision: int,
    say: Say,
    by: int | None,
    at: datetime,
) -> Taken:
    """Put the chosen rules into the draft, making one if there is none; taken twice, they change nothing twice.

    ``based_on`` and ``revision``: the live version and the draft (0: none) for which the rules were proposed. ``say``
    writes a rule as a sentence, which the minutes keep in both languages.

    Raises: ReviewOpen, NothingChosen, NotProposed, StaleDraft, DraftChanged, InvalidModel.
    """
    if not chosen:
        raise NothingChosen(_("Tick at least one rule."))
    existing = queries.draft()
    drafts.start(by=by, at=at)
    # First the draft, then the review: who discards a draft lets go of its review in that order.
    draft, kept = drafts.current(), review.held(meeting)
    if kept.is_open:
        raise review.ReviewOpen(_("Close the review first."))
    before = kept.changes if kept.model_id else []
    if kept.model_id == draft.pk and {each["key"] for each in before}.issuperset(chosen):
        return Taken(draft)
    drafts.check_base(based_on)
    if (draft.revision if existing else 0) != revision:
        raise drafts.DraftChanged(_("Somebody changed the draft meanwhile. Look at the proposals again."))
    names, document = queries.registry(), queries.document_of(draft)
    every = review_findings.proposals(
        review_findings.findings(review_board.board(kept, NOBODY), names), document, names
    )
    wanted = [proposal for proposal in every if proposal.key in chosen]
    taken = Taken(draft)
    taken.made = [proposal for proposal in wanted if review_rules.apply(document, proposal)]
    if not taken.made:
        raise NotProposed(_("These rules are not proposed any more: the model holds them by now."))
    taken.draft = drafts.save(document=document, by=by, at=at, revision=draft.revision)
    changes = [*before, *(_written(proposal, say) for proposal in taken.made)]
    ReviewMeeting.objects.filter(pk=meeting.pk).update(
        model_id=taken.draft.pk, drafted_at=at, changes=changes
    )
    meeting.refresh_from_db()
    return taken


def _written(proposal: Proposal, say: Say) -> dict[str, Any]:
    told: dict[str, Any] = {"key": proposal.key}
    for language in ("en", "es"):
        with override(language):
            told[language] = say(proposal)
    return told
