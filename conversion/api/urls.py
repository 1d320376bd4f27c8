"""API of conversion, below /api/v1/."""

from django.urls import URLPattern


app_name = "conversion-api"
urlpatterns: list[URLPattern] = []
