"""Publishing: all of it or nothing, and what was published stays as it was."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from scoring import queries
from scoring.engine.document import InvalidModel, NoCriteria
from scoring.models import Criterion, CriterionGroup, ScoreSnapshot, ScoringModel
from scoring.services import drafts, publish, rescore
from tenants.models import AuditEntry
from tests.factories.leads import make_lead
from tests.scoring.conftest import AT, small_model
from work.models import Job


def test_publishing_retires_what_was_live_and_is_audited(publish_model):
    publish_model()

    publish_model()

    assert list(ScoringModel.objects.order_by("version").values_list("version", "state")) == [
        (1, "retired"),
        (2, "published"),
    ]
    assert AuditEntry.objects.filter(action="scoring.published").count() == 2


def test_a_draft_equals_what_is_live(publish_model):
    live = publish_model()

    draft = drafts.start(by=None, at=AT)

    assert queries.document_of(draft) == queries.document_of(live)
    assert drafts.start(by=None, at=AT).pk == draft.pk


def test_a_draft_built_on_an_older_version_is_refused(publish_model):
    publish_model()
    publish_model()
    drafts.start(by=None, at=AT)
    publish.publish_again(version=1, by=None, at=AT)

    with pytest.raises(drafts.StaleDraft) as refusal:
        publish.publish(by=None, at=AT)

    assert refusal.value.status == 409
    assert queries.live().version == 3
    drafts.rebase(by=None, at=AT)
    assert publish.publish(by=None, at=AT)[0].version == 4


def test_saving_on_a_version_that_is_not_live_is_refused(publish_model):
    publish_model()

    with pytest.raises(drafts.StaleDraft):
        drafts.save(document=small_model(), by=None, at=AT, based_on=7)

    assert queries.draft() is None


def test_an_edit_of_a_changed_draft_is_refused(publish_model):
    publish_model()
    draft = drafts.start(by=None, at=AT)
    drafts.save(document=small_model(name="Mine"), by=None, at=AT, revision=draft.revision)

    with pytest.raises(drafts.DraftChanged):
        drafts.save(document=small_model(name="Yours"), by=None, at=AT, revision=draft.revision)

    assert queries.draft().name == "Mine"


def test_a_model_without_criteria_is_not_published(publish_model):
    publish_model()
    drafts.save(document=small_model(groups=[]), by=None, at=AT)

    with pytest.raises(NoCriteria):
        publish.publish(by=None, at=AT)

    assert queries.live().version == 1
    assert queries.draft() is not None


def test_without_a_draft_there_is_nothing_to_publish(in_scope):
    with pytest.raises(drafts.NoDraft):
        publish.publish(by=None, at=AT)


def test_rolling_back_makes_a_version_of_its_own(publish_model):
    publish_model()
    publish_model(small_model(name="Second"))

    model, job = publish.publish_again(version=1, by=None, at=AT)

    assert (model.version, model.state, model.based_on) == (3, "published", 1)
    assert queries.document_of(model)["name"] == "Small"
    with pytest.raises(publish.AlreadyLive):
        publish.publish_again(version=3, by=None, at=AT)
    with pytest.raises(publish.NoSuchVersion):
        publish.publish_again(version=9, by=None, at=AT)


def test_of_two_clicks_on_a_roll_back_the_second_does_nothing(publish_model):
    publish_model()
    publish_model()
    publish.publish_again(version=1, by=None, at=AT, live=2)

    with pytest.raises(publish.LiveChanged, match="v3") as refusal:
        publish.publish_again(version=1, by=None, at=AT, live=2)

    assert refusal.value.status == 409
    assert (queries.live().version, Job.objects.filter(kind="rescore").count()) == (3, 3)


def test_what_another_changed_is_neither_discarded_nor_rebased(publish_model):
    publish_model()
    seen = drafts.start(by=None, at=AT).revision
    drafts.save(document=small_model(name="Theirs"), by=None, at=AT)

    for act in (drafts.discard, drafts.rebase):
        with pytest.raises(drafts.DraftChanged):
            act(by=None, at=AT, revision=seen)

    assert (queries.draft().name, queries.draft().revision) == ("Theirs", seen + 1)
    drafts.discard(by=None, at=AT, revision=seen + 1)
    assert queries.draft() is None


def test_a_failure_while_publishing_leaves_everything_as_it_was(publish_model, monkeypatch):
    publish_model()
    drafts.start(by=None, at=AT)
    monkeypatch.setattr(publish.chunks, "begin", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        publish.publish(by=None, at=AT)

    assert queries.live().version == 1
    assert queries.draft() is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda model: Criterion.objects.filter(model=model).update(points=1),
        lambda model: Criterion.objects.filter(model=model).delete(),
        lambda model: CriterionGroup.objects.filter(model=model).update(cap=1),
        lambda model: ScoringModel.objects.filter(pk=model.pk).update(fit_weight=10, engagement_weight=90),
        lambda model: ScoringModel.objects.filter(pk=model.pk).update(state="draft"),
        lambda model: ScoringModel.objects.filter(pk=model.pk).delete(),
        lambda model: Criterion.objects.create(
            model=model,
            group=model.groups.first(),
            position=9,
            key="late",
            label_en="x",
            label_es="x",
            condition={},
            points=1,
        ),
    ],
)
def test_nothing_of_a_published_version_can_be_changed(publish_model, change):
    model = publish_model()

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        change(model)


def test_a_snapshot_cannot_be_changed(publish_model):
    publish_model()
    lead = make_lead()
    rescore.score(lead_ids=[lead.pk], at=AT)

    with pytest.raises(DatabaseError), transaction.atomic():
        ScoreSnapshot.objects.update(score=100)


def test_an_unknown_field_is_refused_with_its_path_and_nothing_changes(publish_model):
    publish_model()
    bad = small_model()
    bad["groups"][0]["criteria"][1]["condition"] = {"field": "person.shoe_size", "op": "eq", "value": 1}

    with pytest.raises(InvalidModel) as refusal:
        drafts.save(document=bad, by=None, at=AT)

    assert [fault["path"] for fault in refusal.value.errors] == ["$.groups[0].criteria[1].condition.field"]
    assert queries.draft() is None
