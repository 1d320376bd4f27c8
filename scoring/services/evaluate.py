"""Whether the live rules tell winners from losers, by an outcome that came with an import."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from conditions.fragments import IdRange
from core.errors import DomainError
from core.scope import current_workspace_id
from scoring.engine import measures
from scoring.engine.measures import Scored
from scoring.services import rescore
from scoring.services.explain import NoModel
from scoring.services.passes import over_many


WON = ("won", "ganada", "ganado", "1", "true", "yes", "si", "sí", "y", "converted")
LOST = ("lost", "perdida", "perdido", "0", "false", "no", "n")
EVERY = IdRange(0, 2**62)
FIELD = "outcome"


class NoOutcome(DomainError):
    """No lead has the field that says how it ended."""

    code = "no_outcome"


def evaluate(*, at: datetime, half: str | None = None) -> dict[str, Any]:
    """Score every lead with a known outcome by the live rules and measure; grades set by hand do not count.

    ``half``: "odd" or "even" takes the leads whose external id ends so, to tune on one half and report on the other.

    Raises: NoModel, NoOutcome.
    """
    live = rescore.live()
    if live is None:
        raise NoModel(_("No scoring model is live yet. Publish one first."))
    compiler = live.compiler(at=at)
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=EVERY)
    weighted = f"{live.spec.fit_weight} * d.fit + {live.spec.engagement_weight} * d.engagement"
    params: list[Any] = [FIELD, *source.params, FIELD]
    with over_many(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT lower(l.custom->>%s), l.external_id, {weighted}, s.own_grade {source.sql} "
            "AND l.custom->>%s IS NOT NULL",
            params,
        )
        leads = list(_scored(cursor.fetchall(), half))
    if not leads:
        raise NoOutcome(_("No lead has an outcome: import one into the custom field “outcome”."))
    return {"version": live.version, **measures.measure(leads)}


def _scored(rows: list[tuple[str, str, int, str]], half: str | None) -> Iterator[Scored]:
    parity = {"odd": 1, "even": 0}.get(half or "")
    for outcome, external_id, score, grade in rows:
        if outcome not in WON and outcome not in LOST:
            continue
        if parity is not None and (not external_id.isdecimal() or int(external_id) % 2 != parity):
            continue
        yield Scored(score, grade, outcome in WON)
