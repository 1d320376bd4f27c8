"""Two leads that are one: nothing is lost, the known one survives, and it can all be taken back (I5)."""

from datetime import UTC, datetime, timedelta

import pytest

from distribution.models import HandOff
from leads.choices import Stage
from leads.models import (
    Activity,
    ConsentRecord,
    FieldChange,
    Lead,
    LeadAlias,
    LeadRank,
    LeadTag,
    MergeRecord,
    StageChange,
)
from leads.services import bulk, consent, editing, intake, merging, notes, stages, tags, unmerging
from tests.factories.leads import make_field, make_lead


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.django_db, pytest.mark.slow]


def receive(**facts):
    return intake.receive(facts=facts, source=None, campaign=None, touch={"url": "x"}, at=AT, by=None).lead


def merge(winner, loser, **options):
    return merging.merge(winner=winner, loser=loser, by=None, at=AT, **options)


def unmerge(record):
    return unmerging.unmerge(record=record, by=None, at=AT + timedelta(minutes=1))


def fresh(lead):
    return Lead.objects.select_related("rank").get(pk=lead.pk)


def row(lead):
    """Everything stored of the lead itself."""
    found = fresh(lead)
    own = {field.attname: getattr(found, field.attname) for field in Lead._meta.concrete_fields}
    rank = {field.attname: getattr(found.rank, field.attname) for field in LeadRank._meta.concrete_fields}
    return {**own, **rank} | {"version": 0, "updated_at": 0}


def test_the_survivor_keeps_its_facts_and_gets_what_it_lacks():
    winner = make_lead(first_name="Ana", email="ana@sol.es", job_title="Gerente")
    loser = make_lead(
        first_name="Ana", last_name="Ruiz", email="ruiz@sol.es", phone="600111222", job_title="CEO"
    )

    record = merge(winner, loser)

    lead = fresh(winner)
    assert (lead.last_name, lead.phone_e164, lead.email, lead.job_title) == (
        "Ruiz",
        "+34600111222",
        "ana@sol.es",
        "Gerente",
    )
    assert not Lead.objects.filter(pk=loser.pk).exists()
    assert set(record.dropped) == {"email", "job_title"}
    assert {"last_name", "phone"} <= set(record.taken)
    assert set(FieldChange.objects.filter(origin="merge").values_list("field", flat=True)) == {
        "last_name",
        "phone",
    }


def test_chosen_facts_come_from_the_lost_lead_and_no_other_does():
    make_field("rooms")
    winner = make_lead(first_name="Ana", email="ana@sol.es", custom={"rooms": 3})
    loser = make_lead(email="ruiz@sol.es", phone="600111222", custom={"rooms": 5})

    merge(winner, loser, taken=["email", "custom.rooms"])

    lead = fresh(winner)
    assert (lead.email, lead.email_norm, lead.custom, lead.phone) == (
        "ruiz@sol.es",
        "ruiz@sol.es",
        {"rooms": 5},
        "",
    )


def test_facts_of_another_company_or_person_are_not_mixed_in():
    winner = make_lead(first_name="Ana", company="Sol", email="ana@sol.es")
    loser = make_lead(first_name="Luis", last_name="Pérez", company="Luna", city="Toledo", tax_id="B1")

    record = merge(winner, loser)

    assert (fresh(winner).last_name, fresh(winner).city) == ("", "")
    assert {"company", "city", "last_name", "tax_id"} <= set(record.dropped)


def test_a_fact_nobody_knows_is_refused():
    with pytest.raises(merging.Invalid):
        merge(make_lead(email="a@sol.es"), make_lead(email="b@sol.es"), taken=["grade"])


def test_the_known_one_survives_an_older_anonymous_one():
    anonymous = make_lead(company="Sol", created_at=AT - timedelta(days=30))
    known = make_lead(email="ana@sol.es", created_at=AT)
    older = make_lead(email="ana@luna.es", created_at=AT - timedelta(days=1))

    assert merging.survivor(anonymous, known)[0] == known
    assert merging.survivor(known, older)[0] == older


def test_everything_that_happened_is_the_survivors_and_goes_back():
    winner, loser = (
        receive(email="ana@sol.es", first_name="Ana"),
        receive(email="b@sol.es", phone="600111222"),
    )
    for lead in (winner, loser):
        notes.add(lead=lead, text=f"of {lead.email}", by=None, at=AT)
        tags.set_tags(lead=lead, names=["vip", lead.email[0]], by=None, at=AT)
    consent.record(
        lead=loser,
        is_given=True,
        text="Yes",
        text_version="1",
        channel="form",
        evidence="e",
        ip_class="",
        at=AT,
        by=None,
    )
    winner, loser = fresh(winner), fresh(loser)
    before = {lead.pk: row(lead) for lead in (winner, loser)}
    happened = {
        lead.pk: set(Activity.objects.filter(lead=lead).values_list("pk", flat=True))
        for lead in (winner, loser)
    }

    record = merge(winner, loser)

    now = set(Activity.objects.filter(lead=winner).values_list("pk", flat=True))
    assert happened[winner.pk] | happened[loser.pk] <= now
    assert ConsentRecord.objects.get().lead_id == winner.pk
    assert fresh(winner).marketing_consent == "given"
    assert set(fresh(winner).tags) == {"vip", "a", "b"}
    assert LeadTag.objects.filter(lead=winner).count() == 3

    undone = unmerge(record)

    assert undone.left == []
    assert {lead.pk: row(lead) for lead in (winner, loser)} == before
    for lead in (winner, loser):
        back = Activity.objects.filter(lead=lead).exclude(kind__in=["merged", "unmerged"])
        assert set(back.values_list("pk", flat=True)) == happened[lead.pk]
    assert ConsentRecord.objects.get().lead_id == loser.pk
    assert Lead.objects.search("600111222").get() == loser


def test_the_further_stage_goes_on_with_its_owner_and_its_history(rep, manager):
    winner = receive(email="ana@sol.es")
    loser = receive(email="b@sol.es")
    for stage in (Stage.MQL, Stage.SAL):
        stages.move(lead=fresh(loser), to_stage=stage, by=None, at=AT)
    LeadRank.objects.filter(pk=loser.pk).update(owner=rep.user)

    record = merge(fresh(winner), fresh(loser))

    rank = fresh(winner).rank
    assert (rank.stage, rank.owner_id) == (Stage.SAL, rep.user_id)
    moves = StageChange.objects.filter(lead=winner).order_by("pk").values_list("to_stage", flat=True)
    assert list(moves) == ["marketing", "mql", "sal"]

    # What became of the lead since goes back with its road.
    stages.move(lead=fresh(winner), to_stage=Stage.SQL, by=None, at=AT)
    unmerge(record)

    assert (fresh(winner).rank.stage, fresh(winner).rank.owner_id) == (Stage.MARKETING, None)
    assert (fresh(loser).rank.stage, fresh(loser).rank.owner_id) == (Stage.SQL, rep.user_id)
    moves = StageChange.objects.filter(lead=loser).order_by("pk").values_list("to_stage", flat=True)
    assert list(moves) == ["marketing", "mql", "sal", "sql"]


def offered(lead, owner):
    stages.move(lead=fresh(lead), to_stage=Stage.MQL, by=None, at=AT)
    return HandOff.objects.create(
        lead=lead, owner=owner, offered_at=AT, accept_due_at=AT + timedelta(hours=4), contact_due_at=AT
    )


def test_of_two_waiting_hand_offs_one_is_closed_and_waits_again_afterwards(rep):
    winner, loser = receive(email="ana@sol.es"), receive(email="b@sol.es")
    kept, ended = offered(winner, rep.user), offered(loser, rep.user)

    record = merge(fresh(winner), fresh(loser))

    assert HandOff.objects.waiting().get() == kept
    closed = HandOff.objects.get(pk=ended.pk)
    assert (closed.state, closed.reason, closed.lead_id) == ("closed", "merged", winner.pk)
    assert Activity.objects.get(kind="merged").data["closed"] == ["hand_off"]

    unmerge(record)

    assert set(HandOff.objects.waiting().values_list("lead_id", flat=True)) == {winner.pk, loser.pk}
    assert HandOff.objects.get(pk=ended.pk).answered_at is None


def test_two_converted_leads_are_not_merged():
    with pytest.raises(merging.BothConverted):
        merge(make_lead(email="a@sol.es", stage="converted"), make_lead(email="b@sol.es", stage="converted"))


def test_a_lead_is_not_merged_with_itself_nor_twice():
    winner, loser = make_lead(email="a@sol.es"), make_lead(email="b@sol.es")
    with pytest.raises(merging.SameLead):
        merge(winner, winner)
    merge(winner, loser)

    with pytest.raises(merging.MergedAway):
        merge(winner, loser)


def test_what_somebody_saw_and_is_no_longer_so_is_refused():
    winner, loser = make_lead(email="a@sol.es"), make_lead(email="b@sol.es")
    editing.edit(lead=loser, values={"city": "Toledo"}, version=None, by=None, at=AT)

    with pytest.raises(editing.EditConflict):
        merge(fresh(winner), fresh(loser), versions={winner.pk: 1, loser.pk: 1})


@pytest.mark.parametrize("known_by", [{"email": "b@sol.es"}, {"phone": "600111222"}])
def test_an_inquiry_by_the_lost_leads_keys_reaches_the_survivor(known_by):
    winner, loser = make_lead(email="ana@sol.es"), make_lead(email="b@sol.es", phone="600111222")
    merge(winner, loser, taken=[])

    assert receive(**known_by).pk == winner.pk


def test_the_survivor_is_still_found_by_the_address_it_gave_up():
    winner, loser = make_lead(email="ana@sol.es"), make_lead(email="b@sol.es")
    merge(winner, loser, taken=["email"])

    assert receive(email="ana@sol.es").pk == winner.pk


def test_an_import_row_of_the_lost_lead_changes_the_survivor():
    winner, loser = make_lead(email="ana@sol.es"), make_lead(email="b@sol.es")
    merge(winner, loser)

    rows = [bulk.ImportRow("1", {"email": "b@sol.es", "city": "Toledo"}, 1)]
    bulk.import_rows(rows=rows, source=None, policy="fill", at=AT, by=None)

    assert Lead.objects.get().city == "Toledo"


def test_a_fact_changed_since_is_told_and_left():
    winner, loser = (
        make_lead(email="ana@sol.es"),
        make_lead(email="b@sol.es", phone="600111222", city="Toledo"),
    )
    record = merge(winner, loser)
    editing.edit(lead=winner, values={"phone": "600999888"}, version=None, by=None, at=AT)

    undone = unmerge(record)

    assert undone.left == ["phone"]
    assert (fresh(winner).phone, fresh(winner).phone_e164, fresh(winner).city) == (
        "600999888",
        "+34600999888",
        "",
    )
    assert fresh(loser).phone == "600111222"


def test_a_merge_is_undone_once_and_the_later_one_first():
    one, two, three = (make_lead(email=f"{name}@sol.es") for name in "abc")
    first = merge(two, three)
    second = merge(one, fresh(two))
    assert LeadAlias.objects.get(lead_was=three.pk).lead_id == one.pk

    with pytest.raises(unmerging.LaterMergeFirst):
        unmerge(first)
    unmerge(second)
    unmerge(MergeRecord.objects.get(pk=first.pk))

    assert Lead.objects.count() == 3
    with pytest.raises(unmerging.UnmergedAlready):
        unmerge(first)


def test_a_lead_whose_address_is_taken_does_not_come_back():
    winner, loser = make_lead(email="ana@sol.es"), make_lead(email="b@sol.es")
    record = merge(winner, loser)
    editing.edit(lead=make_lead(email="c@sol.es"), values={"email": "b@sol.es"}, version=None, by=None, at=AT)

    with pytest.raises(unmerging.AddressTaken):
        unmerge(record)

    assert MergeRecord.objects.get().undone_at is None
    assert not Lead.objects.filter(pk=loser.pk).exists()


EARLIER, LATER = AT - timedelta(days=2), AT - timedelta(days=1)


@pytest.mark.parametrize(
    ("winner", "loser", "wished"),
    [
        (("marketing", None), ("marketing", EARLIER), EARLIER),
        (("marketing", LATER), ("marketing", EARLIER), EARLIER),
        (("disqualified", EARLIER), ("marketing", None), EARLIER),
        (("marketing", EARLIER), ("mql", None), None),
        (("sal", None), ("marketing", EARLIER), None),
    ],
)
def test_a_wish_for_a_hand_off_stands_while_marketing_has_the_lead(winner, loser, wished):
    stays, goes = (
        make_lead(email=f"{name}@sol.es", stage=stage, hand_off_wish_at=at)
        for name, (stage, at) in (("w", winner), ("l", loser))
    )

    record = merge(stays, goes)

    assert fresh(stays).hand_off_wish_at == wished
    unmerge(record)
    assert (fresh(stays).hand_off_wish_at, fresh(goes).hand_off_wish_at) == (winner[1], loser[1])
