"""API of conversion, below /api/v1/."""

from django.urls import path

from conversion.api import conversions, customers, opportunities


app_name = "conversion-api"
urlpatterns = [
    path("leads/<uuid:public_id>/convert/", conversions.LeadConvert.as_view(), name="lead-convert"),
    path("conversions/", conversions.ConversionList.as_view(), name="conversions"),
    path("accounts/", customers.AccountList.as_view(), name="accounts"),
    path("accounts/<uuid:public_id>/", customers.AccountDetail.as_view(), name="account"),
    path("contacts/", customers.ContactList.as_view(), name="contacts"),
    path("contacts/<uuid:public_id>/", customers.ContactDetail.as_view(), name="contact"),
    path("pipelines/", opportunities.PipelineList.as_view(), name="pipelines"),
    path("lost-reasons/", opportunities.LostReasonList.as_view(), name="lost-reasons"),
    path("opportunities/", opportunities.OpportunityList.as_view(), name="opportunities"),
    path("opportunities/<uuid:public_id>/", opportunities.OpportunityDetail.as_view(), name="opportunity"),
    path(
        "opportunities/<uuid:public_id>/move/",
        opportunities.OpportunityMove.as_view(),
        name="opportunity-move",
    ),
    path(
        "opportunities/<uuid:public_id>/won/", opportunities.OpportunityWon.as_view(), name="opportunity-won"
    ),
    path(
        "opportunities/<uuid:public_id>/lost/",
        opportunities.OpportunityLost.as_view(),
        name="opportunity-lost",
    ),
    path(
        "opportunities/<uuid:public_id>/reopen/",
        opportunities.OpportunityReopen.as_view(),
        name="opportunity-reopen",
    ),
]
