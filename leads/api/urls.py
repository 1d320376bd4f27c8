"""API of leads, below /api/v1/."""

from django.urls import URLPattern


app_name = "leads-api"
urlpatterns: list[URLPattern] = []
