"""Pages of capture, below /w/<workspace>/."""

from django.urls import URLPattern


app_name = "capture"
urlpatterns: list[URLPattern] = []
