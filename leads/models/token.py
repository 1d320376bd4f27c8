"""The search index of leads and how it is asked."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from core.models import FencedModel, ref
from core.scope import current_workspace_id
from core.text import MAX_TOKEN, WORD, fold


WALK = "SELECT t.lead_id FROM leads_leadtoken t WHERE t.workspace_id = %s AND {}"
# A scalar sub-SELECT, since an EXISTS would be turned into a join.
PROBE = (
    " AND (SELECT true FROM leads_leadtoken u"
    " WHERE u.workspace_id = %s AND u.lead_id = t.lead_id AND {} LIMIT 1)"
)
# Beyond this many leads a search says "the first 2,000" and wants another word.
MAX_FOUND = 2000
LAST = "\U0010ffff"
# SQL over a token's alias, and its values.
Test = tuple[str, list[str]]
PHONE = re.compile(r"^\+?[\d\s().\-/]{5,}$")


class LeadToken(FencedModel):
    """A word under which a lead is found; ``=`` and prefix ranges under C collation are leakproof (scale §2)."""

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=40, db_collation="C")
    lead = ref("leads.Lead")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "token", "lead"], name="leads_leadtoken_once")
        ]
        indexes = [models.Index(fields=["workspace_id", "lead"], name="leads_leadtoken_lead")]

    def __str__(self) -> str:
        return self.token


def words_of(text: str) -> list[str]:
    """Return the words of a search in their order; a phone number is one word however it is grouped."""
    if PHONE.match(text.strip()):
        digits = re.sub(r"\D", "", text)
        return [digits.removeprefix("00")[:MAX_TOKEN]]
    return [word[:MAX_TOKEN] for word in WORD.findall(fold(text))][:8]


def found_by(text: str) -> RawSQL | None:
    """Return the ids of up to 2,000 leads that have every word, the last one as a beginning; None without words.

    The rarest word is walked along its index and the others are probed for each lead; where every word is
    common, all are walked and intersected, since tens of thousands of probes cost more. Written out and
    materialized, since a planner with stale statistics joins two long lists of words instead.
    Queries: none for one word, else one, which counts each word up to the limit.
    """
    words = words_of(text)
    if not words:
        return None
    workspace_id = current_workspace_id()
    tests = [("{0}.token = %s", [word]) for word in words[:-1]]
    tests.append(("{0}.token >= %s AND {0}.token < %s", [words[-1], words[-1] + LAST]))
    counts = _counts(tests, workspace_id) if len(tests) > 1 else [0]
    sql, params = (
        _walked(tests, workspace_id) if min(counts) >= MAX_FOUND else _probed(tests, counts, workspace_id)
    )
    found = f"WITH m AS MATERIALIZED ({sql} LIMIT {MAX_FOUND}) SELECT lead_id FROM m"
    return RawSQL(found, params)  # noqa: S611 - made of our own texts, values are parameters


def _walked(tests: Sequence[Test], workspace_id: int) -> tuple[str, list[Any]]:
    walks = " INTERSECT ".join(WALK.format(test.format("t")) for test, _values in tests)
    return walks, [value for _test, values in tests for value in (workspace_id, *values)]


def _probed(tests: Sequence[Test], counts: Sequence[int], workspace_id: int) -> tuple[str, list[Any]]:
    rarest, *others = sorted(range(len(tests)), key=lambda index: counts[index])
    sql, params = WALK.format(tests[rarest][0].format("t")), [workspace_id, *tests[rarest][1]]
    for index in others:
        test, values = tests[index]
        sql += PROBE.format(test.format("u"))
        params += [workspace_id, *values]
    return sql, params


def _counts(tests: Sequence[Test], workspace_id: int) -> Sequence[int]:
    """Return how many leads have each word, counted up to the limit."""
    counts = [
        f"(SELECT count(*) FROM ({WALK.format(test.format('t'))} LIMIT {MAX_FOUND}) c)" for test, _v in tests
    ]
    params: list[Any] = [value for _test, values in tests for value in (workspace_id, *values)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", params)  # type: ignore[arg-type]
        return cursor.fetchone()
