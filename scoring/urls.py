"""Pages of scoring, below /w/<workspace>/."""

from django.urls import URLPattern


app_name = "scoring"
urlpatterns: list[URLPattern] = []
