"""What we have to tell: pieces of content, made, changed and set aside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.text import clean
from leads.choices import Phase
from messaging import links
from nurturing.choices import ContentFormat
from nurturing.models import ContentPiece
from tenants.services import audit


COLUMNS = frozenset({"title", "slug", "summary", "topic", "phase", "format", "language", "url", "is_active"})
LIMITS = {"title": 200, "slug": 80, "summary": 500, "language": 10, "url": 500}


class SlugTaken(Invalid):
    """Another piece of content has this short name."""

    code = "name_taken"
    status = 409


@transaction.atomic
def create(*, values: Mapping[str, Any], by: int | None, at: datetime) -> ContentPiece:
    """Make a piece; without a short name it gets one from its title.

    Raises: Invalid, SlugTaken.
    """
    piece = ContentPiece(**_cleaned(values))
    piece.slug = piece.slug or slugify(piece.title)[: LIMITS["slug"]].rstrip("-")
    _check(piece)
    _save(piece, force_insert=True)
    audit.record(action="content.added", target=piece.title, by=by, at=at)
    return piece


@transaction.atomic
def change(*, piece: ContentPiece, values: Mapping[str, Any], by: int | None, at: datetime) -> ContentPiece:
    """Change what is given; the short name stays, since mails link to it.

    Raises: Invalid.
    """
    cleaned = _cleaned(values)
    changed = {name: value for name, value in cleaned.items() if getattr(piece, name) != value}
    if "slug" in changed:
        raise _refused({"slug": _("This cannot be changed, since mails link to it.")})
    for name, value in changed.items():
        setattr(piece, name, value)
    if changed:
        _check(piece)
        _save(piece, update_fields=[*changed, "updated_at"])
        audit.record(
            action="content.changed", target=piece.title, by=by, at=at, data={"fields": sorted(changed)}
        )
    return piece


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - COLUMNS:
        raise _refused(dict.fromkeys(sorted(unknown), _("This field does not exist.")))
    return {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}


def _save(piece: ContentPiece, **options: Any) -> None:
    try:
        with transaction.atomic():
            piece.save(**options)
    except IntegrityError as error:
        message = _("Another piece of content has this short name.")
        raise SlugTaken(message, errors=[{"path": "slug", "message": str(message)}]) from error


def _check(piece: ContentPiece) -> None:
    faults: dict[str, Any] = {
        name: _("At most %(limit)s characters.") % {"limit": limit}
        for name, limit in LIMITS.items()
        if len(getattr(piece, name)) > limit
    }
    if not piece.title:
        faults["title"] = _("This is needed.")
    elif not piece.slug or piece.slug != slugify(piece.slug):
        faults["slug"] = _("Use small letters a to z, digits and hyphens.")
    if links.fault(piece.url) or links.is_direct(piece.url):
        faults["url"] = _("Give the whole public address, such as https://www.example.com/guide.")
    if piece.phase and piece.phase not in Phase.values:
        faults["phase"] = _("This must be one of: %(names)s.") % {"names": ", ".join(Phase.values)}
    if piece.format not in ContentFormat.values:
        faults["format"] = _("This must be one of: %(names)s.") % {"names": ", ".join(ContentFormat.values)}
    if faults:
        raise _refused(faults)


def _refused(faults: Mapping[str, Any]) -> Invalid:
    errors = [{"path": name, "message": str(message)} for name, message in faults.items()]
    return Invalid(_("Some values are missing or wrong."), errors=errors)
