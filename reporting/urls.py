"""Pages of reporting, below /w/<workspace>/reports/."""

from django.urls import path

from reporting.views import calibration, funnel, home, rejects, response, sources, workflows


app_name = "reporting"
urlpatterns = [
    path("", home.home, name="home"),
    path("funnel/", funnel.funnel_page, name="funnel"),
    path("funnel/csv/", funnel.funnel_csv, name="funnel-csv"),
    path("sources/", sources.sources_page, name="sources"),
    path("sources/csv/", sources.sources_csv, name="sources-csv"),
    path("response/", response.response_page, name="response"),
    path("response/csv/", response.response_csv, name="response-csv"),
    path("rejects/", rejects.rejects_page, name="rejects"),
    path("rejects/csv/", rejects.rejects_csv, name="rejects-csv"),
    path("workflows/", workflows.workflows_page, name="workflows"),
    path("workflows/csv/", workflows.workflows_csv, name="workflows-csv"),
    path("calibration/", calibration.calibration_page, name="calibration"),
    path("calibration/csv/", calibration.calibration_csv, name="calibration-csv"),
]
