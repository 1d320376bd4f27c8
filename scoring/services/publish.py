"""Making a draft the live model, and an older version live again; scores follow in chunks."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conditions.registry import Registry
from core.errors import DomainError
from scoring import queries
from scoring.choices import State
from scoring.engine import document as documents
from scoring.engine.references import Reference, references
from scoring.engine.spec import Text
from scoring.models import ScoringModel
from scoring.services import chunks, drafts, sign_off
from tenants.services import audit
from work.models import Job


class AlreadyLive(DomainError):
    """The version is live already."""

    code = "already_live"


class DraftGone(DomainError):
    """The draft that was seen is there no more."""

    code = "draft_gone"


class LiveChanged(DomainError):
    """Another version is live than the one that was seen."""

    code = "live_changed"


class NamesWhatIsGone(DomainError):
    """Parts of the older version name what was deleted since; ``confirm`` makes it live all the same."""

    code = "names_what_is_gone"


class NoSuchVersion(DomainError):
    """No version has this number."""

    code, status = "no_such_version", 404


@transaction.atomic
def publish(
    *, by: int | None, at: datetime, revision: int | None = None, override_reason: str = ""
) -> tuple[ScoringModel, Job]:
    """Make the draft live under the next number and begin to rescore every lead; all of it or nothing.

    ``revision`` is the draft as the caller read it, so that nobody publishes what they have not seen;
    ``override_reason`` says why it goes live without the signatures that the workspace wants.

    Raises: NoDraft, DraftGone, DraftChanged, StaleDraft, NoCriteria, NotSigned, InvalidModel (what was valid when
    it was drafted may not be now).
    """
    draft = _seen(revision)
    drafts.check_base(draft.based_on)
    document = queries.document_of(draft)
    _check_criteria(document)
    _check_readable(document)
    sign_off.check(draft, override_reason=override_reason, by=by, at=at)
    return _go_live(draft, based_on=draft.based_on, by=by, at=at)


def _seen(revision: int | None) -> ScoringModel:
    """Return the draft, locked, if it still is what the caller saw; of two at once the second one comes too late."""
    try:
        draft = drafts.current()
    except drafts.NoDraft as gone:
        live = queries.live()
        if revision is None or live is None:
            raise
        text = _("This draft is gone: somebody published or discarded it. v%(number)s is live.")
        raise DraftGone(text % {"number": live.version}) from gone
    if revision not in {None, draft.revision}:
        raise drafts.DraftChanged(_("Somebody changed the draft meanwhile. Reload it before you publish."))
    return draft


def _check_criteria(document: dict[str, Any]) -> None:
    """Refuse a model that would make all of its leads the same.

    Raises: NoCriteria.
    """
    if not any(group["criteria"] for group in document["groups"]):
        raise documents.NoCriteria(_("A model needs at least one criterion before it can go live."))
    for model in document.get("models", []):
        if not any(group["criteria"] for group in model["groups"]):
            text = _("The model “%(name)s” needs at least one criterion before it can go live.")
            raise documents.NoCriteria(text % {"name": Text(**model["label"])})


def _check_readable(document: dict[str, Any]) -> None:
    """Refuse what names something that was deleted since it was drafted, by the names of what does.

    Raises: InvalidModel.
    """
    try:
        documents.read(document, queries.registry())
    except documents.InvalidModel as fault:
        broken = _broken(document, fault)
        if not broken:
            raise
        text = _(
            "%(names)s names something that was deleted or switched off. Change or remove it, then publish."
        )
        raise documents.InvalidModel(text % {"names": broken}, errors=fault.errors) from fault


def _broken(document: dict[str, Any], fault: documents.InvalidModel) -> str:
    """Return the labels of criteria, models and definitions that name what is gone, empty if none does."""
    paths = [error["path"] for error in fault.errors]
    labels = [_label(each) for each in references(document) if any(each.covers(path) for path in paths)]
    return ", ".join(f"“{label}”" for label in dict.fromkeys(labels))


def _label(reference: Reference) -> str:
    if not reference.is_light:
        return str(Text(**reference.owner["label"]))
    light = str(_("What turns the light green"))
    label = reference.model.get("label")
    return f"{Text(**label)}: {light}" if label else light


@transaction.atomic
def publish_again(
    *, version: int, by: int | None, at: datetime, live: int | None = None, confirm: bool = False
) -> tuple[ScoringModel, Job]:
    """Roll back: make a copy of an older version live, as a version of its own.

    ``live`` is the live version as the caller saw it, so that a second click does nothing; None does not ask.
    ``confirm`` takes into account that parts of it, which a refusal named, may hold for no lead any more.

    Raises: NoSuchVersion, AlreadyLive, LiveChanged, NamesWhatIsGone.
    """
    drafts.take_turn()
    old = ScoringModel.objects.versions().filter(version=version).first()
    if old is None:
        raise NoSuchVersion(_("There is no version %(version)s.") % {"version": version})
    if old.state == State.PUBLISHED:
        raise AlreadyLive(_("v%(version)s is live already.") % {"version": version})
    _check_live(live)
    document = queries.document_of(old)
    names = queries.registry()
    if not confirm:
        _check_holds(document, names)
    spec = documents.read(document, names, is_saved=True)
    # Retired from the start, since a draft may stand beside it; live a moment later.
    copy = ScoringModel.objects.create(state=State.RETIRED, version=queries.next_version())
    drafts.store(model=copy, spec=spec, document=document, by=by, at=at)
    return _go_live(copy, based_on=version, by=by, at=at)


def _check_live(seen: int | None) -> None:
    """Refuse where another version is live than the one that was seen.

    Raises: LiveChanged.
    """
    live = queries.live()
    if seen is not None and live and live.version != seen:
        text = _("v%(live)s went live meanwhile. Look at it before you make an older version live again.")
        raise LiveChanged(text % {"live": live.version})


def _check_holds(document: dict[str, Any], names: Registry) -> None:
    """Refuse an older version that names what was deleted since, by the names of the parts.

    Raises: NamesWhatIsGone.
    """
    try:
        documents.read(document, names)
    except documents.InvalidModel as fault:
        broken = _broken(document, fault)
        if broken:
            text = _(
                "%(names)s names something that was deleted or switched off since, and may hold for no lead."
            )
            raise NamesWhatIsGone(text % {"names": broken}, errors=fault.errors) from fault


def _go_live(
    model: ScoringModel, *, based_on: int | None, by: int | None, at: datetime
) -> tuple[ScoringModel, Job]:
    live = ScoringModel.objects.live().select_for_update().first()
    ScoringModel.objects.live().update(state=State.RETIRED)
    version = model.version or queries.next_version()
    ScoringModel.objects.filter(pk=model.pk).update(
        state=State.PUBLISHED,
        version=version,
        based_on=based_on,
        published_at=at,
        published_by=by,
        updated_at=at,
    )
    model.refresh_from_db()
    audit.record(
        action="scoring.published",
        target=f"v{version}",
        by=by,
        at=at,
        data={"from": live.version if live else None, "based_on": based_on},
    )
    return model, chunks.begin(version=version, by=by, at=at)
