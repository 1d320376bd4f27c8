"""The draft of the next version: a copy of what is live, changed as a whole document."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from scoring import queries
from scoring.choices import State
from scoring.engine import document as documents
from scoring.engine.spec import ModelSpec
from scoring.models import Criterion, CriterionGroup, ScoringModel, SignOff
from scoring.services import turns


class StaleDraft(DomainError):
    """The draft was made from a version that is no longer live."""

    code = "stale_draft"


class DraftChanged(DomainError):
    """Somebody changed the draft since it was read."""

    code = "draft_changed"


class NoDraft(DomainError):
    """There is no draft."""

    code = "no_draft"


@transaction.atomic
def start(*, by: int | None, at: datetime) -> ScoringModel:
    """Return the draft; if there is none, make one that equals what is live."""
    take_turn()
    draft = queries.draft()
    if draft:
        return draft
    live = queries.live()
    document = queries.document_of(live) if live else EMPTY
    spec = documents.read(document, queries.registry(), is_saved=True)
    draft = ScoringModel.objects.create(state=State.DRAFT, based_on=live.version if live else None)
    store(model=draft, spec=spec, document=document, by=by, at=at)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def save(
    *,
    document: dict[str, Any],
    by: int | None,
    at: datetime,
    revision: int | None = None,
    based_on: int | None = None,
) -> ScoringModel:
    """Replace the draft by the document, making a draft if there is none.

    ``revision`` is the draft as the caller read it, ``based_on`` the live version the caller believes in; None
    does not ask. A part that already names something deleted does not keep others from being changed; publishing
    refuses it.

    Raises: InvalidModel, DraftChanged, StaleDraft.
    """
    take_turn()
    if based_on is not None:
        check_base(based_on)
    is_there = queries.draft() is not None
    draft = start(by=by, at=at)
    # What somebody published or discarded meanwhile is not made anew under the hands of who saw it.
    if revision and (not is_there or revision != draft.revision):
        raise DraftChanged(_("Somebody changed the draft meanwhile. Reload it and make your change again."))
    ScoringModel.objects.drafts().filter(pk=draft.pk).update(revision=F("revision") + 1)
    spec = documents.read(document, queries.registry(), stored=queries.document_of(draft))
    store(model=draft, spec=spec, document=document, by=by, at=at)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def discard(*, by: int | None, at: datetime, revision: int | None = None) -> None:
    """Throw the draft away, if it still is what the caller saw.

    Raises: NoDraft, DraftChanged.
    """
    draft = seen(revision)
    _empty(draft)
    SignOff.objects.filter(model=draft).delete()
    ScoringModel.objects.filter(pk=draft.pk, state=State.DRAFT).delete()


@transaction.atomic
def rebase(*, by: int | None, at: datetime, revision: int | None = None) -> ScoringModel:
    """Declare the draft, as it is, to follow the version that is live now.

    Raises: NoDraft, DraftChanged.
    """
    draft, live = seen(revision), queries.live()
    ScoringModel.objects.filter(pk=draft.pk).update(
        based_on=live.version if live else None, changed_by=by, updated_at=at, revision=F("revision") + 1
    )
    draft.refresh_from_db()
    return draft


def take_turn() -> None:
    """Wait until nobody else changes the draft or what is live; the turn is kept until the transaction ends."""
    turns.wait(kind="scoring.draft")


def current() -> ScoringModel:
    """Return the draft, locked until the transaction ends.

    Raises: NoDraft.
    """
    take_turn()
    draft = ScoringModel.objects.drafts().select_for_update().first()
    if draft is None:
        raise NoDraft(_("There is no draft. Start one from the live model."), status=404)
    return draft


def seen(revision: int | None) -> ScoringModel:
    """Return the draft, locked, if it is the revision that the caller saw; None does not ask.

    Raises: NoDraft, DraftChanged.
    """
    draft = current()
    if revision not in {None, draft.revision}:
        raise DraftChanged(_("Somebody changed the draft meanwhile. Look at it again first."))
    return draft


def check_base(based_on: int | None) -> None:
    """Refuse what was built on a version that is not live any more.

    Raises: StaleDraft.
    """
    live = queries.live()
    if (live.version if live else None) != based_on:
        raise StaleDraft(
            _("This draft was built on v%(base)s, but v%(live)s is live now. Look at what changed first.")
            % {"base": based_on or 0, "live": live.version if live else 0}
        )


def store(
    *, model: ScoringModel, spec: ModelSpec, document: dict[str, Any], by: int | None, at: datetime
) -> None:
    """Write the document into the rows of a model that is not published yet; the spec is the same, read."""
    _empty(model)
    given = documents.as_given(spec, document)
    ScoringModel.objects.filter(pk=model.pk).update(
        name=spec.name,
        fit_weight=spec.fit_weight,
        engagement_weight=spec.engagement_weight,
        grid=given["grid"],
        light=given["light"]["condition"],
        near_points=spec.light.near,
        teams=given["light"].get("teams", []),
        special=given.get("models", []),
        changed_by=by,
        updated_at=at,
    )
    for place, group in enumerate(spec.groups):
        row = CriterionGroup.objects.create(
            model_id=model.pk,
            position=place,
            key=group.key,
            label_en=group.label.en,
            label_es=group.label.es,
            dimension=group.dimension,
            cap=group.cap,
        )
        raw = given["groups"][place]["criteria"]
        Criterion.objects.bulk_create(
            Criterion(
                model_id=model.pk,
                group_id=row.pk,
                position=index,
                key=criterion.key,
                label_en=criterion.label.en,
                label_es=criterion.label.es,
                condition=raw[index]["condition"],
                points=criterion.points,
                mode=raw[index]["mode"],
                window_days=raw[index]["window_days"],
                half_life_days=raw[index]["half_life_days"],
                cap=criterion.cap,
            )
            for index, criterion in enumerate(group.criteria)
        )


def _empty(model: ScoringModel) -> None:
    Criterion.objects.filter(model_id=model.pk).delete()
    CriterionGroup.objects.filter(model_id=model.pk).delete()


EMPTY: dict[str, Any] = {
    "name": "",
    "weights": {"fit": 50, "engagement": 50},
    "grid": {"fit": [50], "engagement": [50], "cells": [["D", "C"], ["C", "A"]]},
    "light": {"condition": {"field": "score.grade", "op": "eq", "value": "A"}, "near_points": 10},
    "groups": [],
}
