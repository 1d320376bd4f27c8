"""Making a draft the live model, and an older version live again; scores follow in chunks."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from scoring import queries
from scoring.choices import State
from scoring.engine import document as documents
from scoring.engine.spec import ModelSpec, Text
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
    registry = queries.registry()
    try:
        documents.read(document, registry)
    except documents.InvalidModel as fault:
        broken = _broken(documents.read(document, registry, is_saved=True))
        if not broken:
            raise
        names = ", ".join(f"“{label}”" for label in broken)
        text = _("%(names)s names something that was deleted. Change or remove it, then publish.")
        raise documents.InvalidModel(text % {"names": names}, errors=fault.errors) from fault


def _broken(spec: ModelSpec) -> list[Text]:
    """Return the labels of criteria, models and definitions that name what is gone."""
    labels = [model.label for model in spec.models if model.is_broken]
    labels += [criterion.label for criterion in spec.every_criterion() if criterion.is_broken]
    for part in spec.parts():
        labels += [team.label for team in part.light.teams if team.is_broken or team.light.is_broken]
    return labels


@transaction.atomic
def publish_again(*, version: int, by: int | None, at: datetime) -> tuple[ScoringModel, Job]:
    """Roll back: make a copy of an older version live, as a version of its own.

    Raises: NoSuchVersion, AlreadyLive.
    """
    drafts.take_turn()
    old = ScoringModel.objects.versions().filter(version=version).first()
    if old is None:
        raise NoSuchVersion(_("There is no version %(version)s.") % {"version": version})
    if old.state == State.PUBLISHED:
        raise AlreadyLive(_("v%(version)s is live already.") % {"version": version})
    document = queries.document_of(old)
    spec = documents.read(document, queries.registry(), is_saved=True)
    # Retired from the start, since a draft may stand beside it; live a moment later.
    copy = ScoringModel.objects.create(state=State.RETIRED, version=queries.next_version())
    drafts.store(model=copy, spec=spec, document=document, by=by, at=at)
    return _go_live(copy, based_on=version, by=by, at=at)


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
