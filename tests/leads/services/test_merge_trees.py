"""Random merge trees, taken back: rows are conserved table by table, and every lead is what it was (I5)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leads import likeness, normalize, queries, references
from leads.models import (
    Activity,
    FieldChange,
    Lead,
    LeadAlias,
    LeadRank,
    LeadTag,
    LeadToken,
    LikelyPair,
    MergeRecord,
)
from leads.services import clues, consent, editing, indexing, merging, tags, unmerging
from tests.factories.distribution import make_hand_off
from tests.factories.leads import make_activity, make_field, make_lead
from tests.factories.messaging import make_message
from tests.factories.scoring import make_snapshot


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
LEADS = 4
# What a merge writes of itself, and what is numbered anew because it only repeats the lead.
OWN = {"leads_mergerecord", "leads_leadalias", "leads_likelypair", "leads_leadtoken", "leads_leadtag"}
TOLD = {"leads_activity": "kind NOT IN ('merged', 'unmerged')", "leads_fieldchange": "origin <> 'merge'"}
LOOSE = "ARRAY['version', 'updated_at']"
pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.django_db, pytest.mark.slow]


class Backwards(Exception):
    """Ends an example: what it wrote is rolled back."""


def tables():
    return sorted(
        {reference.find_model()._meta.db_table for reference in references.every()} | {"leads_lead"}
    )


def picture():
    """Every row of every table that names a lead."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            if table in OWN:
                continue
            cursor.execute(
                f"SELECT (to_jsonb(t) - {LOOSE})::text FROM {table} t WHERE {TOLD.get(table, 'true')} ORDER BY 1"
            )
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def counts():
    """How many rows each table has, those put away included: a merge writes nothing off."""
    found = {table: len(rows) for table, rows in picture().items()}
    for record in MergeRecord.objects.filter(undone_at=None):
        for label, rows in record.kept["away"].items():
            table = label.lower().replace(".", "_")
            if table in found:
                found[table] += len(rows)
    return found


def crowd(rep):
    """Four leads, each with something of every kind."""
    stages = ["marketing", "mql", "sal", "disqualified"]
    made = []
    for place, stage in enumerate(stages):
        lead = make_lead(
            email=f"p{place}@sol.es",
            first_name="Ana" if place % 2 else "",
            phone=f"60011122{place}" if place else "",
            company="Sol",
            city="Toledo" if place == 3 else "",
            stage=stage,
            owner=rep.user if stage in {"mql", "sal"} else None,
            created_at=AT - timedelta(days=place),
        )
        make_activity(lead, "page_view", at=AT, url=f"/{place}")
        tags.set_tags(lead=lead, names=["all", f"t{place}"], by=None, at=AT)
        make_snapshot(lead, AT)
        make_message(lead)
        consent.record(
            lead=lead,
            is_given=place % 2 == 0,
            text="Yes",
            text_version="1",
            channel="form",
            evidence=str(place),
            ip_class="",
            at=AT + timedelta(minutes=place),
            by=None,
        )
        made.append(lead.pk)
    make_hand_off(Lead.objects.get(pk=made[1]), rep)
    return made


def find(pk):
    return Lead.objects.select_related("rank").get(pk=pk)


@pytest.fixture
def people(rep):
    return crowd(rep)


@given(
    joins=st.lists(st.tuples(st.integers(0, LEADS - 1), st.integers(0, LEADS - 1)), min_size=1, max_size=5),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merges_conserve_every_row_and_undone_leave_no_trace(people, joins, order):
    try:
        with transaction.atomic():
            merge_and_undo(people, joins, order)
            raise Backwards
    except Backwards:
        pass


def merge_and_undo(people, joins, order):
    before, rows = picture(), counts()
    there, records = list(people), []
    for one, other in joins:
        winner, loser = there[one % len(there)], there[other % len(there)]
        if winner == loser:
            continue
        take = (
            None
            if order.random() < 0.5
            else [name for name in ("email", "phone", "city") if order.random() < 0.5]
        )
        records.append(merging.merge(winner=find(winner), loser=find(loser), taken=take, by=None, at=AT))
        there.remove(loser)
        assert counts() == rows
        assert set(Activity.objects.values_list("lead_id", flat=True)) <= set(there)
    for record in reversed(records):
        assert unmerging.unmerge(record=record, by=None, at=AT).left == []
        assert counts() == rows
    assert picture() == before
    assert not LeadAlias.objects.exists()
    assert FieldChange.objects.filter(origin="merge").exclude(lead_id__in=people).count() == 0
    assert LeadRank.objects.count() == LEADS
    assert LikelyPair.objects.filter(dismissed_at=None).count() == 0


EDITS = {
    "first_name": ["Anabel", "", "Анна"],
    "last_name": ["Ruiz Gil", ""],
    "company": ["Luna S.L.", ""],
    "email": ["new@luna.es", ""],
    "website": ["https://www.luna.es", ""],
    "phone": ["600 999 888", "", "+44 20 7946 0000"],
    "city": ["Ávila"],
    "custom": [{"rooms": "Big"}, {"other": "Small"}, {"rooms": None}],
}
EDIT = st.sampled_from([(name, value) for name, values in EDITS.items() for value in values])


@given(
    stays=st.integers(0, LEADS - 1),
    goes=st.integers(1, LEADS - 1),
    before=st.lists(EDIT, max_size=3),
    between=st.lists(EDIT, min_size=1, max_size=4),
    takes=st.none() | st.sets(st.sampled_from(["email", "phone", "website", "company", "city"])),
)
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_derived_fits_whatever_was_edited_while_merged(people, stays, goes, before, between, takes):
    try:
        with transaction.atomic():
            edit_and_undo(people[stays], people[(stays + goes) % LEADS], before, between, takes)
            raise Backwards
    except Backwards:
        pass


def edit(pk, changes):
    for name, value in changes:
        editing.edit(lead=find(pk), values={name: value}, version=None, by=None, at=AT)


def edit_and_undo(winner, loser, before, between, takes):
    make_field("rooms", type="text")
    make_field("other", type="text")
    indexing.reindex([find(winner), find(loser)])
    edit(loser, before)
    clues.give(lead=find(loser), question="budget", value=5000, confidence=60, by=None, at=AT)
    was = {pk: find(pk) for pk in (winner, loser)}
    record = merging.merge(winner=was[winner], loser=was[loser], taken=takes, by=None, at=AT)
    edit(winner, between)
    clues.give(lead=find(winner), question="need", value="soon", confidence=60, by=None, at=AT)

    left = unmerging.unmerge(record=record, by=None, at=AT).left

    for pk in (winner, loser):
        fits(find(pk))
    edited = {name for name, _value in between}
    for name in EDITS:
        assert getattr(find(loser), name) == getattr(was[loser], name)
        if name not in edited:
            assert getattr(find(winner), name) == getattr(was[winner], name)
    assert {name.partition(".")[0] for name in left} <= edited
    assert (set(find(winner).clues), set(find(loser).clues)) == ({"need"}, {"budget"})


def fits(lead):
    """What is copied and indexed says what the lead says."""
    copies = normalize.copies(lead, country=queries.home_country())
    assert {name: getattr(lead, name) for name in copies} == copies
    assert lead.domain == normalize.domain(website=lead.website, email_norm=lead.email_norm)
    words = set(LeadToken.objects.filter(lead=lead).values_list("token", flat=True))
    assert words == normalize.search_tokens(lead) | likeness.keys(lead)
    assert set(LeadTag.objects.filter(lead=lead).values_list("tag", flat=True)) == set(lead.tags)
