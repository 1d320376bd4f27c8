"""Both sides sign before a model goes live, where the workspace wants it; whatever cannot go live changes nothing."""

import pytest

from core.errors import Forbidden
from leads.models import FieldDefinition
from scoring import queries
from scoring.engine.document import InvalidModel
from scoring.models import SignOff
from scoring.services import drafts, publish, sign_off
from tenants.models import AuditEntry, Membership
from tests.scoring.conftest import AT, criterion, group, small_model


@pytest.fixture
def wanted(publish_model):
    """A live model, a draft, and a workspace that wants both signatures."""
    publish_model()
    sign_off.set_policy(needs_sign_off=True, by=None, at=AT)
    return drafts.start(by=None, at=AT)


def sign(membership) -> SignOff:
    return sign_off.sign(revision=None, by=membership.user_id, at=AT)


def test_without_both_signatures_nothing_goes_live(wanted, marketer):
    sign(marketer)

    with pytest.raises(sign_off.NotSigned, match="Sales") as refusal:
        publish.publish(by=None, at=AT)

    assert refusal.value.status == 409
    assert (queries.live().version, queries.draft().pk) == (1, wanted.pk)


def test_with_both_signatures_it_goes_live_and_keeps_them(wanted, marketer, manager):
    sign(marketer)
    sign(marketer)
    sign(manager)

    model, _job = publish.publish(by=None, at=AT)

    signed = SignOff.objects.filter(model=model).order_by("side").values_list("side", "signed_by")
    assert list(signed) == [("marketing", marketer.user_id), ("sales", manager.user_id)]


def test_an_edit_voids_both_signatures(wanted, marketer, manager):
    sign(marketer)
    sign(manager)

    draft = drafts.save(document=small_model(name="Edited"), by=None, at=AT)

    assert [(each.signature, bool(each.voided)) for each in sign_off.standings(draft)] == [(None, True)] * 2
    with pytest.raises(sign_off.NotSigned, match="Marketing"):
        publish.publish(by=None, at=AT)


def test_a_signature_is_for_the_draft_that_was_seen(wanted, marketer):
    drafts.save(document=small_model(name="Edited"), by=None, at=AT)

    with pytest.raises(drafts.DraftChanged):
        sign_off.sign(revision=wanted.revision, by=marketer.user_id, at=AT)

    assert not SignOff.objects.exists()


def test_a_signature_can_be_taken_back(wanted, marketer):
    sign(marketer)

    sign_off.withdraw(by=marketer.user_id)

    assert not SignOff.objects.exists()


def test_a_signature_under_a_draft_that_was_changed_is_not_taken_back(wanted, marketer):
    drafts.save(document=small_model(name="Edited"), by=None, at=AT)
    sign(marketer)

    with pytest.raises(drafts.DraftChanged):
        sign_off.withdraw(by=marketer.user_id, revision=wanted.revision)

    assert SignOff.objects.count() == 1


def test_nobody_signs_for_both_sides(wanted, marketer, manager):
    sign(marketer)
    Membership.objects.filter(pk=marketer.pk).update(role="manager")

    with pytest.raises(sign_off.SignedForTheOther, match="Marketing") as refusal:
        sign(marketer)

    assert (refusal.value.status, SignOff.objects.count()) == (409, 1)
    sign(manager)
    assert publish.publish(by=None, at=AT)[0].version == 2


def test_who_speaks_for_no_side_cannot_sign(wanted, admin, rep):
    for person in (admin, rep):
        with pytest.raises(Forbidden):
            sign(person)


def test_a_draft_may_go_live_without_them_for_a_reason_that_is_audited(wanted, admin):
    publish.publish(by=admin.user_id, at=AT, override_reason="The office is closed")

    entry = AuditEntry.objects.get(action="scoring.sign_off_overridden")
    assert entry.data == {"missing": ["marketing", "sales"], "reason": "The office is closed"}
    assert queries.live().version == 2


def test_a_workspace_that_does_not_ask_needs_no_signatures(wanted):
    sign_off.set_policy(needs_sign_off=False, by=None, at=AT)

    assert publish.publish(by=None, at=AT)[0].version == 2
    assert not AuditEntry.objects.filter(action="scoring.sign_off_overridden").exists()


def test_a_signed_draft_can_be_discarded(wanted, marketer):
    sign(marketer)

    drafts.discard(by=None, at=AT)

    assert not SignOff.objects.exists()


def test_a_rule_on_a_field_deleted_since_is_named_and_nothing_changes(publish_model):
    publish_model()
    FieldDefinition.objects.create(key="rooms", type="number", label="Rooms")
    rooms = criterion("rooms", 50, {"field": "custom.rooms", "op": "gte", "value": 3})
    drafts.save(document=small_model(groups=[group("g", "fit", rooms)]), by=None, at=AT)
    FieldDefinition.objects.all().delete()

    with pytest.raises(InvalidModel, match="“rooms” names something that was deleted") as refusal:
        publish.publish(by=None, at=AT)

    assert [fault["path"] for fault in refusal.value.errors] == ["$.groups[0].criteria[0].condition.field"]
    assert (queries.live().version, queries.draft() is not None) == (1, True)


def test_contradictory_thresholds_are_refused_and_nothing_changes(publish_model):
    publish_model()
    grid = {"fit": [80, 40], "engagement": [30], "cells": [["D", "C"], ["C", "B"], ["B", "A"]]}

    with pytest.raises(InvalidModel) as refusal:
        drafts.save(document=small_model(grid=grid), by=None, at=AT)

    assert [fault["path"] for fault in refusal.value.errors] == ["$.grid.fit"]
    assert queries.draft() is None
