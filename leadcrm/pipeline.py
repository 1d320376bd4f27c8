"""The road, in order. Each step looks at the leads as they are and brings its own records into line with them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from conversion.services import accounts
from core.failpoints import failpoint
from distribution import policy, steps
from distribution import queries as distribution
from distribution.services import hand_off
from leads.models import LeadRank
from leads.services import classification, duplicates, erased, inferring, restricting
from messaging.services import announce
from nurturing.services import care
from scoring.services import probability, rescore, review_alarm


Step = Callable[..., None]


def hold(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Lock the ranks in one order before anything else, as every verb does: who meets waits, not in a ring."""
    ranks = LeadRank.objects.filter(pk__in=lead_ids).order_by("pk")
    list(ranks.select_for_update(of=("self",)).values_list("pk", flat=True))


def offer(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Hand green leads to Sales; of a known account to its owner, which conversion knows and distribution not."""
    hand_off.offer(lead_ids=lead_ids, at=at, known_owners=accounts.owners_of(lead_ids=lead_ids))


def look_after(*, lead_ids: Sequence[int], at: datetime) -> None:
    """See that every lead has its one care; of Sales' clocks and calendar distribution knows, and nurturing not."""

    def next_working_day() -> datetime:
        calendar = policy.of(distribution.workspace()).calendar
        return steps.moment(steps.When.TOMORROW, at=at, calendar=calendar)

    sales = care.Sales(clocked=distribution.clocked, next_step_at=next_working_day)
    care.reconcile(lead_ids=lead_ids, at=at, sales=sales)


def suggest(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Look for leads that are likely the same as these."""
    duplicates.suggest(lead_ids=lead_ids, at=at)


def recognize(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Say on the timeline of who comes back that the address was erased once."""
    erased.tell(lead_ids=lead_ids, at=at)


# infer, classify, likely duplicates (leads) → score, grade, light, probability (scoring) → hand off (distribution) →
# care (nurturing) → announce (messaging) → the learning alarm (scoring).
STEPS: tuple[Step, ...] = (
    hold,
    recognize,
    inferring.infer,
    classification.assign,
    suggest,
    rescore.score,
    probability.bring_up_to_date,
    offer,
    look_after,
    announce.reconcile,
    review_alarm.watch,
)
# What is done with a lead whose processing is restricted: it is locked, leaves its workflow, and is announced.
ALWAYS: frozenset[Step] = frozenset({hold, recognize, look_after, announce.reconcile, review_alarm.watch})


def advance(*, keys: Sequence[int], at: datetime) -> None:
    """Run every step over one batch of changed leads of the workspace in scope; running it again changes nothing."""
    restricted = restricting.among(keys)
    free = [key for key in keys if key not in restricted]
    for step in STEPS:
        step(lead_ids=keys if step in ALWAYS else free, at=at)
    failpoint("pipeline_before_commit")
    transaction.on_commit(lambda: failpoint("pipeline_after_commit"))
