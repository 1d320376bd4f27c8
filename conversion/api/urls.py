"""API of conversion, below /api/v1/."""

from django.urls import path

from conversion.api import views


app_name = "conversion-api"
urlpatterns = [
    path("leads/<uuid:public_id>/convert/", views.LeadConvert.as_view(), name="lead-convert"),
    path("conversions/", views.ConversionList.as_view(), name="conversions"),
    path("pipelines/", views.PipelineList.as_view(), name="pipelines"),
    path("accounts/", views.AccountList.as_view(), name="accounts"),
    path("accounts/<uuid:public_id>/", views.AccountDetail.as_view(), name="account"),
    path("contacts/", views.ContactList.as_view(), name="contacts"),
    path("contacts/<uuid:public_id>/", views.ContactDetail.as_view(), name="contact"),
    path("opportunities/", views.OpportunityList.as_view(), name="opportunities"),
    path("opportunities/<uuid:public_id>/", views.OpportunityDetail.as_view(), name="opportunity"),
    path("opportunities/<uuid:public_id>/move/", views.OpportunityMove.as_view(), name="opportunity-move"),
    path("opportunities/<uuid:public_id>/won/", views.OpportunityWon.as_view(), name="opportunity-won"),
    path("opportunities/<uuid:public_id>/lost/", views.OpportunityLost.as_view(), name="opportunity-lost"),
    path(
        "opportunities/<uuid:public_id>/reopen/", views.OpportunityReopen.as_view(), name="opportunity-reopen"
    ),
]
