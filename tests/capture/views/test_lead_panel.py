"""The inquiries of a lead, on its page."""

from capture.models import Inquiry
from core.scope import workspace_scope
from tests.factories.capture import make_form, make_inquiry
from tests.factories.leads import make_lead


def test_each_is_named_by_its_form_or_by_how_it_came(client_for, marketer, workspace):
    with workspace_scope(workspace.pk):
        lead = make_lead(company="Reformas Sol")
        by_form = make_inquiry(state="accepted")
        plain = make_inquiry({"email": "b@reformassol.es"}, state="accepted", channel="phone")
        Inquiry.objects.filter(pk__in=[by_form.pk, plain.pk]).update(lead=lead)
        Inquiry.objects.filter(pk=by_form.pk).update(form=make_form(name="Fair 2026"))

    answer = client_for(marketer).get(f"/w/acme/leads/{lead.pk}/")

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Fair 2026</a>" in page
    assert "Phone</a>" in page
