"""Public addresses of tenants: invitation links."""

from django.urls import path

from tenants.views import joining


app_name = "join"
urlpatterns = [path("join/<str:token>/", joining.invitation, name="invitation")]
