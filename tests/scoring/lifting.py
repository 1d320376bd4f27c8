"""A draft of the tests that lifts leads, to be compared with what is live."""

from datetime import datetime, timedelta

from leads.models import Lead
from scoring.services import drafts, rescore
from tenants.models import Membership
from tests.factories.distribution import make_pool, make_route
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import make_live, small_model


def lifting_draft(rep: Membership, *, at: datetime) -> tuple[Lead, Lead, Lead]:
    """Draft 85 points a phone, and return Ana with a phone and an inquiry, Bea with a phone, Old with neither.

    That lifts Ana and Bea from grade C to B, and to green; the rep would get both.
    """
    make_route(make_pool("All", [rep]), "All")
    make_live(at=at)
    ana = make_lead(first_name="Ana", phone="+34600000147", email="ana@x.es")
    bea = make_lead(first_name="Bea", phone="+34600000148", email="bea@x.es")
    old = make_lead(first_name="Old", email="o@x.es", created_at=at - timedelta(days=200))
    make_activity(ana, "inquiry", at=at - timedelta(days=3))
    rescore.score(lead_ids=[ana.pk, bea.pk, old.pk], at=at)
    more = small_model()
    more["groups"][0]["criteria"][0]["points"] = 85
    drafts.save(document=more, by=None, at=at)
    return ana, bea, old
