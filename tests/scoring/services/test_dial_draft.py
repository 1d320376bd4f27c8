"""The dial on a draft: what it offers, what choosing a setting changes, and what refuses it."""

from datetime import timedelta

import pytest

from leads.models import LeadRank
from scoring import queries
from scoring.engine.dial import Fixed, Line
from scoring.engine.spec import Address
from scoring.services import arrivals, dial_draft, drafts, impact, rescore
from scoring.services.passes import over_many
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, PHONE
from tests.scoring.dials import HERE, history, model, turning
from work import jobs


def test_a_setting_hands_over_what_publishing_it_would(in_scope):
    """The same newcomers are green by the definition that the setting writes: the dial promises what it does."""
    history(11, leads=90)
    turned = turning()
    reading = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)
    promised = {each.line: each.figures.a_week for each in reading.places()}

    for line, a_week in promised.items():
        changed, _former, _line = dial_draft.use(address=HERE, key=line.key, by=None, at=AT)
        spec = queries.spec_of(changed, turned.names)
        with over_many():
            found = arrivals.measure(spec=spec, names=turned.names, rows=arrivals.EVERY, every=1, at=AT)
        assert found.a_week == pytest.approx(a_week)
    assert len(promised) >= 3


def test_using_a_setting_changes_the_line_and_nothing_else(in_scope):
    turning()
    before = queries.document_of(queries.draft())

    draft, former, line = dial_draft.use(address=HERE, key="A-60", by=None, at=AT)

    after = queries.document_of(draft)
    asked = after["light"]["condition"]["all"]
    assert (former, line) == (Line("B", 0), Line("A", 60))
    assert asked[1:] == before["light"]["condition"]["all"][1:]
    assert {**after, "light": None} == {**before, "light": None}
    assert after["light"]["near_points"] == before["light"]["near_points"]


def test_choosing_the_former_setting_undoes_it(in_scope):
    turning()
    before = queries.document_of(queries.draft())

    _draft, former, _line = dial_draft.use(address=HERE, key="C-31", by=None, at=AT)
    draft, _former, _line = dial_draft.use(address=HERE, key=former.key, by=None, at=AT)

    assert queries.document_of(draft) == before


@pytest.mark.parametrize("key", ["", "E-10", "40", "B-400", "B-47; DROP TABLE"])
def test_an_unknown_setting_changes_nothing(in_scope, key):
    turning()
    before = queries.draft()

    with pytest.raises(dial_draft.NoSuchSetting):
        dial_draft.use(address=HERE, key=key, by=None, at=AT)

    assert queries.draft().revision == before.revision


def test_a_setting_of_a_draft_that_was_changed_meanwhile_is_refused(in_scope):
    turning()
    seen = queries.draft().revision
    drafts.save(document=model(name="Other"), by=None, at=AT)

    with pytest.raises(drafts.DraftChanged):
        dial_draft.use(address=HERE, key="A-0", by=None, at=AT, revision=seen)


def test_a_definition_that_asks_for_grade_in_other_ways_is_not_turned(in_scope):
    entangled = {"any": [{"field": "score.grade", "op": "eq", "value": "A"}, PHONE]}
    drafts.save(document=model(light={"condition": entangled, "near_points": 5}), by=None, at=AT)

    reading = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)

    assert (reading.fixed, reading.places()) == (Fixed.ENTANGLED, [])
    for act in (dial_draft.ask, lambda **more: dial_draft.use(key="A-0", **more)):
        with pytest.raises(dial_draft.CannotTurn):
            act(address=HERE, by=None, at=AT)


@pytest.mark.parametrize("address", [Address("gone"), Address("", "gone")])
def test_a_definition_that_is_gone_is_refused(in_scope, address):
    turning()

    with pytest.raises(dial_draft.NoSuchDefinition):
        dial_draft.read(draft=queries.draft(), address=address, at=AT)
    with pytest.raises(dial_draft.NoSuchDefinition):
        dial_draft.use(address=address, key="A-0", by=None, at=AT)


def test_without_history_there_are_no_settings_and_it_says_what_is_missing(in_scope):
    for number in range(5):
        make_lead(email=f"a{number}@x.es", created_at=AT - timedelta(days=9))
    turning()

    reading = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)

    (place_now,) = reading.places()
    assert reading.history.wanting == 15
    assert (place_now.line, place_now.setting, place_now.is_draft) == (Line("B", 0), "", True)
    assert place_now.figures.accepted.wanting == 20
    assert place_now.figures.ripening.share is None


def test_a_count_is_kept_while_nothing_but_the_line_changes(publish_model, monkeypatch):
    publish_model(model())
    make_lead(email="a@x.es")
    turning()
    key = dial_draft.ask(address=HERE, by=None, at=AT).pk
    again = dial_draft.ask(address=HERE, by=None, at=AT).pk
    jobs.run(keys=[key], at=AT)
    monkeypatch.setattr(impact, "MOST_LEADS", 0)

    draft, _former, _line = dial_draft.use(address=HERE, key="A-0", by=None, at=AT)
    moved = dial_draft.read(draft=draft, address=HERE, at=AT)
    changed = drafts.save(document=model(weights={"fit": 60, "engagement": 40}), by=None, at=AT)

    assert again == key
    assert moved.history is not None
    assert moved.counted_at is not None
    assert dial_draft.read(draft=changed, address=HERE, at=AT).history is None


def test_a_count_of_rules_that_were_changed_ends(in_scope):
    turning()
    job = dial_draft.ask(address=HERE, by=None, at=AT)
    drafts.save(document=model(weights={"fit": 60, "engagement": 40}), by=None, at=AT)

    jobs.run(keys=[job.pk], at=AT)

    job.refresh_from_db()
    assert job.state == "failed"


def test_only_the_leads_whose_definition_it_is_count(in_scope):
    """A team's definition for leads with a phone: its newcomers are those, all others are the model's own."""
    team = {
        "key": "phones",
        "label": {"en": "Phones", "es": "Con teléfono"},
        "when": PHONE,
        "condition": {"all": [{"field": "score.score", "op": "gte", "value": 20}]},
        "near_points": 5,
    }
    document = model()
    document["light"]["teams"] = [team]
    for number in range(6):
        phone = "+34600000147" if number < 4 else ""
        make_lead(email=f"a{number}@x.es", phone=phone, created_at=AT - timedelta(days=9))
    drafts.save(document=document, by=None, at=AT)

    own = dial_draft.read(draft=queries.draft(), address=HERE, at=AT)
    theirs = dial_draft.read(draft=queries.draft(), address=Address("", "phones"), at=AT)

    assert (own.history.came, theirs.history.came) == (2, 4)
    assert theirs.history.reached == {20: 4}
    draft, former, _line = dial_draft.use(address=Address("", "phones"), key="45", by=None, at=AT)
    light = queries.document_of(draft)["light"]
    assert former == Line("", 20)
    assert light["teams"][0]["condition"]["all"] == [{"field": "score.score", "op": "gte", "value": 45}]
    assert light["condition"] == document["light"]["condition"]


@pytest.mark.parametrize(("line", "light", "reason"), [("B-45", "amber", 10), ("B-46", "red", None)])
def test_a_lead_short_of_the_line_is_told_how_many_points(publish_model, line, light, reason):
    """Grade B is reached; what is wanting is the score within it, not the grade."""
    turning(model())
    dial_draft.use(address=HERE, key=line, by=None, at=AT)
    publish_model(queries.document_of(queries.draft()))
    lead = make_lead(phone="+34600000147", email="a@x.es")
    make_activity(lead, "inquiry", at=AT)

    rescore.score(lead_ids=[lead.pk], at=AT)

    rank = LeadRank.objects.get()
    assert (rank.score, rank.grade, rank.light) == (35, "B", light)
    assert rank.light_reason.get("points") == reason
    assert rank.light_reason.get("grade") == (None if reason else "A")
