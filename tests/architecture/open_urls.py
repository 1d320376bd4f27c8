"""The real URL conf with one page and one API view that forgot to ask who is there."""

from django.urls import include, path
from rest_framework.response import Response
from rest_framework.views import APIView

from leadcrm.urls import urlpatterns as real
from tenants.urls import app_name
from tenants.views import operations


class OpenView(APIView):
    """Asks nobody."""

    def get(self, request):
        """Show it."""
        return Response({})


tenants = ([path("settings/audit/", operations.audit_log.__wrapped__.__wrapped__, name="audit")], app_name)
urlpatterns = [
    path("w/<slug:workspace>/", include(tenants)),
    path("api/v1/open/", OpenView.as_view(), name="open"),
    *(pattern for pattern in real),
]
