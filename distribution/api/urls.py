"""API of distribution, below /api/v1/."""

from django.urls import URLPattern


app_name = "distribution-api"
urlpatterns: list[URLPattern] = []
