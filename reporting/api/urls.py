"""API of reporting, below /api/v1/reports/."""

from django.urls import path

from reporting.api import views


app_name = "reporting-api"
urlpatterns = [
    path("funnel/", views.FunnelReport.as_view(), name="funnel"),
    path("sources/", views.SourcesReport.as_view(), name="sources"),
    path("response/", views.ResponseReport.as_view(), name="response"),
    path("rejects/", views.RejectsReport.as_view(), name="rejects"),
    path("workflows/", views.WorkflowsReport.as_view(), name="workflows"),
    path("calibration/", views.CalibrationReport.as_view(), name="calibration"),
]
