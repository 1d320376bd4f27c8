"""API of capture, below /api/v1/."""

from django.urls import URLPattern, path

from capture.api import batch, touches, views


app_name = "capture-api"
urlpatterns: list[URLPattern] = [
    path("inquiries/", views.InquiryList.as_view(), name="inquiries"),
    path("inquiries/batch/", batch.InquiryBatch.as_view(), name="inquiry-batch"),
    path("inquiries/<uuid:public_id>/", views.InquiryDetail.as_view(), name="inquiry"),
    path("leads/<uuid:public_id>/touches/", touches.LeadTouches.as_view(), name="touches"),
    path("forms/", views.FormList.as_view(), name="forms"),
    path("forms/<uuid:public_id>/", views.FormDetail.as_view(), name="form"),
]
