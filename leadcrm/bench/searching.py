"""Search by words and by an address, in the server's processor time."""

from collections.abc import Callable

from core.pagination import Page
from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leads import lists
from leads.models import Lead, LeadRank


TIMES = 30
TARGET_MS = 15
# A word of one lead in twenty, two of them, the beginning of a word, and a word that every lead has.
WORDS = {
    "word": "ruiz",
    "two_words": "ana ruiz",
    "prefix": "reform",
    "common_word": "example",
    "nobody": "zzz",
}


def run(filled: Filled) -> list[Result]:
    """Measure the list's search; each stays under 15 ms of the server's time however many leads there are."""
    with workspace_scope(filled.workspace.pk):
        asked = dict(WORDS) | {"email": Lead.objects.get(pk=filled.last_id).email}
        return [
            timing.sample(_search(text), times=TIMES).result(f"search.{name}", filled.leads, target=TARGET_MS)
            for name, text in asked.items()
        ]


def _search(text: str) -> Callable[[], Page]:
    return lambda: lists.page(LeadRank.objects.search(text), active={"search": text})
