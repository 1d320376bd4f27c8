"""How tags are written: trimmed, short, and one tag however it is spelt. Pure."""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.text import clean, fold
from leads.models.tag import MAX_TAG


FIELD = "tags"
# A lead with more words than this has no order left in them.
MAX_EACH = 30


def slug_of(name: str) -> str:
    """Return what makes two spellings one tag: "VIP", "vip" and "Víp" are the same."""
    return re.sub(r"[^\w+#&]+", "-", fold(name)).strip("-")[:60]


def read(names: Iterable[str]) -> list[str]:
    """Return the names trimmed, each once however it is spelt.

    Raises: Invalid for one that is empty or too long, or for too many.
    """
    found: dict[str, str] = {}
    for name in names:
        written = " ".join(clean(name).split())
        slug = slug_of(written)
        if not slug or len(written) > MAX_TAG or "," in written:
            raise _refusal(
                _("A tag is a word or a few, of at most %(limit)s characters.") % {"limit": MAX_TAG}
            )
        found.setdefault(slug, written)
    if len(found) > MAX_EACH:
        raise _refusal(_("At most %(limit)s tags.") % {"limit": MAX_EACH})
    return list(found.values())


def split(text: str) -> list[str]:
    """Return the names that somebody wrote with commas between them."""
    return [name for name in text.split(",") if name.strip()]


def _refusal(message: str | Promise) -> Invalid:
    return Invalid(message, errors=[{"path": FIELD, "message": str(message)}])
