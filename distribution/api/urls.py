"""API of distribution, below /api/v1/."""

from django.urls import path

from distribution.api import answers, policy


app_name = "distribution-api"
urlpatterns = [
    path("leads/<uuid:public_id>/hand-off/", answers.LeadHandOff.as_view(), name="hand-off"),
    path("leads/<uuid:public_id>/accept/", answers.LeadAccept.as_view(), name="accept"),
    path("leads/<uuid:public_id>/reject/", answers.LeadReject.as_view(), name="reject"),
    path("leads/<uuid:public_id>/recycle/", answers.LeadRecycle.as_view(), name="recycle"),
    path("routes/", policy.Routes.as_view(), name="routes"),
    path("routes/order/", policy.RouteOrder.as_view(), name="route-order"),
    path("routes/<uuid:public_id>/", policy.RouteDetail.as_view(), name="route"),
    path("pools/", policy.Pools.as_view(), name="pools"),
    path("pools/<uuid:public_id>/", policy.PoolDetail.as_view(), name="pool"),
    path("reject-reasons/", policy.RejectReasons.as_view(), name="reject-reasons"),
    path("reject-reasons/<uuid:public_id>/", policy.RejectReasonDetail.as_view(), name="reject-reason"),
]
