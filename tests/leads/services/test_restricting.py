"""Restriction of processing: kept, and nothing done with."""

from datetime import UTC, datetime

import pytest

from leads.models import Activity, LeadRank, Restriction
from leads.services import restricting
from messaging.choices import Withheld
from messaging.services import recipients
from scoring.services import rescore
from tests.factories.leads import make_lead


pytestmark = pytest.mark.usefixtures("in_scope")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def restrict(lead):
    restricting.restrict(lead_id=lead.pk, reason="Says the number is wrong.", by=None, at=NOW)


def test_a_restriction_holds_for_every_lead_of_the_person_and_is_lifted_for_all():
    first = make_lead(email="ana@sol.es", stage="disqualified")
    second = make_lead(email="ana@sol.es")
    other = make_lead(email="luis@norte.es")

    restrict(first)

    assert restricting.among([first.pk, second.pk, other.pk]) == {first.pk, second.pk}
    with pytest.raises(restricting.RestrictedAlready):
        restrict(second)
    with pytest.raises(restricting.Restricted):
        restricting.check(second.pk)

    restricting.lift(lead_id=second.pk, reason="Checked.", by=None, at=NOW)

    assert restricting.among([first.pk, second.pk]) == set()
    with pytest.raises(restricting.NotRestricted):
        restricting.lift(lead_id=first.pk, reason="Again.", by=None, at=NOW)
    kinds = Activity.objects.filter(lead_id=first.pk).values_list("kind", flat=True)
    assert {"restricted", "restriction_lifted"} <= set(kinds)
    assert Restriction.objects.filter(ended_reason="Checked.").count() == 2


def test_no_mail_goes_to_who_is_restricted():
    lead = make_lead(email="ana@sol.es", marketing_consent="given")
    restrict(lead)

    for purpose in ("marketing", "service"):
        assert recipients.may_mail(lead_ids=[lead.pk], purpose=purpose) == {lead.pk: Withheld.RESTRICTED}


def test_no_pass_scores_who_is_restricted(workspace):
    lead = make_lead(email="ana@sol.es")
    restrict(lead)
    before = LeadRank.objects.get(pk=lead.pk)

    rescore.score(lead_ids=[lead.pk], at=NOW)

    after = LeadRank.objects.get(pk=lead.pk)
    assert (after.model_version, after.score) == (before.model_version, before.score)
