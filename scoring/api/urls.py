"""API of scoring, below /api/v1/."""

from django.urls import URLPattern


app_name = "scoring-api"
urlpatterns: list[URLPattern] = []
