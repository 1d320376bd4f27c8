"""A model's document with Sales' valuation of each criterion, which is read and never written."""

from collections.abc import Iterator
from typing import Any

from scoring.services import valuation
from scoring.services.valuation import Valuation, Valuations


Document = dict[str, Any]


def with_valuations(document: Document) -> Document:
    """Return the document with ``valuation`` in each criterion, null where nobody gave a value. Queries: one."""
    found = valuation.read()
    for criterion in _criteria(document):
        criterion["valuation"] = _shown(criterion, found)
    return document


def without_valuations(document: Document) -> Document:
    """Return the document as it is stored: what was read may be sent back whole."""
    for criterion in _criteria(document):
        criterion.pop("valuation", None)
    return document


def _shown(criterion: Document, found: Valuations) -> Document | None:
    given: Valuation | None = found.named(criterion["key"], criterion["condition"])
    if given is None:
        return None
    return {
        "median": given.median,
        "spread": given.spread,
        "voters": given.voters,
        "meeting": given.title,
        "closed_at": given.closed_at,
    }


def _criteria(document: Document) -> Iterator[Document]:
    """Yield every criterion of every model, of a document that may be of any shape."""
    for part in (document, *_dicts(document.get("models"))):
        for group in _dicts(part.get("groups")):
            yield from _dicts(group.get("criteria"))


def _dicts(found: Any) -> Iterator[Document]:
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))
