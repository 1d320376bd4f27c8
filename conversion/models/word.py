"""The search index of accounts, contacts and opportunities, and how it is asked."""

from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL

from core.models import FencedModel
from core.scope import current_workspace_id
from core.text import MAX_TOKEN
from leads.models.token import LAST, MAX_FOUND


WALK = """SELECT w.record FROM conversion_searchword w
WHERE w.workspace_id = %s AND w.kind = %s AND w.word >= %s AND w.word < %s"""


class SearchWord(FencedModel):
    """A word under which a record is found; ranges under C collation are leakproof, so their index serves (scale §2).

    ``record`` is the id in the kind's own table. Its one writer is ``conversion.services.indexing``.
    """

    class Kind(models.TextChoices):
        """Whose words."""

        ACCOUNT = "a"
        CONTACT = "c"
        OPPORTUNITY = "o"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=1, choices=Kind.choices, db_collation="C")
    word = models.CharField(max_length=MAX_TOKEN, db_collation="C")
    record = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "kind", "word", "record"], name="conversion_searchword_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["a", "c", "o"]), name="conversion_searchword_kind"
            ),
        ]
        indexes = [
            # read when a record's words are written anew
            models.Index(fields=["workspace_id", "kind", "record"], name="conversion_searchword_record")
        ]

    def __str__(self) -> str:
        return self.word


def found_by(kind: str, words: list[str]) -> RawSQL | None:
    """Return the ids of the first records in which every word begins a word; None without words."""
    if not words:
        return None
    params: list[Any] = []
    for word in words:
        params += [current_workspace_id(), kind, word, word + LAST]
    walks = " INTERSECT ".join([WALK] * len(words))
    found = f"WITH m AS MATERIALIZED ({walks} LIMIT {MAX_FOUND}) SELECT record FROM m"
    return RawSQL(found, params)  # noqa: S611 - made of our own texts, values are parameters
