"""API of tenants, below /api/v1/."""

from django.urls import URLPattern


app_name = "tenants-api"
urlpatterns: list[URLPattern] = []
