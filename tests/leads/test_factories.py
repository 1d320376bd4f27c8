from leads.models import Lead, LeadToken
from tests.factories.leads import make_activity, make_lead


def test_make_lead_is_whole(in_scope, rep):
    lead = make_lead(
        email="Ana@Reformas-Sol.es", first_name="Ána", phone="600 123 456", owner=rep.user, stage="sal"
    )

    assert lead.email_norm == "ana@reformas-sol.es"
    assert lead.name_norm == "ana"
    assert lead.phone_e164 == "+34600123456"
    assert lead.domain == "reformas-sol.es"
    assert lead.rank.owner_id == rep.user_id
    assert lead.is_open
    assert LeadToken.objects.filter(token="600123456", lead=lead).exists()
    assert make_activity(lead).kind == "page_view"


def test_a_client_is_outside_the_scope_of_the_test(in_scope, client_for, admin, api):
    missing = client_for(admin).get("/w/acme/nowhere/")
    stranger = client_for(admin).get("/w/nowhere/")
    unknown = api().get("/api/v1/nowhere/")

    assert missing.status_code == 404
    assert stranger.status_code == 404
    assert unknown.status_code == 404
    assert Lead.objects.count() == 0
