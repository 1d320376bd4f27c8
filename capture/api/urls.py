"""API of capture, below /api/v1/."""

from django.urls import URLPattern


app_name = "capture-api"
urlpatterns: list[URLPattern] = []
