"""Every address. A page of a workspace lies below /w/<workspace>/, the API below /api/v1/."""

from typing import Any

from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from leadcrm import dev_mail, health, views


workspace_pages: list[Any] = [
    path("", views.workspace_home, name="workspace-home"),
    path("", include("tenants.urls")),
    path("", include("leads.urls")),
    path("", include("capture.urls")),
    path("", include("scoring.urls")),
    path("", include("distribution.urls")),
    path("", include("conversion.urls")),
    path("", include("messaging.urls")),
    path("", include("nurturing.urls")),
    path("reports/", include("reporting.urls")),
]
api: list[Any] = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", views.api_docs, name="api-docs"),
    path("", include("tenants.api.urls")),
    path("", include("leads.api.urls")),
    path("", include("capture.api.urls")),
    path("", include("scoring.api.urls")),
    path("", include("distribution.api.urls")),
    path("", include("conversion.api.urls")),
    path("", include("messaging.api.urls")),
    path("", include("nurturing.api.urls")),
    path("reports/", include("reporting.api.urls")),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("healthz/work", health.work, name="healthz-work"),
    path("accounts/", include("tenants.account_urls")),
    path("", include("core.urls")),
    path("", include("tenants.public_urls")),
    path("", include("capture.public_urls")),
    path("", include("messaging.public_urls")),
    path("w/<slug:workspace>/", include(workspace_pages)),
    path("api/v1/", include(api)),
]
if settings.LOCAL:
    urlpatterns += [
        path("dev/mail/", dev_mail.inbox, name="dev-mail"),
        path("dev/mail/<str:name>/", dev_mail.inbox, name="dev-mail-one"),
        path("dev/mail/<str:name>/html/", dev_mail.body, name="dev-mail-body"),
    ]
handler400 = "leadcrm.views.bad_request"
handler403 = "leadcrm.views.forbidden"
handler404 = "leadcrm.views.not_found"
handler500 = "leadcrm.views.server_error"
